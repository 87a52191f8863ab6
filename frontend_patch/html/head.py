"""Checks that all HTML parsers agree on the text before an offset in the head."""

from __future__ import annotations

import codecs
import re

from frontend_patch.errors import DocumentError
from frontend_patch.html.tags import ATTRIBUTES, SPACE

_COMMENT = r"<!--(?!-?>)(?> (?: (?!--!>). )*? -->)"
_FLAGS = re.IGNORECASE | re.DOTALL | re.VERBOSE


def _tag(names: str) -> str:
    return rf"< (?:{names}) (?=[\t\n\f\r />]) {ATTRIBUTES}"


def _element(name: str, without: str = "(?!)") -> str:
    content = rf"(?> (?: (?!{without}). )*? </{name} (?=[\t\n\f\r />]) {ATTRIBUTES} )"
    return rf"{_tag(name)} {content}"


# Any other content before <head> opens another head (13.2.6.4.1 to 13.2.6.4.3).
_BEFORE_HEAD = re.compile(
    rf"\ufeff?+ (?: {SPACE}++ | {_COMMENT} | <\?[^>]*+> | <!doctype[^>]*+> | {_tag('html')} )*+",
    _FLAGS,
)

# Any other content ends the head (13.2.6.4.4). Parsers agree on a script without `<!--`, which
# changes how a script ends, and on a template without a nested template.
_IN_HEAD = re.compile(
    rf"""(?: {SPACE}++ | {_COMMENT} | {_tag("base|basefont|bgsound|link|meta")}
      | {_element("title")} | {_element("style")} | {_element("noscript")} | {_element("noframes")}
      | {_element("script", "<!--")} | {_element("template", "<template")} )*+""",
    _FLAGS,
)

_META_CHARSET = re.compile(
    rb"""<meta[\s/][^>]*charset\s*=\s*["']?\s*([^\s"'/>;]+)""", re.IGNORECASE
)
_BYTES_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)


def check_head(text: str, head: int, head_end: int, offset: int) -> None:
    """Checks that ``offset`` is inside the head whose tag begins at ``head``.

    Args:
        text: the document.
        head: the offset at which the start tag of the head begins.
        head_end: the offset at which that tag ends.
        offset: the offset to check.

    Raises:
        DocumentError: parsers may disagree about something before the offset.
    """
    for pattern, start, end in ((_BEFORE_HEAD, 0, head), (_IN_HEAD, head_end, offset)):
        match = pattern.match(text, start, end)
        assert match is not None
        if match.end() < end:
            line = text.count("\n", 0, match.end()) + 1
            found = text[match.end() : match.end() + 20]
            raise DocumentError(
                f"line {line}: {found!r} precedes the position of the script, and HTML parsers "
                "disagree on whether it ends the head; move it down"
            )


def declared_charset(data: bytes) -> bytes | None:
    """The charset that a browser finds in the first 1,024 bytes (13.2.3.2), in lower case."""
    if data.startswith(codecs.BOM_UTF8):
        return b"utf-8"
    match = _META_CHARSET.search(_BYTES_COMMENT.sub(b"", data[:1024]))
    return match and match[1].lower()
