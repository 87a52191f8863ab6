"""Containers of the process engine, as docker-py sees them."""

from __future__ import annotations

import json
import os
import socket
import urllib.parse
import urllib.request
from functools import partial
from pathlib import Path

import pytest
from docker.errors import APIError, NotFound
from docker.models.containers import Container

from tests.gateway.process import free_ports
from tests.real.conftest import EngineUnderTest
from tests.real.waiting import address_of, answers, port_of, wait_until


def status_of(container: Container) -> str:
    container.reload()
    return container.status


def is_alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


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


def test_a_published_port_leads_to_the_container(engine: EngineUnderTest) -> None:
    container = engine.serve(ports={8000: None})
    wait_until(lambda: answers("127.0.0.1", port_of(container)))


def test_a_port_can_be_published_under_a_number_of_choice(
    engine: EngineUnderTest,
) -> None:
    [port] = free_ports(1)
    container = engine.serve(ports={8000: port})
    assert port_of(container) == port
    wait_until(lambda: answers("127.0.0.1", port))


def test_containers_listen_on_the_same_port_of_their_own_addresses(engine: EngineUnderTest) -> None:
    first, second = engine.serve(), engine.serve()
    assert address_of(first) != address_of(second)
    for address in (address_of(first), address_of(second)):
        wait_until(partial(answers, address, 8000))


def test_a_large_answer_passes_a_published_port_whole(engine: EngineUnderTest) -> None:
    container = engine.serve(ports={8000: None})
    wait_until(lambda: answers("127.0.0.1", port_of(container)))
    content = os.urandom(5_000_000)
    [folder] = (engine.folder / "containers").iterdir()
    project = Path(engine.working_dir)
    if engine.isolation == "bwrap":
        project = folder / "workspace" / "project"
    (project / "large").write_bytes(content)
    with urllib.request.urlopen(f"http://127.0.0.1:{port_of(container)}/large") as response:
        assert response.read() == content


def test_a_paused_container_does_not_answer_until_it_is_resumed(engine: EngineUnderTest) -> None:
    container = engine.serve(ports={8000: None})
    port = port_of(container)
    wait_until(lambda: answers("127.0.0.1", port))
    container.pause()
    assert status_of(container) == "paused"
    assert not answers("127.0.0.1", port)
    container.unpause()
    assert status_of(container) == "running"
    assert answers("127.0.0.1", port, seconds=5)


def test_a_stopped_container_has_exited_and_publishes_nothing(engine: EngineUnderTest) -> None:
    container = engine.serve(ports={8000: None})
    port, pid = port_of(container), container.attrs["State"]["Pid"]
    container.stop()
    assert status_of(container) == "exited"
    assert container.attrs["NetworkSettings"]["Ports"] == {"8000/tcp": None}
    assert not answers("127.0.0.1", port)
    assert not is_alive(pid)


def test_a_container_that_is_started_again_still_has_its_files(engine: EngineUnderTest) -> None:
    container = engine.run("sh", "-c", "test -e kept && echo found; touch kept")
    container.wait()
    container.start()
    container.wait()
    assert container.logs() == b"found\n"


def test_a_removed_container_leaves_nothing(engine: EngineUnderTest) -> None:
    container = engine.run("true")
    container.wait()
    container.remove()
    assert list((engine.folder / "containers").iterdir()) == []
    with pytest.raises(NotFound, match="No such container"):
        engine.docker.containers.get(str(container.id))


@pytest.mark.parametrize("ending", ["stop", "kill", "exit"])
def test_processes_that_left_the_process_group_end_with_their_container(
    engine: EngineUnderTest, ending: str
) -> None:
    # As tmux does, in which the agent runs its commands.
    away = "setsid sh -c 'trap \"\" TERM; sleep 600.25' & sleep 0.5; "
    container = engine.run("sh", "-c", away + ("true" if ending == "exit" else "sleep 600"))
    wait_until(lambda: ending == "exit" or sleeping())
    match ending:
        case "stop":
            container.stop(timeout=1)
        case "kill":
            container.kill()
    container.wait()
    assert not sleeping()


