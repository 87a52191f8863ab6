"""docs/how-to/upgrade.md agrees with the report of the server patches and the upgrade watch."""

from __future__ import annotations

import json
import re
import subprocess
import sys

from docs_build.server_patches import RECORD
from frontend_patch.paths import HOME
from tests.docs.documentation import the

BUILD, RUN = the("sh check-server").splitlines()
REPORT = the("text check-report").splitlines()
START = the("sh start-server")
WATCH = the("sh upgrade-watch")


def test_the_image_that_is_built_is_checked() -> None:
    [image] = re.findall(r"-t (\S+) \.$", BUILD)
    assert RUN.endswith(f" {image} --check")
    assert "--target" not in BUILD


def test_each_line_of_the_report_is_of_a_patch() -> None:
    [newest] = list(json.loads(RECORD.read_text())["started"].values())[-1:]
    lines = [line.removeprefix("The server does not start: ") for line in REPORT[1:]]
    for line in lines:
        found = re.fullmatch(r"patch (\d+) (.+?): (applied|off \(.+\)|FAILED: .+)", line)
        assert found, line
        assert newest[found[1]]["name"] == found[2]
        assert not line.count("FAILED") or newest[found[1]]["critical"]


def test_the_documented_start_is_that_of_the_image() -> None:
    dockerfile = (HOME / "docker" / "Dockerfile").read_text()
    [command] = re.findall(r"^CMD (.+)$", dockerfile, re.MULTILINE)
    assert START.splitlines()[-1] == " ".join(["docker/apply-patch.sh", *json.loads(command)])


def test_the_upgrade_watch_is_a_command() -> None:
    python, dash, module = WATCH.split()
    assert (python, dash) == ("python", "-m")
    run = subprocess.run(
        [sys.executable, dash, module, "--help"], capture_output=True, text=True, check=True
    )
    assert f"Usage: {WATCH.strip()} [OPTIONS]" in run.stdout
