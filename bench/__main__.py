"""``python -m bench`` measures, and renews results.json, the plot and the README's figures."""

from __future__ import annotations

import json
from pathlib import Path

import click

from bench.measure import measure
from bench.plot import plot
from bench.readme import renew_readme

RESULTS = Path(__file__).with_name("results.json")


@click.command()
def main() -> None:
    """Measure what the patch costs; takes some minutes."""
    results = measure(lambda message: click.echo(message, err=True))
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    plot(results)
    renew_readme(results)
    for name, one in results.items():
        if isinstance(one, dict):
            click.echo(
                f"{name:<28} {one['unpatched']:>10,} {one['patched']:>10,} {one['unit']}"
                f"  +{one['difference']:,}  x{one['ratio']}  {one.get('long tasks', '')}"
            )
        else:
            click.echo(f"{name:<28} {one}")


if __name__ == "__main__":
    main()
