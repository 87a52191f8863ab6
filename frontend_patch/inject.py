"""Puts the script element into a document, takes it out, tells what is there: all on bytes."""

from __future__ import annotations

import base64
import hashlib
from enum import Enum

from bs4 import Tag

from frontend_patch.bundle import Bundle
from frontend_patch.document import MARKER, Document, parse, runs
from frontend_patch.errors import DocumentError


class State(Enum):
    """What a document holds of ours."""

    CURRENT = "holds exactly this bundle"
    OTHER = "holds another bundle, or this one at another place"
    NONE = "holds no bundle"


def element(bundle: Bundle) -> bytes:
    """The script element, without white space beside it: a text node upsets React's hydration."""
    return b'<script %s="%s">%s</script>' % (
        MARKER.encode(),
        bundle.version.encode(),
        bundle.script,
    )


def csp_source(bundle: Bundle) -> str:
    """The source that lets the inline script run under a Content-Security-Policy (CSP3, 2.3.1)."""
    digest = hashlib.sha256(bundle.script).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def inject(data: bytes, bundle: Bundle) -> bytes:
    """The document with this bundle in it; an earlier one is replaced.

    Raises:
        DocumentError: the document is none that the script can be put into.
    """
    original = revert(data)
    place = Document(original).insertion_point()
    patched = original[:place] + element(bundle) + original[place:]
    _verify(original, patched, bundle)
    return patched


def revert(data: bytes) -> bytes:
    """The document without any bundle of ours: byte for byte what it was before ``inject``.

    Raises:
        DocumentError: it is not HTML in UTF-8.
    """
    for span in reversed(Document(data).ours()):
        data = data[: span.start] + data[span.end :]
    return data


def state(data: bytes, bundle: Bundle) -> State:
    """What the document holds.

    Raises:
        DocumentError: it is none that the script can be put into.
    """
    if not Document(data).ours():
        return State.NONE
    return State.CURRENT if inject(data, bundle) == data else State.OTHER


def _verify(original: bytes, patched: bytes, bundle: Bundle) -> None:
    """Parses the result: one element more, it is the first to run, and all else is as it was."""
    soup = parse(patched.decode())
    first = next((tag for tag in soup.find_all("script") if runs(tag)), None)
    if not isinstance(first, Tag) or not first.has_attr(MARKER):
        raise DocumentError("our script would not be the first to run")
    if first.string != bundle.script.decode():
        raise DocumentError("our script would not stay whole")
    first.extract()
    if str(soup) != str(parse(original.decode())):
        raise DocumentError("something other than our script would change")
