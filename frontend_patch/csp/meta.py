"""The policies in a document's meta elements: which forbid the script, and how to extend them."""

from __future__ import annotations

from collections.abc import Iterable

from frontend_patch.csp.policy import Script, allowing, extending, forbidding
from frontend_patch.errors import DocumentError
from frontend_patch.html.document import MARKER, Document, Splice
from frontend_patch.html.soup import Tag
from frontend_patch.html.tags import decode_value

#: The attribute of an extended meta element that keeps its original ``content``.
ORIGINAL = f"{MARKER}-csp"


def forbidden_by(document: Document, offset: int, script: Script) -> list[Tag]:
    """The meta elements whose policy keeps a script at ``offset`` from running."""
    return [meta for meta in document.policies(offset) if forbidding(_content(meta), script)]


def require_allowed(metas: Iterable[Tag], script: Script) -> None:
    """Checks that no policy forbids a script.

    Raises:
        DocumentError: about the first policy that does.
    """
    for meta in metas:
        for directive in forbidding(_content(meta), script):
            raise DocumentError(
                f"line {meta.sourceline}: the Content-Security-Policy in this <meta> forbids the "
                f'script: "{_content(meta)}". It needs "{allowing(directive, script)}"; '
                "--csp=update adds it"
            )


def extended(document: Document, meta: Tag, script: Script) -> Splice:
    """The splice that allows a script and keeps the old content in the attribute ``ORIGINAL``."""
    attribute = document.attribute(meta, "content")
    assert attribute is not None
    original = document.text(attribute.value_start, attribute.value_end)
    quote = original[0] if original[0] in "\"'" else ""
    raw = original[1:-1] if quote else original.replace('"', "&quot;")
    text, offsets = decode_value(raw)
    changes = (extending(directive, script) for directive in forbidding(text, script))
    for change in sorted(changes, key=lambda change: change.start, reverse=True):
        new = change.text.replace("'", "&#39;") if quote == "'" else change.text
        raw = raw[: offsets[change.start]] + new + raw[offsets[change.end] :]
    quote = quote or '"'
    new = f"{quote}{raw}{quote} {ORIGINAL}={original}"
    return document.splice(attribute.value_start, attribute.value_end, new)


def restored(document: Document) -> list[Splice]:
    """The splices that restore each extended meta element.

    Raises:
        DocumentError: an extended element has lost one of its attributes.
    """
    splices = []
    for meta in document.soup.find_all("meta", attrs={ORIGINAL: True}):
        content, kept = (document.attribute(meta, name) for name in ("content", ORIGINAL))
        if content is None or kept is None:
            raise DocumentError(f"line {meta.sourceline}: cannot restore the policy of this <meta>")
        original = document.text(kept.value_start, kept.value_end)
        splices.append(document.splice(content.value_start, content.value_end, original))
        splices.append(document.splice(kept.start - 1, kept.value_end, ""))
    return splices


def _content(meta: Tag) -> str:
    return str(meta.get("content") or "")