def sleeping() -> list[Path]:
    """Processes that run the command of the test before, in any process namespace."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"sleep\x00600.25" in (folder / "cmdline").read_bytes():
                found.append(folder)
        except OSError:
            continue
    return found


def test_a_container_that_ignores_the_signal_is_killed_after_the_timeout(
    engine: EngineUnderTest,
) -> None:
    container = engine.run("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done")
    wait_until(lambda: container.logs() == b"ready\n")
    container.stop(timeout=1)
    assert status_of(container) == "exited"


@pytest.mark.parametrize(("command", "code"), [("exit 7", 7), ("kill -KILL $$", 137)])
def test_the_exit_code_is_that_of_the_command(
    engine: EngineUnderTest, command: str, code: int
) -> None:
    container = engine.run("sh", "-c", command)
    assert container.wait()["StatusCode"] == code


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


def test_containers_end_with_the_engine_and_the_next_engine_can_start_them(
    engine: EngineUnderTest,
) -> None:
    container = engine.serve(ports={8000: None}, labels={"user_id": "ann"})
    container.reload()
    pid = container.attrs["State"]["Pid"]
    engine.stop()
    assert not is_alive(pid)
    engine.start()
    [again] = engine.docker.containers.list(all=True)
    assert (again.id, again.status, again.labels) == (container.id, "exited", {"user_id": "ann"})
    again.start()
    wait_until(lambda: answers("127.0.0.1", port_of(again)))


def test_a_container_finds_the_host_by_name(engine: EngineUnderTest) -> None:
    container = engine.run(
        "sh", "-c", "getent ahostsv4 $HOST_NAME | head -n 1",
        environment={"HOST_NAME": "host.docker.internal"},
        extra_hosts={"host.docker.internal": "host-gateway"},
    )  # fmt: skip
    container.wait()
    assert container.logs().startswith(b"127.0.0.1 ")


def test_bubblewrap_hides_other_files_and_processes(bwrap_engine: EngineUnderTest) -> None:
    (bwrap_engine.folder / "secret").write_text("of the host")
    script = f"cat {bwrap_engine.folder}/secret; ls -d /proc/[0-9]* | wc -l; ls /workspace"
    container = bwrap_engine.run("sh", "-c", script)
    container.wait()
    output = container.logs().decode()
    assert "No such file or directory" in output
    assert int(output.split()[-2]) < 6
    assert output.split()[-1] == "project"


def test_bubblewrap_mounts_folders_of_the_host(bwrap_engine: EngineUnderTest) -> None:
    shared = bwrap_engine.folder / "shared"
    shared.mkdir()
    (shared / "given").write_text("hello")
    mounts = {
        str(shared): {"bind": "/data", "mode": "rw"},
        str(bwrap_engine.folder): {"bind": "/all", "mode": "ro"},
    }
    container = bwrap_engine.run(
        "sh", "-c", "cat /data/given; touch /data/made /all/made", volumes=mounts
    )
    container.wait()
    assert container.logs().startswith(b"hello")
    assert (shared / "made").exists()
    assert not (bwrap_engine.folder / "made").exists()


def test_the_engine_says_what_it_does_not_isolate(engine: EngineUnderTest) -> None:
    log = (engine.folder / "engine.log").read_text()
    expected = {"bwrap": "This is no security boundary", "none": "not isolated at all"}
    assert expected[engine.isolation] in log


REFUSED = [
    ({"name": "a/b"}, 400, "Invalid container name"),
    ({"volumes": {"data": {"bind": "/data", "mode": "rw"}}}, 400, "no named volumes"),
    ({"devices": ["/dev/kvm:/dev/kvm:rwm"]}, 400, "HostConfig.Devices is not supported"),
    ({"privileged": True}, 400, "HostConfig.Privileged is not supported"),
    ({"network_mode": "other"}, 400, "Network other does not exist"),
    ({"ports": {"53/udp": 53}}, 400, "only TCP ports"),
]


@pytest.mark.parametrize(("options", "status", "message"), REFUSED)
def test_what_the_engine_does_not_have_is_refused(
    none_engine: EngineUnderTest, options: dict[str, object], status: int, message: str
) -> None:
    with pytest.raises(APIError, match=message) as error:
        none_engine.run("true", **options)
    assert error.value.status_code == status
    assert none_engine.docker.containers.list(all=True) == []


def test_what_the_state_of_a_container_does_not_allow_is_a_conflict(
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
