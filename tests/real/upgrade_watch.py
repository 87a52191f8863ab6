"""``python -m tests.real.upgrade_watch`` tries the journeys with other versions of OpenHands.

1. Asks PyPI and npm for the newest versions of the server and of its UI.
2. Runs the contract tests and the journeys with each pair of versions in `pairs`. The versions are
   installed beside those that are there already.
3. Writes tests/real/tested.json, from which ``python -m docs_build`` renders a table in the README,
   and prints that table.

The exit status is 1 if a test fails.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import click

from demo.real.deployment.deployment import TESTED
from demo.real.ui import PIN
from docs_build.journeys import RECORD, journeys_table
from frontend_patch.paths import HOME
from tests.support.real_ui.versions import latest

#: The oldest release of the server that the journeys run with.
OLDEST = "1.7.0"

#: Journeys that need a route which a release of the server, or its agent server, does not have.
NOT_OFFERED = {
    # GET /api/file/home, and GET /api/v1/app-conversations/{id}/git/changes.
    "1.7.0": {"upload", "changes"},
}

_SERVER = "openhands-ai"
# In tests/real: a folder, or a file and a test.
_TESTS = (
    ("journeys", ""),
    ("test_real_server.py", "test_a_conversation_runs_from_its_start_to_its_deletion[{version}]"),
    (
        "test_default_settings.py",
        "test_a_named_model_is_found_beyond_the_first_page_and_stored[{version}]",
    ),
    ("whole/test_demo.py", "test_the_owner_opens_the_app_and_another_user_is_refused"),
    ("whole/test_journeys.py", "test_with_the_patch_it_succeeds"),
)


@dataclass(frozen=True)
class Pair:
    """Versions that run together.

    Attributes:
        openhands: of the server, on PyPI.
        ui: of Agent Canvas, on npm.
    """

    openhands: str
    ui: str


def pairs(newest: Pair) -> list[Pair]:
    """The pairs to run: the oldest server, the tested versions, and those that are newer.

    Args:
        newest: the newest versions in the registries.
    """
    tested = Pair(TESTED, PIN["version"])
    wanted = (
        Pair(OLDEST, tested.ui),
        tested,
        Pair(newest.openhands, tested.ui),
        Pair(tested.openhands, newest.ui),
        newest,
    )
    return list(dict.fromkeys(wanted))


def results(report: str, openhands: str) -> dict[str, str]:
    """Whether each journey passed, by its name: ``passed``, ``failed`` or ``not offered``.

    All tests of the UI's and of the server's API count as one journey each.

    Args:
        report: of pytest, in JUnit's format.
        openhands: the version of the server.
    """
    found: dict[str, bool] = {}
    for case in ET.fromstring(report).iter("testcase"):
        name = _journey(case.attrib["classname"], case.attrib["name"])
        # A child tells that the test failed, or was skipped.
        found[name] = found.get(name, True) and len(case) == 0
    unoffered = NOT_OFFERED.get(openhands, set())
    failures = {name: "not offered" if name in unoffered else "failed" for name in found}
    return {name: "passed" if passed else failures[name] for name, passed in found.items()}


def _journey(module: str, test: str) -> str:
    if module.startswith("tests.real.journeys."):
        return "UI contract"
    if not module.startswith("tests.real.whole."):
        return "server contract"
    name, _, journey = test.removesuffix("[chromium]").rstrip("]").partition("[")
    return (journey or name.removeprefix("test_")).replace("_", " ")


def _newest() -> Pair:
    index = (sys.executable, "-m", "pip", "index", "versions", _SERVER, "--python-version", "3.12")
    listed = subprocess.run(index, check=True, stdout=subprocess.PIPE, text=True).stdout
    match = re.search(rf"{_SERVER} \((\S+)\)", listed)
    if not match:
        raise click.ClickException(f"pip index printed no version of {_SERVER}:\n{listed}")
    return Pair(match[1], latest(PIN["package"]))


def _run(pair: Pair) -> dict[str, str]:
    environment = {**os.environ, "DEMO_OPENHANDS": pair.openhands, "DEMO_UI": pair.ui}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        options = ("-m", "slow or not slow", "-q", f"--junitxml={report}")
        tests = (
            "::".join(filter(None, (f"tests/real/{path}", test.format(version=pair.openhands))))
            for path, test in _TESTS
        )
        command = (sys.executable, "-m", "pytest", *options, *tests)
        status = subprocess.run(command, cwd=HOME, env=environment, check=False).returncode
        if status not in (0, 1):
            raise click.ClickException(f"pytest ended with exit status {status}")
        return results(report.read_text(), pair.openhands)


@click.command()
@click.option("--openhands", help="Run only this version of the server.")
@click.option("--ui", help="Run only this version of Agent Canvas.")
def main(openhands: str | None, ui: str | None) -> None:
    """Run the journeys with newer versions of OpenHands than the tested ones.

    Without options, records the results in tests/real/tested.json.
    """
    if openhands or ui:
        wanted = [Pair(openhands or TESTED, ui or PIN["version"])]
    else:
        newest = _newest()
        for name, known, found in (
            (_SERVER, TESTED, newest.openhands),
            (PIN["package"], PIN["version"], newest.ui),
        ):
            click.echo(f"{name}: tested with {known}, newest is {found}")
        wanted = pairs(newest)
    runs: list[dict[str, Any]] = []
    for pair in wanted:
        click.echo(f"OpenHands {pair.openhands} with Agent Canvas {pair.ui}")
        runs.append({"openhands": pair.openhands, "ui": pair.ui, "journeys": _run(pair)})
    record = {"date": dt.datetime.now(dt.UTC).date().isoformat(), "runs": runs}
    if not (openhands or ui):
        RECORD.write_text(json.dumps(record, indent=2) + "\n")
    click.echo(journeys_table(record))
    if any("failed" in run["journeys"].values() for run in runs):
        sys.exit(1)


if __name__ == "__main__":
    main(prog_name="python -m tests.real.upgrade_watch")
