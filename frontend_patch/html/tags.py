"""Tags in the text of a document: the tokenizer of the HTML Standard, as patterns."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

#: ASCII whitespace (Infra Standard); Python's ``\s`` matches more.
SPACE = r"[\t\n\f\r ]"

_NAME = r"""[^\t\n\f\r />][^\t\n\f\r />=]*+"""
_VALUE = r"""(?: "[^"]*+" | '[^']*+' | [^\t\n\f\r >"'][^\t\n\f\r >]*+ )"""


def _attribute(name: str, value: str) -> str:
    """An attribute; it does not match if the value has an opening quote and no closing quote."""
    has_value = rf"{SPACE}*+ = {SPACE}*+ (?: {value} | (?=>) )"
    return rf"{name} (?: {has_value} | (?! {SPACE}*+ = ) )"


#: From a tag's name to its `>`, ignoring `>` in quoted values (13.2.5.32 to 13.2.5.40).
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
    """An attribute of a start tag, and the position of its value including quotes."""

    name: str
    start: int
    value_start: int
    value_end: int


def tag_end(text: str, start: int) -> int | None:
    """The offset after the `>` of the start tag at ``start``; None if it has none."""
    match = _START_TAG.match(text, start)
    return match and match.end()


def attributes(text: str, start: int) -> Iterator[Attribute]:
    """The attributes with a value of the start tag at ``start``, which must have an end."""
    name = _TAG_NAME.match(text, start)
    end = tag_end(text, start)
    assert name is not None
    assert end is not None
    offset = name.end()
    while match := _ATTRIBUTES.match(text, offset, end - 1):
        offset = match.end()
        if match["value"]:
            yield Attribute(match["name"].lower(), match.start("name"), *match.span("value"))


def decode_value(raw: str) -> tuple[str, list[int]]:
    """Decodes an attribute value without its quotes.

    Returns:
        The text; and for each of its characters, and for its end, the offset in ``raw``.
    """
    text, offsets, offset = "", [], 0
    while offset < len(raw):
        match = _REFERENCE.match(raw, offset)
        end = match.end() if match else offset + 1
        characters = html.unescape(raw[offset:end])
        text += characters
        offsets += [offset] * len(characters)
        offset = end
    return text, [*offsets, len(raw)]
