"""The process engine's API: descriptions, lists, events and refusals."""

from __future__ import annotations

import json
import socket
import urllib.parse
import urllib.request

import pytest
from docker.errors import APIError, NotFound

from tests.real.conftest import EngineUnderTest
from tests.real.reaching import port_of, status_of


def test_a_container_keeps_what_it_was_created_with(engine: EngineUnderTest) -> None:
    container = engine.run(
        "sleep", "60",
        name="oh-agent-server-x", environment={"A": "1=2"}, labels={"user_id": "ann"},
    )  # fmt: skip
    container.reload()
    assert container.name == "oh-agent-server-x"
    assert container.labels == {"user_id": "ann"}
    assert "A=1=2" in container.attrs["Config"]["Env"]
    assert container.attrs["Config"]["WorkingDir"] == engine.working_dir
    assert container.image
    assert container.image.tags == ["agent-server:1"]


def test_lists_can_be_filtered(engine: EngineUnderTest) -> None:
    ann = engine.run("sleep", "60", labels={"user_id": "ann"})
    bob = engine.run("sleep", "60", labels={"user_id": "bob"})
    bob.kill()
    bob.wait()
    listed = engine.docker.containers.list
    assert listed() == [ann]
    assert listed(all=True) == [bob, ann]
    assert listed(all=True, filters={"label": "user_id=bob"}) == [bob]
    assert listed(all=True, filters={"label": ["user_id", "user_id=ann"]}) == [ann]
    assert listed(filters={"status": "exited"}) == [bob]


def test_events_tell_what_happens_to_a_container(engine: EngineUnderTest) -> None:
    actions = ["start", "pause", "unpause", "die", "destroy"]
    filters = {"type": ["container", "network"], "event": actions}
    events = engine.docker.events(filters=filters, decode=True)
    container = engine.run("sleep", "60", labels={"conversation_id": "c1"})
    container.pause()
    container.unpause()
    container.stop()
    container.remove()
    told = [next(events) for _ in actions]
    events.close()
    assert [event["Action"] for event in told] == actions
    assert {event["Actor"]["ID"] for event in told} == {container.id}
    assert told[0]["Actor"]["Attributes"]["conversation_id"] == "c1"


REFUSED = [
    ({"name": "a/b"}, 400, "Invalid container name"),
    ({"volumes": {"data": {"bind": "/data", "mode": "rw"}}}, 400, "no named volumes"),
    ({"devices": ["/dev/kvm:/dev/kvm:rwm"]}, 400, "HostConfig.Devices is not supported"),
    ({"privileged": True}, 400, "HostConfig.Privileged is not supported"),
    ({"network_mode": "other"}, 400, "Network other does not exist"),
    ({"ports": {"53/udp": 53}}, 400, "only TCP ports"),
]


@pytest.mark.parametrize(("options", "status", "message"), REFUSED)
def test_an_unsupported_option_of_a_container_is_refused(
    none_engine: EngineUnderTest, options: dict[str, object], status: int, message: str
) -> None:
    with pytest.raises(APIError, match=message) as error:
        none_engine.run("true", **options)
    assert error.value.status_code == status
    assert none_engine.docker.containers.list(all=True) == []


def test_a_request_that_does_not_fit_the_state_of_a_container_is_a_conflict(
    none_engine: EngineUnderTest,
) -> None:
    container = none_engine.run("sleep", "60", name="one")
    for attempt in (container.unpause, container.remove):
        with pytest.raises(APIError) as error:
            attempt()
        assert error.value.status_code == 409
    with pytest.raises(APIError, match="already in use"):
        none_engine.run("true", name="one")
    container.remove(force=True)
    assert none_engine.docker.containers.list(all=True) == []


def test_a_port_that_is_taken_is_an_error(none_engine: EngineUnderTest) -> None:
    first = none_engine.serve(ports={8000: None})
    with pytest.raises(APIError, match=r"Bind for 127.0.0.1:\d+ failed"):
        none_engine.serve(name="second", ports={8000: port_of(first)})
    assert status_of(none_engine.docker.containers.get("second")) == "created"


def test_an_unknown_route_is_named(none_engine: EngineUnderTest) -> None:
    with pytest.raises(NotFound, match=r"GET /v1\.44/info is not part of this engine"):
        none_engine.docker.info()


def test_a_follower_without_keep_alive_reads_bare_lines(none_engine: EngineUnderTest) -> None:
    # As the gateway asks: HTTP/1.0, until the connection ends.
    filters = json.dumps({"type": ["container"], "event": ["start"]})
    with socket.socket(socket.AF_UNIX) as follower:
        follower.settimeout(10)
        follower.connect(str(none_engine.socket))
        query = urllib.parse.quote(filters)
        follower.sendall(f"GET /events?filters={query} HTTP/1.0\r\nHost: docker\r\n\r\n".encode())
        lines = follower.makefile("rb")
        assert lines.readline().split()[1] == b"200"
        while lines.readline().strip():
            pass
        container = none_engine.run("sleep", "60")
        assert json.loads(lines.readline())["Actor"]["ID"] == container.id
