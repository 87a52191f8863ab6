"""Finds positions in an HTML document with BeautifulSoup, which never writes it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from frontend_patch.errors import DocumentError
from frontend_patch.html.head import check_head
from frontend_patch.html.soup import (
    BeautifulSoup,
    NavigableString,
    ParserRejectedMarkup,
    Tag,
    UnusualUsageWarning,
)
from frontend_patch.html.tags import Attribute, attributes, tag_end

#: The attribute that marks our script element; its value is the bundle's version and rules hash.
MARKER = "data-openhands-frontend-patch"

_BOM = "\ufeff"
_SCRIPT_END = re.compile(r"</script[\t\n\f\r />]", re.IGNORECASE)

# A script element of any other type is a data block, which does not run (HTML Standard, 4.12.1).
_RUNS = re.compile(
    r"|module|(?:text|application)/(?:x-)?(?:java|ecma|j|live)script.*", re.IGNORECASE
)


@dataclass(frozen=True)
class Splice:
    """Replaces the bytes from ``start`` to ``end`` of a document with ``data``."""

    start: int
    end: int
    data: bytes


class Document:
    """A parsed index.html.

    Attributes:
        soup: its element tree.
    """

    def __init__(self, data: bytes) -> None:
        """Parses a document.

        Raises:
            DocumentError: the data is not UTF-8, or not HTML.
        """
        try:
            self._text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise DocumentError(f"not UTF-8: {error.reason} at byte {error.start}") from error
        self.soup = parse(self._text)
        self._lines = [0, *(match.end() for match in re.finditer("\n", self._text))]

    def marked_scripts(self) -> list[Tag]:
        """The script elements that earlier builds inserted."""
        found = self.soup.find_all("script", attrs={MARKER: True})
        return [tag for tag in found if isinstance(tag, Tag)]

    def first_running_script(self) -> Tag | None:
        """The first script element that a browser runs."""
        return next((tag for tag in self.soup.find_all("script") if _runs(tag)), None)

    def insertion_offset(self) -> int:
        """The offset in the text for our element: before all scripts, after charset and CSP.

        Raises:
            DocumentError: there is no such offset.
        """
        head = self._head()
        first = self.first_running_script()
        first_script = len(self._text) if first is None else self.start(first)
        if first_script < self.start(head):
            raise DocumentError("a script precedes <head>, so our script cannot run first")
        offset = head_end = self._tag_end(head)
        charset_seen = self._text.startswith(_BOM)
        for meta in head.find_all("meta", recursive=False):
            before_scripts = self.start(meta) < first_script
            if before_scripts and (_is_charset(meta) or _is_csp(meta)):
                offset = self._tag_end(meta)
            if _is_charset(meta) and not before_scripts and not charset_seen:
                raise DocumentError(
                    "a script precedes <meta charset>: our script cannot run first and leave the "
                    "charset in the first 1,024 bytes; move the <meta> before the script"
                )
            charset_seen = charset_seen or _is_charset(meta)
        check_head(self._text, self.start(head), head_end, offset)
        return offset

    def policies(self, offset: int) -> Iterator[Tag]:
        """The meta elements whose policy applies to a script at ``offset``."""
        for meta in self._head().find_all("meta", recursive=False):
            if _is_csp(meta) and self.start(meta) < offset:
                yield meta

    def start(self, tag: Tag) -> int:
        """The offset in the text at which a tag begins."""
        assert tag.sourceline is not None
        assert tag.sourcepos is not None
        return self._lines[tag.sourceline - 1] + tag.sourcepos

    def attribute(self, tag: Tag, name: str) -> Attribute | None:
        """The position of a tag's attribute in the text; None if it has no value."""
        self._tag_end(tag)
        found = attributes(self._text, self.start(tag))
        return next((attribute for attribute in found if attribute.name == name), None)

    def text(self, start: int, end: int) -> str:
        """The text between two offsets."""
        return self._text[start:end]

    def splice(self, start: int, end: int, text: str) -> Splice:
        """A splice by offsets in the text."""
        before, replaced = (len(self._text[a:b].encode()) for a, b in ((0, start), (start, end)))
        return Splice(before, before + replaced, text.encode())

    def removal(self, script: Tag) -> Splice:
        """The splice that removes a script element.

        Raises:
            DocumentError: the element has no end tag.
        """
        match = _SCRIPT_END.search(self._text, self._tag_end(script))
        end = match and self._text.find(">", match.start())
        if end is None or end < 0:
            raise DocumentError(f"line {script.sourceline}: <script {MARKER}> has no end tag")
        return self.splice(self.start(script), end + 1, "")

    def _head(self) -> Tag:
        """The head element of the ``<head>`` tag; content before the tag would open another one."""
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
            raise DocumentError(f"line {tag.sourceline}: the tag <{tag.name}> has no closing >")
        return end


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """The data after all splices, which must not overlap."""
    for splice in sorted(splices, key=lambda splice: splice.start, reverse=True):
        data = data[: splice.start] + splice.data + data[splice.end :]
    return data


def parse(text: str) -> BeautifulSoup:
    """The tree of a document; the first of duplicate attributes counts (13.2.5.33).

    Raises:
        DocumentError: the text is not HTML.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UnusualUsageWarning)
            return BeautifulSoup(text, "html.parser", on_duplicate_attribute="ignore")
    except ParserRejectedMarkup as error:
        reason = str(error).strip().splitlines()[-1].strip()
        raise DocumentError(f"not HTML: {reason}") from error


def _runs(script: Tag) -> bool:
    """Whether a browser runs a script element; not in a template or noscript."""
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
