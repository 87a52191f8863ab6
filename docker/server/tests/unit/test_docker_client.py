"""The Docker client of one user."""

from __future__ import annotations

from typing import Any

import pytest
from docker.errors import NotFound

from openhands_multiuser import current
from openhands_multiuser.identity import Identity
from openhands_multiuser.refusals import NotSignedIn, Taken
from openhands_multiuser.rehearsal.docker import RehearsedDocker
from openhands_multiuser.sandboxes.docker_client import OwnedDockerClient

CONVERSATION = "3f0c8a527a1e4b609c2d0a1b2c3d4e5f"


@pytest.fixture
def docker() -> RehearsedDocker:
    return RehearsedDocker()


def acting(user_id: str) -> Any:
    return current.acting_as(Identity(user_id))


def run(docker: RehearsedDocker, name: str = "oh-agent-server-x", **labels: str) -> Any:
    client = OwnedDockerClient(docker)
    return client.containers.run(image="i", name=name, environment={}, labels=labels)


def test_a_sandbox_carries_its_owner_and_keeps_its_labels(docker: RehearsedDocker) -> None:
    with acting("alice"):
        run(docker, sandbox_spec_id="spec")
    assert docker.started[0].labels == {"sandbox_spec_id": "spec", "user_id": "alice"}


def test_the_owner_cannot_be_chosen(docker: RehearsedDocker) -> None:
    with acting("bob"):
        run(docker, user_id="alice", conversation_id="y")
    assert docker.started[0].labels["user_id"] == "bob"


def test_a_sandbox_carries_the_conversation_that_its_name_ends_with(
    docker: RehearsedDocker,
) -> None:
    with acting("alice"):
        run(docker, f"oh-agent-server-{CONVERSATION}")
    assert docker.started[0].labels["conversation_id"] == CONVERSATION


def test_a_sandbox_carries_the_conversation_that_is_being_started(docker: RehearsedDocker) -> None:
    client = OwnedDockerClient(docker)
    client.containers.conversation = CONVERSATION
    with acting("alice"):
        client.containers.run(image="i", name="oh-agent-server-x", environment={}, labels={})
    assert docker.started[0].labels["conversation_id"] == CONVERSATION


@pytest.mark.parametrize("second", ["alice", "bob"])
def test_a_conversation_has_one_sandbox(docker: RehearsedDocker, second: str) -> None:
    with acting("alice"):
        run(docker, f"oh-agent-server-{CONVERSATION}")
    with acting(second), pytest.raises(Taken):
        run(docker, f"other-{CONVERSATION}")
    assert len(docker.started) == 1


def test_nobody_starts_a_sandbox(docker: RehearsedDocker) -> None:
    with pytest.raises(NotSignedIn):
        run(docker)
    assert docker.started == []


def test_another_user_finds_nothing(docker: RehearsedDocker) -> None:
    with acting("alice"):
        run(docker)
    client = OwnedDockerClient(docker)
    with acting("bob"):
        assert client.containers.list(all=True) == []
        with pytest.raises(NotFound):
            client.containers.get("oh-agent-server-x")
        with pytest.raises(NotFound):
            client.volumes.get("openhands-workspace-oh-agent-server-x")


def test_nobody_finds_anything(docker: RehearsedDocker) -> None:
    with acting("alice"):
        run(docker)
    client = OwnedDockerClient(docker)
    assert client.containers.list(all=True) == []
    with pytest.raises(NotFound):
        client.containers.get("oh-agent-server-x")


def test_a_container_without_an_owner_is_nobodys(docker: RehearsedDocker) -> None:
    docker.run("i", name="oh-agent-server-x", environment={}, labels={})
    client = OwnedDockerClient(docker)
    with acting("alice"):
        assert client.containers.list() == []
        with pytest.raises(NotFound):
            client.containers.get("oh-agent-server-x")


def test_a_caller_cannot_widen_the_filter(docker: RehearsedDocker) -> None:
    with acting("alice"):
        run(docker)
    with acting("bob"):
        client = OwnedDockerClient(docker)
        assert client.containers.list(filters={"label": "user_id=alice"}) == []


def test_the_owner_finds_volumes_of_containers_that_were_looked_up(docker: RehearsedDocker) -> None:
    docker_volumes: list[str] = []
    docker.volumes = type("Volumes", (), {"get": lambda _self, name: docker_volumes.append(name)})()
    with acting("alice"):
        run(docker)
        client = OwnedDockerClient(docker)
        client.containers.get("oh-agent-server-x")
        client.volumes.get("openhands-workspace-oh-agent-server-x")
    assert docker_volumes == ["openhands-workspace-oh-agent-server-x"]


@pytest.mark.parametrize("name", ["images", "networks", "api", "events", "prune"])
def test_docker_methods_that_openhands_does_not_use_are_missing(
    docker: RehearsedDocker, name: str
) -> None:
    client = OwnedDockerClient(docker)
    for each in (client, client.containers, client.volumes):
        assert not hasattr(each, name)


def test_the_spec_is_that_of_the_label(docker: RehearsedDocker) -> None:
    with acting("alice"):
        assert run(docker, sandbox_spec_id="spec:1").image.tags == ["spec:1"]
