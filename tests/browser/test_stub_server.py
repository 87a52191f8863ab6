"""The stub server releases its resources."""

from __future__ import annotations

import gc
import socket
import struct
from pathlib import Path

import pytest

from demo.addresses import HOST
from demo.stub_server.app import Stub
from demo.stub_server.serve import serving
from tests.gateway.ask import connect

SIZES = {"a file that is sent at once": 1_000, "a file that is not": 8_000_000}


@pytest.fixture(params=list(SIZES.values()), ids=list(SIZES))
def stub(tmp_path: Path, request: pytest.FixtureRequest) -> Stub:
    (tmp_path / "index.html").write_text("x" * request.param)
    return Stub({"ui": tmp_path})


def ask(port: int) -> socket.socket:
    """Asks for the page, and reads its beginning."""
    connected = connect(port, tls=True)
    connected.sendall(f"GET / HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
    assert connected.recv(1024).startswith(b"HTTP/1.1 200")
    return connected


def test_a_browser_that_stays_connected_does_not_hold_the_servers_sockets(stub: Stub) -> None:
    with serving(stub) as ports:
        connections = [ask(ports.tls) for _ in range(10)]
    # A socket left open is a ResourceWarning here, and so, by pytest's settings, an error.
    gc.collect()
    for connection in connections:
        connection.close()


def test_a_browser_that_hangs_up_is_no_error(stub: Stub, caplog: pytest.LogCaptureFixture) -> None:
    reset = struct.pack("ii", 1, 0)  # on, at once
    with serving(stub) as ports:
        for _ in range(10):
            connection = ask(ports.tls)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
            connection.close()
    assert caplog.records == []


@pytest.mark.parametrize(
    "path",
    [
        "/../secret",
        "/assets/../../secret",
        "/%2e%2e/secret",
        "/..%2fsecret",
        "/%2e%2e%2fsecret",
        "/link-to-the-secret",
    ],
)
def test_a_path_that_leads_out_of_the_folder_is_not_found(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "ui"
    (folder / "assets").mkdir(parents=True)
    (tmp_path / "secret").write_text("secret")
    (folder / "link-to-the-secret").symlink_to(tmp_path / "secret")
    (folder / "index.html").write_text("page")
    with serving(Stub({"ui": folder})) as ports, connect(ports.tls, tls=True) as connection:
        connection.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()
        )
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert (answer.startswith(b"HTTP/1.1 404"), b"secret" in answer) == (True, False)
