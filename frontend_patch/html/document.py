"""Finds places in an HTML document: BeautifulSoup tells where, and never writes."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag, UnusualUsageWarning
from bs4.element import NavigableString
from bs4.exceptions import ParserRejectedMarkup

from frontend_patch.errors import DocumentError
from frontend_patch.html.head import check_head
from frontend_patch.html.tags import Attribute, attributes, tag_end

#: Marks our element; its value is the bundle's version and rules hash.
MARKER = "data-openhands-frontend-patch"

_BOM = "\ufeff"
_SCRIPT_END = re.compile(r"</script[\t\n\f\r />]", re.IGNORECASE)

# A script element of another type is a data block, which runs nothing (13.1, 4.12.1).
_RUNS = re.compile(
    r"|module|(?:text|application)/(?:x-)?(?:java|ecma|j|live)script.*", re.IGNORECASE
)


@dataclass(frozen=True)
class Splice:
    """What to put in the place of a stretch of a document, whose offsets are in bytes."""

    start: int
    end: int
    data: bytes


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

    def ours(self) -> list[Tag]:
        """The elements that an earlier build put in."""
        found = self.soup.find_all("script", attrs={MARKER: True})
        return [tag for tag in found if isinstance(tag, Tag)]

    def insertion_point(self) -> int:
        """The offset in the text for our element: first of all scripts, after charset and CSP.

        Raises:
            DocumentError: there is no such place.
        """
        head = self._head()
        first_script = self._first_script()
        if first_script < self.start(head):
            raise DocumentError("a script stands before <head>: ours could not be the first to run")
        place = head_end = self._tag_end(head)
        charset_seen = self._text.startswith(_BOM)
        for meta in head.find_all("meta", recursive=False):
            before_scripts = self.start(meta) < first_script
            if before_scripts and (_is_charset(meta) or _is_csp(meta)):
                place = self._tag_end(meta)
            if _is_charset(meta) and not before_scripts and not charset_seen:
                raise DocumentError(
                    "a script stands before <meta charset>: ours cannot be the first to run and "
                    "leave the charset in the first 1,024 bytes; move that <meta> up"
                )
            charset_seen = charset_seen or _is_charset(meta)
        check_head(self._text, self.start(head), head_end, place)
        return place

    def policies(self, place: int) -> Iterator[Tag]:
        """The meta elements whose policy is in force at an insertion point."""
        for meta in self._head().find_all("meta", recursive=False):
            if _is_csp(meta) and self.start(meta) < place:
                yield meta

    def start(self, tag: Tag) -> int:
        """The offset in the text at which a tag begins."""
        assert tag.sourceline is not None
        assert tag.sourcepos is not None
        return self._lines[tag.sourceline - 1] + tag.sourcepos

    def attribute(self, tag: Tag, name: str) -> Attribute | None:
        """Where an attribute of a tag stands in the text; None where it has no value."""
        self._tag_end(tag)
        found = attributes(self._text, self.start(tag))
        return next((one for one in found if one.name == name), None)

    def text(self, start: int, end: int) -> str:
        """A stretch of the text."""
        return self._text[start:end]

    def splice(self, start: int, end: int, text: str) -> Splice:
        """A splice by offsets in the text."""
        before, replaced = (len(self._text[a:b].encode()) for a, b in ((0, start), (start, end)))
        return Splice(before, before + replaced, text.encode())

    def removal(self, script: Tag) -> Splice:
        """The splice that takes out a script element.

        Raises:
            DocumentError: it does not end.
        """
        match = _SCRIPT_END.search(self._text, self._tag_end(script))
        end = match and self._text.find(">", match.start())
        if end is None or end < 0:
            raise DocumentError(f"the <script {MARKER}> in line {script.sourceline} does not end")
        return self.splice(self.start(script), end + 1, "")

    def _first_script(self) -> int:
        scripts = (self.start(tag) for tag in self.soup.find_all("script") if runs(tag))
        return min(scripts, default=len(self._text))

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

    def _tag_end(self, tag: Tag) -> int:
        end = tag_end(self._text, self.start(tag))
        if end is None:
            raise DocumentError(f"the <{tag.name}> in line {tag.sourceline} does not end")
        return end


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """The data with all splices made, which do not overlap."""
    for one in sorted(splices, key=lambda splice: splice.start, reverse=True):
        data = data[: one.start] + one.data + data[one.end :]
    return data


def parse(text: str) -> BeautifulSoup:
    """The tree of a document; of two attributes with one name, the first counts (13.2.5.33).

    Raises:
        DocumentError: the parser takes it for no HTML at all.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UnusualUsageWarning)
            return BeautifulSoup(text, "html.parser", on_duplicate_attribute="ignore")
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
    return str(meta.get("http-equiv") or "").lower()
