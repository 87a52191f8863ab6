"""Options of the command line that several commands have, or that go together."""

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
from frontend_patch.url_parts import parts_of

_PUBLIC_PATH = re.compile(
    r"(?:https?:)?(?://[a-z0-9.:\[\]-]+)?[\w.~%!$()*+=@/{}-]*/", re.ASCII | re.IGNORECASE
)

PATH = click.Path(path_type=Path)

INDEX: dict[str, Any] = {
    "multiple": True,
    "metavar": "FILE|FOLDER|GLOB",
    "help": "The UI's index.html; or all below a folder; or all that match. Repeatable.",
}
siblings_option = click.option(
    "--siblings",
    type=click.Choice([one.value for one in Siblings]),
    default=Siblings.REBUILD.value,
    show_default=True,
    help="What to do with an index.html.gz, .br or .zst beside it.",
)

_WHICH_RULES = (
    click.option(
        "--rules",
        "rules_path",
        type=click.Path(path_type=Path),
        default=RULES,
        help="A rule table in place of src_js/rules.json.",
    ),
    click.option(
        "--preset",
        metavar="NAME",
        help="How your proxy reaches a sandbox: subdomain, path, port-path, direct, or one of your "
        "own table's. [default: what the table says]",
    ),
)

_HOW_TO_INJECT = (
    click.option(
        "--mode",
        type=click.Choice(["inline", "external"]),
        default="inline",
        help="Put the script into the document, or into a file beside its assets.",
    ),
    click.option(
        "--nonce",
        metavar="VALUE",
        help="The element's nonce: what your server replaces by one in each response.",
    ),
    click.option(
        "--csp",
        type=click.Choice(["refuse", "update"]),
        default="refuse",
        help="What to do about a policy in the document that forbids the script.",
    ),
    click.option(
        "--public-path",
        metavar="URL",
        help="The URL of the document's folder, such as /canvas/, for --mode external. "
        "[default: as the document refers to its assets]",
    ),
)


def which_rules(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options to a command, which gets the table they name as ``rules``."""

    @functools.wraps(command)
    def with_rules(rules_path: Path, preset: str | None, **rest: Any) -> None:
        command(rules=load_rules(rules_path, preset), **rest)

    return _decorated(with_rules, _WHICH_RULES)


def named_rules(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the same to one that reads the table itself: it gets ``rules_path`` and ``preset``."""
    return _decorated(command, _WHICH_RULES)


def how_to_inject(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options to a command, which gets them as ``options``.

    What they cannot be ends the command as wrong use.
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
            raise click.UsageError(str(error)) from error
        command(options=options, **rest)

    return _decorated(with_options, _HOW_TO_INJECT)


def _decorated(
    command: Callable[..., None], decorators: Iterable[Callable[..., Any]]
) -> Callable[..., None]:
    """Decorates a command so that its help has the options in the order given."""
    for decorate in reversed([*decorators]):
        command = decorate(command)
    return command


def _check_public_path(mode: str, public_path: str) -> None:
    if mode != "external":
        raise click.UsageError("--public-path is for --mode external")
    if not _PUBLIC_PATH.fullmatch(public_path) or not parts_of(public_path):
        raise click.UsageError(
            f"--public-path {public_path!r}: it must be a URL of a folder that ends in /, "
            "such as /canvas/ or https://cdn.example.com/ui/"
        )
