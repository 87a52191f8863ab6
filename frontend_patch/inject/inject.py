"""Puts the script element into a document, takes it out, tells what is there: all on bytes."""

from __future__ import annotations

import html
from collections.abc import Collection
from enum import Enum
from urllib.parse import urlsplit

from frontend_patch.bundle.build import Bundle
from frontend_patch.csp.meta import ORIGINAL, extended, forbidden_by, refuse, restored
from frontend_patch.csp.policy import Script
from frontend_patch.errors import DocumentError
from frontend_patch.html.document import MARKER, Document, parse, runs, spliced
from frontend_patch.html.head import declared_charset
from frontend_patch.inject.asset_url import asset_url, from_base, inferred_path, public_path_of
from frontend_patch.inject.options import INLINE, Options


class State(Enum):
    """What a document holds of ours."""

    CURRENT = "holds exactly this bundle"
    OTHER = "holds another bundle, or this one at another place"
    NONE = "holds no bundle"


def element(bundle: Bundle, nonce: str | None = None, url: str | None = None) -> bytes:
    """The script element, without white space beside it: a text node upsets React's hydration."""
    attributes = {MARKER: bundle.version}
    if nonce is not None:
        attributes["nonce"] = nonce
    if url is not None:
        # Integrity needs CORS wherever the URL leads, by a redirect or by a <base> (SRI, 3.3);
        # to the page's own origin credentials go along all the same.
        integrity = csp_source(bundle).strip("'")
        attributes |= {"src": url, "integrity": integrity, "crossorigin": "anonymous"}
    written = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items())
    return b"<script%s>%s</script>" % (written.encode(), b"" if url else bundle.script)


def csp_source(bundle: Bundle) -> str:
    """The source that lets the script run under a Content-Security-Policy (CSP3, 2.3.1)."""
    return Script(bundle.script).source()


def csp_sources(data: bytes, bundle: Bundle) -> list[str]:
    """The sources of which a policy needs one, to let the bundle run as the document holds it."""
    document = Document(data)
    script = document.ours()[0]
    sources = [csp_source(bundle)]
    if nonce := script.get("nonce"):
        sources.insert(0, f"'nonce-{nonce}'")
    if src := script.get("src"):
        url = urlsplit(from_base(document, document.start(script), str(src)))
        sources.insert(0, f"{url.scheme or 'https'}://{url.netloc}" if url.netloc else "'self'")
    return sources


def inject(
    data: bytes,
    bundle: Bundle,
    options: Options = INLINE,
    assets: Collection[str] | None = None,
) -> bytes:
    """The document with this bundle in it; an earlier one is replaced.

    Args:
        data: the document.
        bundle: what to put in.
        options: how.
        assets: the names of the document's assets, one of which it has to refer to where no public
            path is given for an external script; None where they are not known.

    Raises:
        DocumentError: the document is none that the script can be put into, or has a policy that
            forbids it.
    """
    original = revert(data)
    document = Document(original)
    place = document.insertion_point()
    url = None
    if options.external:
        path = options.public_path
        url = asset_url(bundle, inferred_path(document, place, assets) if path is None else path)
    resolved = url and from_base(document, place, url)
    script = Script(bundle.script, options.nonce, resolved)
    metas = forbidden_by(document, place, script)
    if not options.update_csp:
        refuse(metas, script)
    splices = [extended(document, meta, script) for meta in metas]
    ours = element(bundle, options.nonce, url).decode()
    patched = spliced(original, [*splices, document.splice(place, place, ours)])
    _verify(original, patched, script)
    return patched


def revert(data: bytes) -> bytes:
    """The document without any bundle of ours: byte for byte what it was before ``inject``.

    Raises:
        DocumentError: it is not HTML in UTF-8.
    """
    document = Document(data)
    removals = [document.removal(script) for script in document.ours()]
    return spliced(data, [*removals, *restored(document)])


def state(data: bytes, bundle: Bundle) -> State:
    """What the document holds, however it was put there.

    Raises:
        DocumentError: it is none that the script can be put into.
    """
    options = options_of(data)
    if options is None:
        return State.NONE
    return State.CURRENT if inject(data, bundle, options) == data else State.OTHER


def options_of(data: bytes) -> Options | None:
    """How the bundle was put into the document that holds it; None where there is none.

    Raises:
        DocumentError: it is not HTML in UTF-8, or our element in it has been changed.
    """
    document = Document(data)
    if not document.ours():
        return None
    script = document.ours()[0]
    nonce, path = script.get("nonce"), public_path_of(script)
    is_updated = document.soup.find("meta", attrs={ORIGINAL: True}) is not None
    try:
        return Options(
            external=script.has_attr("src"),
            nonce=None if nonce is None else str(nonce),
            update_csp=is_updated,
            public_path=path,
        )
    except ValueError as error:
        raise DocumentError(
            f"line {script.sourceline}: our script element has the {error}"
        ) from error


def _verify(original: bytes, patched: bytes, script: Script) -> None:
    """Parses the result: one element more, it is the first to run, and all else is as it was."""
    document = Document(patched)
    soup = document.soup
    first = next((tag for tag in soup.find_all("script") if runs(tag)), None)
    if first is None or not first.has_attr(MARKER):
        raise DocumentError("our script would not be the first to run")
    if script.url is None and first.string != script.content.decode():
        raise DocumentError("our script would not stay whole")
    refuse(forbidden_by(document, document.start(first), script), script)
    first.extract()
    for meta in soup.find_all("meta", attrs={ORIGINAL: True}):
        meta["content"] = meta[ORIGINAL]
        del meta[ORIGINAL]
    if str(soup) != str(parse(original.decode())):
        raise DocumentError("something other than our script would change")
    if revert(patched) != original:
        raise DocumentError("our script could not be taken out again")
    if not original.isascii() and declared_charset(original) != declared_charset(patched):
        raise DocumentError("the charset would no longer stand in the first 1,024 bytes")
