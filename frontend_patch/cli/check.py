"""The command ``check``."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from frontend_patch.bundle.build import Bundle, build_bundle
from frontend_patch.cli.options import INDEX, PATH, rules_options
from frontend_patch.cli.progress import show_progress
from frontend_patch.cli.sentences import problem_sentence
from frontend_patch.errors import UnreachableError
from frontend_patch.files.discover import find_indexes
from frontend_patch.planning.planner import problems_of
from frontend_patch.problem import Code, Problem
from frontend_patch.rules.load import Rules
from frontend_patch.url_parts import split_url

#: Exit statuses besides 2, which is a usage error.
_EXIT = {"current": 0, "failed": 1, "unreachable": 3}


@dataclass(frozen=True)
class _Checked:
    """The result for a file or a URL.

    Attributes:
        where: the file or URL.
        problems: each problem, with the content coding of the response if only that one has it.
    """

    where: str
    problems: Sequence[tuple[str | None, Problem]]

    @property
    def status(self) -> str:
        if any(problem.code is Code.UNREACHABLE for _, problem in self.problems):
            return "unreachable"
        return "failed" if self.problems else "current"


@click.command()
@click.option("--index", "named", **INDEX)
@click.option("--url", metavar="URL", help="The URL of a page of the deployed UI.")
@click.option(
    "--ca",
    type=PATH,
    metavar="FILE",
    help="Certificates to trust in addition to the system's, for --url.",
)
@rules_options
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def check(  # noqa: PLR0913, PLR0917 - one parameter per option
    context: click.Context,
    named: tuple[str, ...],
    url: str | None,
    ca: Path | None,
    rules: Rules,
    as_json: bool,
) -> None:
    """Check that an index.html and its compressed siblings hold exactly this bundle.

    With --url, check that browsers receive this bundle there, and that the CSP allows it.

    Exit status: 0 current, 1 a check failed (for example stale, missing, or forbidden by a CSP),
    2 usage error, 3 the URL cannot be reached.
    """
    if url is not None and not named:
        _require_url(url)
        bundle = build_bundle(rules, show_progress)
        results = [_check_url(url, bundle, ca)]
        addition = ", and browsers may run it"
    elif named and url is None and ca is None:
        bundle = build_bundle(rules, show_progress)
        results = [
            _Checked(str(path), [(None, problem) for problem in problems_of(path, bundle)])
            for path in find_indexes(named)
        ]
        addition = ""
    else:
        raise click.UsageError("use either --index, or --url with an optional --ca")
    status = max((result.status for result in results), key=_EXIT.__getitem__)
    if as_json:
        click.echo(json.dumps(_as_json(status, bundle, results), indent=2))
    else:
        _print(bundle, results, addition)
    context.exit(_EXIT[status])


def _check_url(url: str, bundle: Bundle, ca: Path | None) -> _Checked:
    from frontend_patch.deployed.check import check_site  # noqa: PLC0415 - slow to import

    try:
        return _Checked(url, check_site(url, bundle, ca).problems)
    except UnreachableError as error:
        problem = Problem(Code.UNREACHABLE, error.url, {"reason": error.reason})
        return _Checked(url, [(None, problem)])


def _require_url(url: str) -> None:
    is_url = re.fullmatch(r"https?://[^/?#@\s]+([/?#]\S*)?", url, re.IGNORECASE)
    if not is_url or not split_url(url):
        raise click.UsageError(f"--url {url!r}: must be https://HOST/… or http://HOST/…")


def _print(bundle: Bundle, results: Sequence[_Checked], addition: str) -> None:
    for result in results:
        if not result.problems:
            text = f"{result.where}: holds exactly this bundle ({bundle.version}){addition}"
            click.echo(text)
    for result in results:
        for coding, problem in result.problems:
            click.echo(f"Error: {problem_sentence(problem, coding)}", err=True)


def _as_json(status: str, bundle: Bundle, results: Sequence[_Checked]) -> dict[str, Any]:
    return {
        "status": status,
        "bundle": bundle.version,
        "checked": [
            {
                "where": result.where,
                "status": result.status,
                "problems": [
                    {
                        "code": problem.code.value,
                        "where": problem.where,
                        "coding": coding,
                        "details": dict(problem.details),
                        "message": problem_sentence(problem, coding),
                    }
                    for coding, problem in result.problems
                ],
            }
            for result in results
        ],
    }
