"""The server package's own tests, run by Python 3.12 or newer: see `docker/server/tests`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from demo.real.install import install
from tests.server.interpreter import PACKAGE, pytest_alone, suite_environment

#: Every run tests the newest release.
VERSIONS = [
    pytest.param("1.11.0"),
    pytest.param("1.7.0", marks=pytest.mark.slow),
    pytest.param("1.4.0", marks=pytest.mark.slow),
]


@pytest.mark.parametrize("suite", ["unit", "identity", "contract"])
def test_suite_passes(suite: str) -> None:
    run_suite(suite_environment(), suite, {})


def test_types_are_strict() -> None:
    run([suite_environment(), "-m", "mypy"], {})


@pytest.mark.parametrize("version", VERSIONS)
def test_the_start_notices_each_patch_that_does_not_hold(version: str) -> None:
    environment = {"PYTHONPATH": str(pytest_alone()), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    run_suite(install(version).python, "behavior", environment)


def run_suite(python: Path, suite: str, environment: dict[str, str]) -> None:
    """Runs a folder of tests, and fails with their output."""
    run([python, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"tests/{suite}"], environment)


def run(command: Sequence[str | Path], environment: dict[str, str]) -> None:
    """Runs a command in the package's folder, and fails with its output."""
    finished = subprocess.run(
        command,
        cwd=PACKAGE,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout[-20_000:]
