"""The commands that ask a rule table, and change nothing."""

from __future__ import annotations

from pathlib import Path

import click

from frontend_patch.bundle.explain import explain, explained_as_json, explained_as_text
from frontend_patch.cli.options import named_rules, which_rules
from frontend_patch.cli.progress import telling
from frontend_patch.errors import FrontendPatchError
from frontend_patch.rules import vias
from frontend_patch.rules.load import Rules


@click.command("explain")
@click.argument("url")
@click.option(
    "--via",
    "names",
    multiple=True,
    type=click.Choice([*vias.GROUPS["any"], *vias.GROUPS]),
    default=["any"],
    help="How the URL leaves the page; may be repeated. [default: any]",
)
@click.option(
    "--page", metavar="ADDRESS", help="The page's address. [default: examplePage of the table]"
)
@which_rules
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def explain_command(
    url: str, names: tuple[str, ...], page: str | None, rules: Rules, as_json: bool
) -> None:
    """Tell which rule takes a URL, what becomes of it, and why no rule before it did.

    It is the page script that is asked, in Node.js.
    """
    page = page or str(rules.table["examplePage"])
    try:
        with telling() as progress:
            explanations = explain(rules, page, url, vias.expand(names), progress)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--page") from error
    if as_json:
        click.echo(explained_as_json(page, url, explanations))
    else:
        click.echo(explained_as_text(rules, page, url, explanations))


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8300, show_default=True)
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
@named_rules
def serve(port: int, open_browser: bool, rules_path: Path, preset: str | None) -> None:
    """Serve the rule explorer and the stub UI on loopback, live: for work on the table.

    Needs a checkout, and pip install -e '.[serve]'.
    """
    try:
        from explorer.server import run_explorer  # noqa: PLC0415 - not in an image build
    except ModuleNotFoundError as error:
        what = "a checkout" if error.name == "explorer" else "pip install -e '.[serve]'"
        raise FrontendPatchError(f"serve needs {what}: there is no {error.name} here") from error
    run_explorer(rules_path, preset, port, _say, open_browser=open_browser)


def _say(message: str) -> None:
    click.echo(message, err=True)
