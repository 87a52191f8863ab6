"""Finding a Python and installing releases."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from demo.real.install import InstallError, install
from demo.real.python import SUPPORTED, PythonNotFoundError, find_python


def test_an_interpreter_of_a_supported_version_is_found() -> None:
    command = [str(find_python()), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert output.strip() in SUPPORTED


def test_interpreters_that_do_not_start_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As a shim of pyenv for a version that is not active.
    for version in SUPPORTED:
        shim = tmp_path / f"python{version}"
        shim.write_text("#!/bin/sh\nexit 127\n")
        shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setattr("sys._base_executable", str(tmp_path / "python3.12"))
    with pytest.raises(PythonNotFoundError, match=r"Python 3\.12 or 3\.13"):
        find_python()


@pytest.mark.parametrize("version", ["latest", "1.7", "../1.7.0", "1.7.0 ; rm"])
def test_an_invalid_version_is_refused(tmp_path: Path, version: str) -> None:
    with pytest.raises(InstallError, match="is not a release of OpenHands"):
        install(version, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.install
def test_a_release_that_does_not_exist_is_an_error_each_time(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(InstallError, match=r"openhands-ai==0\.0\.1"):
            install("0.0.1", tmp_path)


def test_a_complete_installation_is_used_again(tmp_path: Path) -> None:
    folder = tmp_path / "openhands-1.7.0"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").touch()
    (folder / "installation.json").write_text('{"version": "1.7.0", "agent_server": "1.19.1"}')
    steps: list[str] = []
    installation = install("1.7.0", tmp_path, steps.append)
    assert (installation.folder, installation.agent_server) == (folder, "1.19.1")
    assert steps == []
