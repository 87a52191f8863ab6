"""`apply-patch.sh` reports each patch, and does not start the server if a critical patch fails."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.real.free_port import free_port
from demo.real.install import Installation, install
from tests.server.people import DOCKER, SECRET


@dataclass(frozen=True)
class Start:
    """`apply-patch.sh` of an installed release.

    Attributes:
        installation: the release.
        folder: keeps the server's state.
    """

    installation: Installation
    folder: Path

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs it to its end."""
        env = {
            "PATH": f"{self.installation.folder / 'bin'}:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "OH_PERSISTENCE_DIR": str(self.folder),
            "SERVE_FRONTEND": "false",
            "OPENHANDS_SUPPRESS_BANNER": "1",
            "GATEWAY_OPENHANDS_SECRET": SECRET,
            **environment,
        }
        return subprocess.run(
            [DOCKER / "apply-patch.sh", *arguments],
            cwd=self.folder,
            env=env,
            capture_output=True,
            text=True,
            timeout=400,
            check=False,
        )


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Start:
    return Start(install("1.11.0"), tmp_path_factory.mktemp("start"))


def test_the_report_has_a_line_for_each_patch(start: Start) -> None:
    finished = start.run("--check")
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.splitlines() == [
        "OpenHands 1.11.0",
        "patch 21 settings and secrets for each user: applied",
        "patch 16 user_id label: applied",
        "patch 27 conversations for each user: applied",
        "patch 11 conversation before its sandbox: applied",
        "patch 10 conversation_id label: applied",
        "patch 2 sandbox spec from its label: applied",
        "patch 14 owner of a sandbox's callbacks: applied",
        "patch 15 owner of a callback's conversation: applied",
        "patch 7 host network: off (OPENHANDS_HOST_NETWORK=true turns it on)",
        "patch 0 sign-in on every route and socket: applied",
        "patch 1 script in index.html: off (SERVE_FRONTEND is not true)",
        "sandbox grouping: off",
    ]


def test_the_server_does_not_start_if_a_critical_patch_fails(start: Start) -> None:
    port = str(free_port())
    serve = ("uvicorn", "openhands.server.listen:app", "--host", "127.0.0.1", "--port", port)
    faulty = {"GATEWAY_OPENHANDS_SECRET": "short", "OPENHANDS_CONFIG_CLS": "another.Config"}
    finished = start.run("--json", *serve, **faulty)
    assert finished.returncode == 1
    assert "Uvicorn running" not in finished.stderr
    for number in (0, 21):
        assert f"The server does not start: patch {number} " in finished.stderr
    report = json.loads(finished.stdout)
    assert report["starts"] is False
    states = {each["number"]: each["state"] for each in report["patches"]}
    assert (states[0], states[21]) == ("failed", "failed")


@pytest.mark.slow
def test_the_hosts_network_is_refused_with_many_users(start: Start) -> None:
    finished = start.run("--check", OPENHANDS_HOST_NETWORK="true")
    assert "patch 7 host network: FAILED: refused" in finished.stdout
    assert finished.returncode == 0


@pytest.mark.slow
def test_the_hosts_network_is_for_a_single_user(start: Start) -> None:
    alone = {"OPENHANDS_HOST_NETWORK": "true", "OPENHANDS_IDENTITY": "single"}
    finished = start.run("--check", **alone)
    assert "patch 7 host network: applied" in finished.stdout


@pytest.mark.parametrize("command", [["sh", "-c", "true"], ["uvicorn", "another:app"], []])
def test_another_command_is_a_usage_error(start: Start, command: list[str]) -> None:
    finished = start.run(*command)
    assert finished.returncode == 2
    assert "uvicorn openhands.server.listen:app" in finished.stderr
