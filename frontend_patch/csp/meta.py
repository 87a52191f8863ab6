"""The policies in a document's meta elements: which forbid the script, and how they let it run."""

from __future__ import annotations

from collections.abc import Iterable

from bs4 import Tag

from frontend_patch.csp.policy import Script, allowing, extending, forbidding
from frontend_patch.errors import DocumentError
from frontend_patch.html.document import MARKER, Document, Splice
from frontend_patch.html.tags import decoded

#: On a meta element that was extended; its value is the ``content`` that was there.
ORIGINAL = f"{MARKER}-csp"


def forbidden_by(document: Document, place: int, script: Script) -> list[Tag]:
    """The meta elements that would keep a script at ``place`` from running."""
    return [meta for meta in document.policies(place) if forbidding(_content(meta), script)]


def refuse(metas: Iterable[Tag], script: Script) -> None:
    """Raises a DocumentError about the first of the metas, if there is one."""
    for meta in metas:
        for directive in forbidding(_content(meta), script):
            raise DocumentError(
                f"line {meta.sourceline}: the policy of its <meta> forbids the script: "
                f'"{_content(meta)}". It needs "{allowing(directive, script)}", '
                "which --csp=update writes there"
            )


def extended(document: Document, meta: Tag, script: Script) -> Splice:
    """The splice that lets a script run; what was there is kept in the attribute ``ORIGINAL``."""
    place = document.attribute(meta, "content")
    assert place is not None
    original = document.text(place.value_start, place.value_end)
    quote = original[0] if original[0] in "\"'" else ""
    raw = original[1:-1] if quote else original.replace('"', "&quot;")
    text, places = decoded(raw)
    changes = (extending(directive, script) for directive in forbidding(text, script))
    for change in sorted(changes, key=lambda one: one.start, reverse=True):
        new = change.text.replace("'", "&#39;") if quote == "'" else change.text
        raw = raw[: places[change.start]] + new + raw[places[change.end] :]
    quote = quote or '"'
    new = f"{quote}{raw}{quote} {ORIGINAL}={original}"
    return document.splice(place.value_start, place.value_end, new)


def restored(document: Document) -> list[Splice]:
    """The splices that give each extended meta element back what it had."""
    splices = []
    for meta in document.soup.find_all("meta", attrs={ORIGINAL: True}):
        content, kept = (document.attribute(meta, name) for name in ("content", ORIGINAL))
        if content is None or kept is None:
            raise DocumentError(f"line {meta.sourceline}: {ORIGINAL} does not tell what to restore")
        original = document.text(kept.value_start, kept.value_end)
        splices.append(document.splice(content.value_start, content.value_end, original))
        splices.append(document.splice(kept.start - 1, kept.value_end, ""))
    return splices


def _content(meta: Tag) -> str:
    return str(meta.get("content") or "")
