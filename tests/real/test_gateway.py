"""The gateway in front of containers of the process engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gateway.ask import EDGE, request, send
from tests.gateway.known import until
from tests.gateway.nginx import Settings, running_gateway
from tests.gateway.sandboxes import USER
from tests.real.conftest import EngineUnderTest
from tests.real.reaching import port_of

pytestmark = pytest.mark.proxy

CONVERSATION = "3f0c8a527a1e4b609c2d0a1b2c3d4e5f"


def test_the_gateway_follows_the_containers_of_the_engine(
    engine: EngineUnderTest, tmp_path: Path
) -> None:
    labels = {"conversation_id": CONVERSATION, "user_id": USER}
    with running_gateway(tmp_path, Settings(engine.socket)) as gateway:

        def status(port: int) -> int | None:
            path = f"/runtime/{CONVERSATION}/{port}/"
            try:
                return send(gateway.plain, request(path, *EDGE), seconds=1).status
            except TimeoutError:
                # A paused app takes a connection, and does not answer.
                return None

        container = engine.serve(labels=labels, ports={8000: None})
        # Docker's API names the port in the container and the port on the host.
        until(lambda: status(8000) == 200)
        assert status(port_of(container)) == 200

        container.pause()
        until(lambda: status(8000) == 503)
        container.unpause()
        until(lambda: status(8000) == 200)

        container.remove(force=True)
        until(lambda: status(8000) == 404)


def test_the_gateway_reaches_a_port_that_is_not_published(
    engine: EngineUnderTest, tmp_path: Path
) -> None:
    labels = {"conversation_id": CONVERSATION, "user_id": USER}
    with running_gateway(tmp_path, Settings(engine.socket)) as gateway:
        engine.serve(38080, labels=labels)
        asked = request(f"/runtime/{CONVERSATION}/38080/", *EDGE)
        until(lambda: send(gateway.plain, asked).status == 200)
