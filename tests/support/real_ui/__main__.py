"""``python -m tests.support.real_ui``: the pinned UI version."""

from __future__ import annotations

import subprocess
import sys

import click

from demo.real.ui import UiError, real_ui
from tests.support.real_ui import versions


@click.group()
def main() -> None:
    """The real OpenHands UI in the tests."""


@main.command()
def outdated() -> None:
    """Tell which versions npm has by now; exit 1 if newer than those that the tests run against.

    `npm outdated` knows what package.json names; the UI is no dependency of that kind.
    """
    found = {name: versions.latest(name) for name in versions.tested()}
    for name, version in versions.tested().items():
        click.echo(f"{name}: tested with {version}, latest is {found[name]}")
    sys.exit(int(found != versions.tested()))


@main.command()
def download() -> None:
    """Download the pinned UI, so that no test waits for it."""
    click.echo(real_ui())


@main.command()
@click.argument("version", default="latest")
def pin(version: str) -> None:
    """Run the tests against VERSION of the UI from now on, by default npm's latest."""
    versions.pin(version)
    click.echo("Pinned. Run the tests, and python -m tests.real.whole.pictures.")


if __name__ == "__main__":
    try:
        main(prog_name="python -m tests.support.real_ui")
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
    except UiError as error:
        sys.exit(str(error))
