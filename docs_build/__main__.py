"""``python -m docs_build`` renders the blocks of all pages again."""

from __future__ import annotations

import click

from docs_build.pages import render_all


@click.command()
def main() -> None:
    """Update the rendered blocks in README.md, CONTRIBUTING.md, docs/ and docker/."""
    for page in render_all():
        click.echo(f"{page}: updated")


if __name__ == "__main__":
    main()
