"""Programs that run beside this one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from demo.real.process import Process, ProcessError
from tests.gateway.known import until


def process(folder: Path, *command: str) -> Process:
    return Process("The program", command, dict(os.environ), folder, folder / "log")


def is_running(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def test_a_program_that_ends_early_is_reported_with_its_output(tmp_path: Path) -> None:
    with (
        pytest.raises(ProcessError, match=r"ended with exit code 3(.|\n)*no such setting"),
        process(tmp_path, "sh", "-c", "echo no such setting >&2; exit 3") as program,
    ):
        program.wait_until(lambda: False, 10)


def test_a_program_that_does_not_exist_is_reported(tmp_path: Path) -> None:
    with (
        pytest.raises(ProcessError, match="no-such-program: No such file or directory"),
        process(tmp_path, "no-such-program") as program,
    ):
        program.wait_until(lambda: False, 10)


def test_a_program_that_does_not_get_ready_is_reported(tmp_path: Path) -> None:
    with (
        pytest.raises(ProcessError, match=r"is not ready after 0\.2 s"),
        process(tmp_path, "sleep", "60") as program,
    ):
        program.wait_until(lambda: False, 0.2)


def test_a_program_ends_with_the_block(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    with process(tmp_path, "sh", "-c", f"echo $$ > {pid}; exec sleep 60") as program:
        program.wait_until(lambda: pid.exists() and pid.read_text() != "", 10)
        assert is_running(int(pid.read_text()))
    assert not is_running(int(pid.read_text()))


def test_a_program_ends_with_whoever_started_it(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    script = (
        "import os, pathlib, time; from demo.real.process import Process; "
        f"folder = pathlib.Path({str(tmp_path)!r}); "
        f"command = ('sh', '-c', 'echo $$ > {pid}; exec sleep 60'); "
        "Process('x', command, dict(os.environ), folder, folder / 'log').__enter__(); "
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=Path(__file__).parents[2]) as starter:
        until(lambda: pid.exists() and pid.read_text() != "")
        starter.kill()
    until(lambda: not is_running(int(pid.read_text())))
