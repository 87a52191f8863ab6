"""Containers of the process engine from their start to their removal."""

from __future__ import annotations

import os
import urllib.parse
import urllib.request
from functools import partial
from pathlib import Path

import pytest
from docker.errors import NotFound

from tests.gateway.known import until
from tests.gateway.process import free_ports
from tests.real.conftest import EngineUnderTest
from tests.real.reaching import address_of, answers, port_of, status_of


def is_alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def test_a_published_port_leads_to_the_container(engine: EngineUnderTest) -> None:
    container = engine.serve(ports={8000: None})
    until(lambda: answers("127.0.0.1", port_of(container)))


def test_a_port_can_be_published_under_a_number_of_choice(
    engine: EngineUnderTest,
) -> None:
    [port] = free_ports(1)
    container = engine.serve(ports={8000: port})
    assert port_of(container) == port
    until(lambda: answers("127.0.0.1", port))


def test_containers_listen_on_the_same_port_of_their_own_addresses(engine: EngineUnderTest) -> None:
    first, second = engine.serve(), engine.serve()
    assert address_of(first) != address_of(second)
    for address in (address_of(first), address_of(second)):
        until(partial(answers, address, 8000))


def test_a_large_answer_passes_a_published_port_whole(engine: EngineUnderTest) -> None:
    container = engine.serve(ports={8000: None})
    until(lambda: answers("127.0.0.1", port_of(container)))
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
    until(lambda: answers("127.0.0.1", port))
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
    until(lambda: ending == "exit" or sleeping() != [])
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


def test_a_stop_asks_the_first_process_alone(engine: EngineUnderTest) -> None:
    # The agent server ends its terminals in order; it waits for those that are gone already.
    container = engine.run(
        "sh", "-c",
        "sh -c 'trap \"echo asked\" TERM; echo ready; while :; do sleep 0.1; done' & "
        "trap 'sleep 0.5; echo bye; exit 0' TERM; wait",
    )  # fmt: skip
    until(lambda: container.logs() == b"ready\n")
    container.stop(timeout=5)
    assert container.logs() == b"ready\nbye\n"


def test_a_container_that_ignores_the_signal_is_killed_after_the_timeout(
    engine: EngineUnderTest,
) -> None:
    container = engine.run("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done")
    until(lambda: container.logs() == b"ready\n")
    container.stop(timeout=1)
    assert status_of(container) == "exited"


@pytest.mark.parametrize(("command", "code"), [("exit 7", 7), ("kill -KILL $$", 137)])
def test_the_exit_code_is_that_of_the_command(
    engine: EngineUnderTest, command: str, code: int
) -> None:
    container = engine.run("sh", "-c", command)
    assert container.wait()["StatusCode"] == code


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
    until(lambda: answers("127.0.0.1", port_of(again)))
