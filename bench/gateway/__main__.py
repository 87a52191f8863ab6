"""``python -m bench.gateway`` measures, and renews gateway.json and docker/README.md."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import click

from bench.gateway.measure import measure
from bench.gateway.table import table
from docs_build.blocks import fill
from frontend_patch.paths import HOME

RESULTS = Path(__file__).parents[1] / "gateway.json"


@click.command()
def main() -> None:
    """Measure what the gateway costs; takes some minutes."""
    wrk = shutil.which("wrk")
    if not wrk:
        raise click.ClickException("wrk is needed: install Debian's package wrk")
    results = measure(wrk, lambda message: click.echo(message, err=True))
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    page = HOME / "docker" / "README.md"
    page.write_text(fill(page.read_text(), {"bench": lambda: table(results)}))
    click.echo(table(results))


if __name__ == "__main__":
    main()
