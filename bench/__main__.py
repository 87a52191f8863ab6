"""``python -m bench`` measures what the patch costs, and updates the documentation."""

from __future__ import annotations

import json

import click

from bench.measure import measure
from bench.plot import plot
from docs_build.costs import RESULTS, workloads
from docs_build.pages import render_all


@click.command()
def main() -> None:
    """Measure what the patch costs. This takes several minutes."""
    results = measure(lambda message: click.echo(message, err=True))
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    plot(results)
    render_all()
    measured = workloads(results)
    for name, one in measured.items():
        click.echo(
            f"{name:<36} {one['unpatched']:>10,} {one['patched']:>10,} {one['unit']}"
            f"  {one['difference']:+,}  {one.get('ratio', '')} {one.get('quartiles', '')}"
        )
    for name in results.keys() - measured.keys():
        click.echo(f"{name:<36} {results[name]}")


if __name__ == "__main__":
    main()
