"""Command-line options that several commands share, or that belong together."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from frontend_patch.inject.options import Options
from frontend_patch.paths import RULES
from frontend_patch.planning.plan import Siblings
from frontend_patch.rules.load import load_rules
from frontend_patch.url_parts import split_url

_PUBLIC_PATH = re.compile(
    r"(?:https?:)?(?://[a-z0-9.:\[\]-]+)?[\w.~%!$()*+=@/{}-]*/", re.ASCII | re.IGNORECASE
)

PATH = click.Path(path_type=Path)

#: Arguments of every ``--index`` option.
INDEX: dict[str, Any] = {
    "multiple": True,
    "metavar": "FILE|FOLDER|GLOB",
    "help": "The UI's index.html, a folder that contains it at any depth, or a glob. Repeatable.",
}

siblings_option = click.option(
    "--siblings",
    type=click.Choice([value.value for value in Siblings]),
    default=Siblings.REBUILD.value,
    show_default=True,
    help="What to do with index.html.gz, .br and .zst beside the document.",
)

_RULES = (
    click.option(
        "--rules",
        "rules_path",
        type=PATH,
        default=RULES,
        help="The rule table to use instead of src_js/rules.json.",
    ),
    click.option(
        "--preset",
        metavar="NAME",
        help="How your proxy routes to a sandbox: subdomain, path, port-path, port-subdomain, "
        "direct, or a preset of your own table. [default: the preset that the table names]",
    ),
)

_INJECTION = (
    click.option(
        "--mode",
        type=click.Choice(["inline", "external"]),
        default="inline",
        help="Write the script into the document, or into a file in its assets folder.",
    ),
    click.option(
        "--nonce",
        metavar="VALUE",
        help="The nonce of the script element: a placeholder that your server replaces with a "
        "fresh nonce in each response.",
    ),
    click.option(
        "--csp",
        type=click.Choice(["refuse", "update"]),
        default="refuse",
        help="What to do if a Content-Security-Policy in the document forbids the script.",
    ),
    click.option(
        "--public-path",
        metavar="URL",
        help="The URL of the document's folder, such as /canvas/, for --mode external. "
        "[default: inferred from the document's references to its assets]",
    ),
)


def rules_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds --rules and --preset to a command, which receives the loaded table as ``rules``."""

    @functools.wraps(command)
    def with_rules(rules_path: Path, preset: str | None, **rest: Any) -> None:
        command(rules=load_rules(rules_path, preset), **rest)

    return _decorated(with_rules, _RULES)


def rules_path_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the same options to a command that loads the table itself.

    The command receives ``rules_path`` and ``preset``.
    """
    return _decorated(command, _RULES)


def injection_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options of the injection to a command, which receives them as ``options``.

    An invalid combination ends the command with a usage error.
    """

    @functools.wraps(command)
    def with_options(
        mode: str, nonce: str | None, csp: str, public_path: str | None, **rest: Any
    ) -> None:
        if public_path is not None:
            _check_public_path(mode, public_path)
        try:
            options = Options(mode == "external", nonce, csp == "update", public_path)
        except ValueError as error:
            raise click.UsageError(f"--nonce: {error}") from error
        command(options=options, **rest)

    return _decorated(with_options, _INJECTION)


def _decorated(
    command: Callable[..., None], decorators: Iterable[Callable[..., Any]]
) -> Callable[..., None]:
    """Decorates a command so that its help lists the options in the given order."""
    for decorate in reversed([*decorators]):
        command = decorate(command)
    return command


def _check_public_path(mode: str, public_path: str) -> None:
    if mode != "external":
        raise click.UsageError("--public-path requires --mode external")
    if not _PUBLIC_PATH.fullmatch(public_path) or not split_url(public_path):
        raise click.UsageError(
            f"--public-path {public_path!r}: must be the URL of a folder and end in /, "
            "such as /canvas/ or https://cdn.example.com/ui/"
        )
