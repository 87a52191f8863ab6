"""The table's `untouched`: CSS selectors of elements in which nothing is rewritten."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from frontend_patch.rules.problems import Problems

_NAME = r"[a-zA-Z_][\w-]*"
_ATTRIBUTE = rf"\[{_NAME}(?:={_NAME}(?: i)?)?\]"

# Importing soupsieve takes a third of the time of a build; selectors like these need no parser.
_SIMPLE = re.compile(
    rf"(?:{_NAME}|[.#]{_NAME}|{_ATTRIBUTE})(?:[.#]{_NAME}|{_ATTRIBUTE}|:not\({_ATTRIBUTE}\))*",
    re.ASCII,
)


def validate_untouched(written: dict[str, Any], problems: Problems) -> dict[str, tuple[str, ...]]:
    """The selectors of a table; checks that each is a CSS selector."""
    for name, selectors in written["untouched"].items():
        for index, selector in enumerate(selectors):
            if message := _syntax_error(selector):
                problems.add(f"$.untouched.{name}[{index}]", message)
    return {name: tuple(selectors) for name, selectors in written["untouched"].items()}


def compile_untouched(untouched: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """For ``all`` and for ``text``, one selector list; ``text`` includes ``all``."""
    everywhere, text = untouched["all"], untouched["text"]
    return {"all": ",".join(everywhere), "text": ",".join([*everywhere, *text])}


def _syntax_error(selector: str) -> str | None:
    if _SIMPLE.fullmatch(selector):
        return None
    import soupsieve  # noqa: PLC0415 - see _SIMPLE

    try:
        soupsieve.compile(selector)
    except soupsieve.SelectorSyntaxError as error:
        return str(error).splitlines()[0]
    return None
