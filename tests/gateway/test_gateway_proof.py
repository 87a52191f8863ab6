"""How the gateway proves itself to the OpenHands server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateway.app import App
from tests.gateway.ask import EDGE, at_host, at_path, request, send
from tests.gateway.docker_api import DockerApi
from tests.gateway.handshake import ASKS
from tests.gateway.nginx import SECRET, Gateway, Settings, running_gateway
from tests.gateway.sandboxes import USER

#: By which the gateway proves itself to OpenHands.
PROOF = "the-secret-of-gateway-and-openhands"


@pytest.fixture
def proving(docker: DockerApi, openhands: App, tmp_path: Path) -> Iterator[Gateway]:
    lua = {"edge_secret": SECRET, "openhands_secret": PROOF}
    settings = Settings(docker.socket, f"127.0.0.1:{openhands.port}", lua=lua)
    with running_gateway(tmp_path, settings) as gateway:
        yield gateway


@pytest.mark.parametrize("sent", [[], ["forged"], [PROOF], ["forged", PROOF]])
def test_the_gateway_proves_itself_to_openhands_alone(
    proving: Gateway, app: App, sent: list[str]
) -> None:
    headers = [("X-Gateway-Proof", value) for value in sent]
    answer = send(proving.plain, request("/", *EDGE, *headers))
    assert answer.received("X-Gateway-Proof") == [PROOF]
    assert answer.received("X-Cognito-User-Id") == [USER]
    for asked in (
        request("/", *EDGE, *headers, host=at_host(app)),
        request(f"{at_path(app)}/", *EDGE, *headers),
    ):
        assert send(proving.plain, asked).received("X-Gateway-Proof") == []


def test_without_a_secret_no_proof_reaches_openhands(gateway: Gateway) -> None:
    answer = send(gateway.plain, request("/", *EDGE, ("X-Gateway-Proof", "forged")))
    assert answer.received("X-Gateway-Proof") == []


def test_a_websocket_to_openhands_carries_the_proof(proving: Gateway) -> None:
    answer = send(proving.plain, request("/", *EDGE, *ASKS.items()))
    assert answer.received("X-Gateway-Proof") == [PROOF]
