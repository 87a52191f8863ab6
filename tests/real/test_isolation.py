"""What containers of the process engine can reach of the host."""

from __future__ import annotations

from tests.real.conftest import EngineUnderTest


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


def test_a_container_can_read_a_folder_in_the_hosts_tmp(engine: EngineUnderTest) -> None:
    (engine.readable / "given").write_text("hello")
    container = engine.run("cat", str(engine.readable / "given"))
    container.wait()
    assert container.logs() == b"hello"


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
