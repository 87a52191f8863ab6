"""Real servers and agent servers, each as `pip` installs it, with a scripted model."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from demo.loop_thread import running_loop
from demo.real.client import Client, Conversation
from demo.real.deployment.deployment import openhands_version
from demo.real.model import Call, Say, Script, Turn, running_model
from demo.real.process import ProcessError
from demo.real.server import RealServer
from tests.real.reaching import answers

pytestmark = pytest.mark.install

SCRIPT = Script(
    [
        Turn("run (.+)", [Call("terminal", {"command": "{1}"}), Say("It ran.")]),
        Turn("are you there", [Say("Yes, I am.")]),
    ]
)

#: Every run tests the newest release.
NEWEST = openhands_version()
VERSIONS = [
    pytest.param(NEWEST, "openai/scripted", "/v1", id=NEWEST),
    pytest.param(
        NEWEST, "anthropic/scripted", "", id=f"{NEWEST}-anthropic", marks=pytest.mark.slow
    ),
    *(
        pytest.param(version, "openai/scripted", "/v1", id=version, marks=pytest.mark.slow)
        for version in ("1.7.0", "1.4.0")
        if version != NEWEST
    ),
]


@pytest.mark.parametrize(("version", "model_name", "api_path"), VERSIONS)
def test_a_conversation_runs_from_its_start_to_its_deletion(
    version: str, model_name: str, api_path: str, tmp_path: Path
) -> None:
    with running_model(SCRIPT) as model, RealServer(version, tmp_path) as server:
        user = Client(server.url)
        user.save_model(model_name, model.api_key, model.url + api_path)

        conversation = user.start_conversation("run pwd > proof")
        with running_loop() as loop:
            loop.run(wait_for_answer(conversation, "It ran."))
        assert [proof.read_text() for proof in proofs(tmp_path)] == ["/workspace/project\n"]
        assert [request.messages[-1].role for request in model.requests if request.tools] == [
            "user",
            "tool",
        ]

        [container] = server.containers()
        assert container["Name"] == f"/{conversation.sandbox_id}"
        address = container["NetworkSettings"]["Networks"]["bridge"]["IPAddress"]
        assert answers(address, 8000, "/health")

        sandbox = f"/api/v1/sandboxes/{conversation.sandbox_id}"
        user.request("POST", f"{sandbox}/pause")
        assert user.sandbox_status(conversation.sandbox_id) == "PAUSED"
        assert not answers(address, 8000, "/health")
        user.request("POST", f"{sandbox}/resume")
        assert user.sandbox_status(conversation.sandbox_id) == "RUNNING"

        user.send(conversation, "are you there")
        with running_loop() as loop:
            loop.run(wait_for_answer(conversation, "Yes, I am."))

        user.delete_sandbox(conversation.sandbox_id)
        assert server.containers() == []
        assert list((tmp_path / "containers").iterdir()) == []


def proofs(folder: Path) -> list[Path]:
    """What the agent wrote into its workspace."""
    return list(folder.glob("containers/*/workspace/project/proof"))


async def wait_for_answer(conversation: Conversation, text: str, seconds: float = 60) -> None:
    """Waits until the socket sends a message of the agent."""
    async with asyncio.timeout(seconds), events(conversation) as told:
        async for event in told:
            if event["source"] == "agent" and text in json.dumps(event.get("llm_message")):
                return
    raise AssertionError("The socket was closed")


def test_a_launcher_that_fails_is_reported_with_its_output(tmp_path: Path) -> None:
    launcher = ["sh", "-c", 'echo "patch 16: $PATCH, instead of $*" >&2; exit 3', "launcher"]
    server = RealServer(
        NEWEST,
        tmp_path,
        command=lambda command: [*launcher, *command],
        env={"PATCH": "FAILED"},
    )
    with pytest.raises(ProcessError, match="exit code 3") as error, server:
        pytest.fail("The server started")
    assert "patch 16: FAILED, instead of " in str(error.value)
    assert "uvicorn openhands.server.listen:app" in str(error.value)
    assert not server.engine_socket.exists()


@asynccontextmanager
async def events(conversation: Conversation) -> AsyncIterator[AsyncIterator[Any]]:
    """All events of a conversation, including earlier ones."""
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(conversation.socket_url) as socket,
    ):
        yield (message.json() async for message in socket)
