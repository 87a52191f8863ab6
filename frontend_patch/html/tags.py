"""How tags stand in the text of a document: the HTML Standard's tokenizer, as patterns."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

#: ASCII white space (Infra Standard); what Python's ``\s`` takes is more.
SPACE = r"[\t\n\f\r ]"

_NAME = r"""[^\t\n\f\r />][^\t\n\f\r />=]*+"""
_VALUE = r"""(?: "[^"]*+" | '[^']*+' | [^\t\n\f\r >"'][^\t\n\f\r >]*+ )"""


def _attribute(name: str, value: str) -> str:
    """An attribute; a quote that opens a value and is not closed makes it, and the tag, none."""
    has_value = rf"{SPACE}*+ = {SPACE}*+ (?: {value} | (?=>) )"
    return rf"{name} (?: {has_value} | (?! {SPACE}*+ = ) )"


#: From a tag's name to its `>`, one in a quoted attribute value not (13.2.5.32 to 13.2.5.40).
ATTRIBUTES = rf"(?: [\t\n\f\r /]++ | {_attribute(_NAME, _VALUE)} )*+ >"

TAG_NAME = r"[a-z][^\t\n\f\r />]*+"

_START_TAG = re.compile(rf"<{TAG_NAME} {ATTRIBUTES}", re.IGNORECASE | re.VERBOSE)
_ATTRIBUTES = re.compile(
    rf"[\t\n\f\r /]*+ {_attribute(f'(?P<name>{_NAME})', f'(?P<value>{_VALUE})')}", re.VERBOSE
)
_TAG_NAME = re.compile(rf"<{TAG_NAME}", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#(?:x[0-9a-f]+|[0-9]+)|[a-z][a-z0-9]*);?", re.IGNORECASE)


@dataclass(frozen=True)
class Attribute:
    """An attribute of a start tag, and where its value stands, quotes included."""

    name: str
    start: int
    value_start: int
    value_end: int


def tag_end(text: str, start: int) -> int | None:
    """Where the start tag at ``start`` ends, after its `>`; None where it does not."""
    match = _START_TAG.match(text, start)
    return match and match.end()


def attributes(text: str, start: int) -> Iterator[Attribute]:
    """The attributes that have a value, of the start tag at ``start``, which ends."""
    name = _TAG_NAME.match(text, start)
    end = tag_end(text, start)
    assert name is not None
    assert end is not None
    place = name.end()
    while match := _ATTRIBUTES.match(text, place, end - 1):
        place = match.end()
        if match["value"]:
            yield Attribute(match["name"].lower(), match.start("name"), *match.span("value"))


def decoded(raw: str) -> tuple[str, list[int]]:
    """An attribute value without its quotes, as text; and for each character of that, and for
    its end, where in ``raw`` it stands.
    """  # noqa: D205 - one sentence
    text, places, place = "", [], 0
    while place < len(raw):
        match = _REFERENCE.match(raw, place)
        end = match.end() if match else place + 1
        one = html.unescape(raw[place:end])
        text += one
        places += [place] * len(one)
        place = end
    return text, [*places, len(raw)]
