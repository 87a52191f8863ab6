"""The command ``explain``."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click

from frontend_patch.bundle.explain import Explanation, explain
from frontend_patch.cli.options import rules_options
from frontend_patch.cli.progress import show_progress
from frontend_patch.rules import vias
from frontend_patch.rules.load import Rules

_MISMATCHES = {
    "via": "via is not",
    "host": "host class is not",
    "path": "path is not under",
    "port": "port is not",
}


@click.command("explain")
@click.argument("url")
@click.option(
    "--via",
    "names",
    multiple=True,
    type=click.Choice([*vias.GROUPS["any"], *vias.GROUPS]),
    default=["any"],
    help="The browser API through which the URL leaves the page, or a group of APIs. Repeatable. "
    "[default: any]",
)
@click.option(
    "--page", metavar="ADDRESS", help="The address of the page. [default: the table's examplePage]"
)
@rules_options
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def explain_command(
    url: str, names: tuple[str, ...], page: str | None, rules: Rules, as_json: bool
) -> None:
    """Show which rule applies to a URL, the result, and why earlier rules do not apply.

    Runs the page script in Node.js.
    """
    page = page or str(rules.written["examplePage"])
    try:
        explanations = explain(rules, page, url, vias.expand(names), show_progress)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--page") from error
    if as_json:
        outcomes = [asdict(explanation) for explanation in explanations]
        click.echo(json.dumps({"url": url, "page": page, "outcomes": outcomes}, indent=2))
    else:
        click.echo(_as_text(rules, page, url, explanations))


def _as_text(rules: Rules, page: str, url: str, explanations: list[Explanation]) -> str:
    """A paragraph per outcome, with a line per rule."""
    by_id = {rule["id"]: rule for rule in rules.written["rules"]}
    width = max(len(rule_id) for rule_id in by_id)
    lines = [url, f"on {page}"]
    for found in explanations:
        lines += ["", f"via {', '.join(found.vias)}"]
        lines.append(f"  becomes {found.becomes}" if found.becomes != url else "  is unchanged")
        facts = {"rule": found.rule, "host class": found.host}
        known = ", ".join(f"{name}: {value}" for name, value in facts.items() if value)
        lines.append(f"  {found.because}" + (f" ({known})" if known else ""))
        lines += [
            f"    {rule_id:<{width}}  {_mismatch_text(by_id[rule_id], mismatches)}"
            for rule_id, mismatches in found.tried.items()
        ]
    return "\n".join(lines)


def _mismatch_text(rule: dict[str, Any], mismatches: list[str]) -> str:
    wanted = {"via": rule["via"], **rule["match"]}
    texts = [f"{_MISMATCHES[name]} {', '.join(map(str, wanted[name]))}" for name in mismatches]
    return "; ".join(texts) or "matches"
