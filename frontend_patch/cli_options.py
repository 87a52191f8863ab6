"""The options of the command line that say how the script is put into a document."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

import click

from frontend_patch.options import Options

_PUBLIC_PATH = re.compile(
    r"(?:https?:)?(?://[a-z0-9.:\[\]-]+)?[\w.~%!$()*+=@/{}-]*/", re.ASCII | re.IGNORECASE
)

_DECORATORS = (
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

    decorated: Callable[..., None] = with_options
    for decorate in reversed(_DECORATORS):
        decorated = decorate(decorated)
    return decorated


def _check_public_path(mode: str, public_path: str) -> None:
    if mode != "external":
        raise click.UsageError("--public-path is for --mode external")
    if not _PUBLIC_PATH.fullmatch(public_path):
        raise click.UsageError(
            f"--public-path {public_path!r}: it must be a URL of a folder that ends in /, "
            "such as /canvas/ or https://cdn.example.com/ui/"
        )
