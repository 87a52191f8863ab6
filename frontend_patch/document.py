"""Finds places in an HTML document: BeautifulSoup tells where, and never writes."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag
from bs4.element import NavigableString
from bs4.exceptions import ParserRejectedMarkup

from frontend_patch.errors import DocumentError

#: Marks our element; its value is the bundle's version and rules hash.
MARKER = "data-openhands-frontend-patch"

_BOM = "\ufeff"

# A start tag as the tokenizer of the HTML Standard (13.2.5.6 to 13.2.5.40) sees it: a `>` in a
# quoted attribute value does not end it, a quote elsewhere means nothing.
_VALUE = r"""(?: "[^"]*+" | '[^']*+' | [^\s>"'][^\s>]*+ )"""
_START_TAG = re.compile(
    rf"<[a-z][^\s/>]*+ (?: [\s/]++ | [^\s/>][^\s/>=]*+ (?: \s*+ = \s*+ {_VALUE}? )?+ )*+ >",
    re.IGNORECASE | re.VERBOSE,
)
_SCRIPT_END = re.compile(r"</script[\s/>]", re.IGNORECASE)

# A script element of another type is a data block, which runs nothing (13.1, 4.12.1).
_RUNS = re.compile(
    r"|module|(?:text|application)/(?:x-)?(?:java|ecma|j|live)script.*", re.IGNORECASE
)


@dataclass(frozen=True)
class Span:
    """A stretch of the document, in bytes."""

    start: int
    end: int


class Document:
    """A parsed index.html.

    Attributes:
        soup: its tree.
    """

    def __init__(self, data: bytes) -> None:
        """Parses a document.

        Raises:
            DocumentError: it is not UTF-8, or not HTML.
        """
        try:
            self._text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise DocumentError(f"not UTF-8: {error.reason} at byte {error.start}") from error
        self.soup = parse(self._text)
        self._lines = [0, *(match.end() for match in re.finditer("\n", self._text))]

    def ours(self) -> list[Span]:
        """The elements that an earlier build put in."""
        return [
            self._byte_span(self._start(tag), self._script_end(tag))
            for tag in self.soup.find_all("script", attrs={MARKER: True})
            if isinstance(tag, Tag)
        ]

    def insertion_point(self) -> int:
        """The byte offset for our element: first of all scripts, after charset and CSP.

        Raises:
            DocumentError: there is no such place.
        """
        head = self._head()
        scripts = [self._start(tag) for tag in self.soup.find_all("script") if runs(tag)]
        first_script = min(scripts, default=len(self._text))
        if first_script < self._start(head):
            raise DocumentError("a script stands before <head>: ours could not be the first to run")
        place = self._tag_end(head)
        charset_seen = self._text.startswith(_BOM)
        for meta in head.find_all("meta", recursive=False):
            before_scripts = self._start(meta) < first_script
            if before_scripts and (_is_charset(meta) or _is_csp(meta)):
                place = self._tag_end(meta)
            if _is_charset(meta) and not before_scripts and not charset_seen:
                raise DocumentError(
                    "a script stands before <meta charset>: ours cannot be the first to run and "
                    "leave the charset in the first 1,024 bytes; move that <meta> up"
                )
            charset_seen = charset_seen or _is_charset(meta)
        return self._bytes_before(place)

    def _head(self) -> Tag:
        """The head that a browser makes of a ``<head>`` tag; content before it makes another."""
        for node in self.soup.descendants:
            if isinstance(node, Tag):
                if node.name == "head":
                    return node
                if node.name != "html" or node.parent is not self.soup:
                    raise DocumentError(f"no <head> before the first <{node.name}>")
            elif type(node) is NavigableString and node.strip(_BOM + " \t\n\f\r"):
                raise DocumentError(f"no <head> before the first text, {node.strip()[:20]!r}")
        raise DocumentError("no <head>")

    def _start(self, tag: Tag) -> int:
        assert tag.sourceline is not None
        assert tag.sourcepos is not None
        return self._lines[tag.sourceline - 1] + tag.sourcepos

    def _tag_end(self, tag: Tag) -> int:
        match = _START_TAG.match(self._text, self._start(tag))
        if match is None:
            raise DocumentError(f"the <{tag.name}> in line {tag.sourceline} does not end")
        return match.end()

    def _script_end(self, tag: Tag) -> int:
        match = _SCRIPT_END.search(self._text, self._tag_end(tag))
        end = match and self._text.find(">", match.start())
        if end is None or end < 0:
            raise DocumentError(f"the <script {MARKER}> in line {tag.sourceline} does not end")
        return end + 1

    def _bytes_before(self, offset: int) -> int:
        return len(self._text[:offset].encode())

    def _byte_span(self, start: int, end: int) -> Span:
        return Span(self._bytes_before(start), self._bytes_before(end))


def parse(text: str) -> BeautifulSoup:
    """The tree of a document.

    Raises:
        DocumentError: the parser takes it for no HTML at all.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
            return BeautifulSoup(text, "html.parser")
    except ParserRejectedMarkup as error:
        reason = str(error).strip().splitlines()[-1].strip()
        raise DocumentError(f"not HTML: {reason}") from error


def runs(script: Tag) -> bool:
    """Whether a browser runs a script element, one in a template or noscript not."""
    if script.find_parent(["template", "noscript"]):
        return False
    return _RUNS.fullmatch(str(script.get("type") or "").strip()) is not None


def _is_charset(meta: Tag) -> bool:
    is_content_type = _http_equiv(meta) == "content-type"
    return meta.has_attr("charset") or (
        is_content_type and "charset" in str(meta.get("content")).lower()
    )


def _is_csp(meta: Tag) -> bool:
    return _http_equiv(meta) == "content-security-policy"


def _http_equiv(meta: Tag) -> str:
    return str(meta.get("http-equiv") or "").strip().lower()
