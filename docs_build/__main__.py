"""``python -m docs_build`` renews the rendered blocks."""

from __future__ import annotations

import click

from docs_build.pages import pages, rendered


@click.command()
def main() -> None:
    """Renew what is rendered in README.md and docs/."""
    for page in pages():
        text = page.read_text()
        if (renewed := rendered(text)) != text:
            page.write_text(renewed)
            click.echo(f"{page}: renewed")


if __name__ == "__main__":
    main()
