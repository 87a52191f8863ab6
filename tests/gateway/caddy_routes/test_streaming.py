"""Uploads, answers and WebSockets pass through Caddy while they last."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from demo.addresses import HOST
from demo.loop_thread import running_loop
from demo.sandbox_apps.mirror import Mirror
from tests.gateway.caddy_routes.running_caddy import Connect, Started


def test_an_upload_streams(connect: Connect, prefix: str, mirror: Mirror) -> None:
    mirror.arrived.clear()
    connection = connect()
    connection.putrequest("POST", f"{prefix}/upload")
    connection.putheader("Content-Length", str(2**20))
    connection.endheaders(b"x")
    assert mirror.arrived.wait(5)
    connection.send(bytes(2**20 - 1))
    assert json.loads(connection.getresponse().read()) == 2**20
    connection.close()


@pytest.mark.parametrize("kind", ["text/event-stream", "text/plain", "application/octet-stream"])
def test_a_long_answer_streams(connect: Connect, prefix: str, mirror: Mirror, kind: str) -> None:
    mirror.read.clear()
    connection = connect()
    connection.request("GET", f"{prefix}/download?type={kind}")
    response = connection.getresponse()
    assert response.read1() == b"first"
    mirror.read.set()
    assert response.read() == b", last"
    connection.close()


def test_a_websocket_passes(started: Started) -> None:
    async def talk() -> list[Any]:
        url = f"https://127.0.0.1:{started.ports.tls}/runtime/{started.live}/echo"
        async with aiohttp.ClientSession() as session:
            # The session ends what is still open at once; its own end would not be waited for.
            one = await session.ws_connect(
                url, ssl=started.trust, server_hostname=HOST, headers={"Host": HOST}
            )
            await one.send_str("hello")
            await one.send_bytes(b"\0\xff")
            return [(await one.receive()).data for _ in range(2)]

    with running_loop() as loop:
        assert loop.run(talk()) == ["hello", b"\0\xff"]
