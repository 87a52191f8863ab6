"""The settings of a deployment in ``settings.conf``."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from demo.addresses import HOST
from demo.real.gateway import OPENRESTY
from demo.real.nginx import command
from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_host, at_path, request, send
from tests.gateway.docker_api import DockerApi
from tests.gateway.nginx import SECRET, Settings, render, running_gateway, running_nginx
from tests.gateway.sandboxes import Sandboxes


def _delivered(changes: Mapping[str, str]) -> str:
    """``settings.conf`` with changes, and with a server whose name is known outside of Docker."""
    text = (OPENRESTY / "settings.conf").read_text()
    for given, mine in {"server openhands:": "server 127.0.0.1:", **changes}.items():
        assert given in text
        text = text.replace(given, mine)
    return text


def test_the_files_as_they_are_delivered_are_right(tmp_path: Path) -> None:
    render(tmp_path, Settings(tmp_path / "docker.sock"))
    # The operator has to name the sign-in's cookies.
    named = _delivered({"-- private_cookies =": "private_cookies ="})
    (tmp_path / "settings.conf").write_text(named)
    for name in ("listen.conf", "limits.conf"):
        shutil.copy(OPENRESTY / name, tmp_path)
    tested = subprocess.run(command(tmp_path, "-t"), capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr


def test_as_delivered_no_sandbox_reaches_the_gateway() -> None:
    text = (OPENRESTY / "listen.conf").read_text()
    assert re.findall(r"^listen (\S+);", text, re.MULTILINE) == ["127.0.0.1:8080"]


@pytest.mark.parametrize(
    ("lua", "said"),
    [
        ({"hosts": []}, "hosts must name the host of the OpenHands page"),
        ({"hosts": HOST}, "hosts must be a table"),
        ({"edge_secret": ""}, "edge_secret must not be empty"),
        ({"unauthenticated": "false"}, "unauthenticated must be a boolean"),
        ({"edge_sceret": "x"}, "unknown setting 'edge_sceret'"),
        *(
            ({"hosts": hosts}, "hosts must list names without scheme or port")
            for hosts in ([1], [""], [f"https://{HOST}"], [f"{HOST}:8443"], [f"{HOST}."])
        ),
        ({"hosts": {"first": HOST}}, "hosts must be a list"),
        ({"private_cookies": [1]}, "private_cookies must list names of cookies"),
        ({"private_cookies": {"mine": True}}, "private_cookies must be a list"),
        *(
            ({"refused_ports": [port]}, "refused_ports must list ports, numbers from 1 to 65535")
            for port in ("22", 0, 65536, 22.5, True)
        ),
        ({"refused_ports": {22: True}}, "refused_ports must be a list"),
        ({"identity_headers": ["X Y"]}, "identity_headers must list names of headers"),
        ({"response_headers": ["*x"]}, "response_headers must list names of headers"),
        ({"trusted_origins": ["example.org"]}, "trusted_origins must list origins"),
        ({"trusted_origins": ["https://example.org/"]}, "trusted_origins must list origins"),
        *(
            ({"openhands_secret": secret}, "openhands_secret must be at least 32 visible ASCII")
            for secret in ("", "x" * 31, "x" * 32 + "\x7f", "x " * 16)
        ),
        ({"vscode_port": 0}, "vscode_port must be a port, a number from 1 to 65535"),
    ],
)
def test_a_wrong_setting_does_not_start(tmp_path: Path, lua: dict[str, Any], said: str) -> None:
    settings = Settings(tmp_path / "docker.sock", lua=lua)
    with (
        pytest.raises(RuntimeError, match=re.escape(f"settings.conf: {said}")),
        running_gateway(tmp_path, settings),
    ):
        pass


def test_as_delivered_it_asks_for_the_cookies_of_the_sign_in(tmp_path: Path) -> None:
    ports = render(tmp_path, Settings(tmp_path / "docker.sock"))
    (tmp_path / "settings.conf").write_text(_delivered({}))
    said = "settings.conf: private_cookies must list the cookies of your sign-in"
    with pytest.raises(RuntimeError, match=said), running_nginx(tmp_path, *ports):
        pass


def test_with_no_edge_nobody_opens_a_sandbox(docker: DockerApi, app: App, tmp_path: Path) -> None:
    with running_gateway(tmp_path, Settings(docker.socket, lua={})) as gateway:
        for secret in (SECRET, "", "nil"):
            headers = [("X-Gateway-Secret", secret), EDGE[1]]
            assert send(gateway.plain, request("/", *headers, host=at_host(app))).status == 403


def test_unauthenticated_everybody_does(
    docker: DockerApi, sandboxes: Sandboxes, tmp_path: Path
) -> None:
    settings = Settings(docker.socket, lua={"unauthenticated": True})
    with running_gateway(tmp_path, settings) as gateway:
        for user in ("somebody", ...):
            app = sandboxes.start(user=user)
            for headers in (EDGE[:0], EDGE[1:]):
                answer = send(gateway.plain, request("/", *headers, host=at_host(app)))
                assert (answer.status, answer.received("X-Cognito-User-Id")) == (200, [])


def test_a_host_in_upper_case(docker: DockerApi, app: App, tmp_path: Path) -> None:
    lua = {"edge_secret": SECRET, "hosts": [HOST.upper()]}
    with running_gateway(tmp_path, Settings(docker.socket, lua=lua)) as gateway:
        assert send(gateway.plain, request("/", *EDGE, host=at_host(app))).status == 200


def test_refused_ports_are_refused_besides_the_usual_ones(
    docker: DockerApi, app: App, tmp_path: Path
) -> None:
    lua = {"edge_secret": SECRET, "refused_ports": [app.port]}
    with running_gateway(tmp_path, Settings(docker.socket, lua=lua)) as gateway:
        for port in (app.port, 22, 6379):
            host = f"{port}-{app.name}.runtime.{HOST}"
            assert send(gateway.plain, request("/", *EDGE, host=host)).status == 403
    assert app.requests == 0


def test_several_hosts_and_private_cookies(docker: DockerApi, app: App, tmp_path: Path) -> None:
    lua = {
        "edge_secret": SECRET,
        "hosts": [HOST, "other.example"],
        "private_cookies": ["mine-*"],
        "vscode_port": 49955,
    }
    with running_gateway(tmp_path, Settings(docker.socket, lua=lua)) as gateway:
        cookie = ("Cookie", "mine-0=s; __Host-mine-1=s; keycloak_auth=x; mine=x")
        host = at_host(app).replace(HOST, "other.example")
        assert send(gateway.plain, request("/", *EDGE, cookie, host=host)).received("Cookie") == [
            "mine=x"
        ]
        referer = ("Referer", f"https://other.example/conversations/{app.name}")
        asked = request(f"/stable-{'0' * 40}/x", *EDGE, referer, host="other.example")
        to = f"http://49955-{app.name}.runtime.other.example/stable-{'0' * 40}/x"
        assert send(gateway.plain, asked)["Location"] == to


def test_the_log_holds_no_query(docker: DockerApi, app: App, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    with running_gateway(tmp_path, Settings(docker.socket, access_log=f"{log} gateway")) as gateway:
        for asked in (
            request("/x?tkn=t0ken", *EDGE, host=at_host(app)),
            request(f"{at_path(app)}/x?tkn=t0ken", *EDGE),
            request(f"{at_path(app)}?tkn=t0ken", *EDGE),
        ):
            send(gateway.plain, asked)
    assert log.read_text().count("/x") == 2
    assert "t0ken" not in log.read_text()
