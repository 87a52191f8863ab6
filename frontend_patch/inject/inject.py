"""Inserts the script element into a document and proves that nothing else changes."""

from __future__ import annotations

import html
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

from frontend_patch.bundle.build import Bundle
from frontend_patch.csp.meta import ORIGINAL, extended, forbidden_by, require_allowed
from frontend_patch.csp.policy import Script
from frontend_patch.errors import DocumentError
from frontend_patch.html.document import MARKER, spliced
from frontend_patch.html.head import declared_charset
from frontend_patch.inject.asset_url import (
    asset_name,
    asset_url,
    inferred_path,
    resolve_by_base,
)
from frontend_patch.inject.index import Index
from frontend_patch.inject.options import INLINE, Options


class State(Enum):
    """Which bundle a document contains."""

    CURRENT = "current"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True)
class Patched:
    """A document with the script.

    Attributes:
        original: the bytes of the document without the script.
        data: the bytes with it.
        csp_sources: source expressions, any of which lets the script run under a policy.
        asset: the file name of the script, if it is external.
    """

    original: bytes
    data: bytes
    csp_sources: tuple[str, ...]
    asset: str | None


def patch(
    index: Index,
    bundle: Bundle,
    options: Options = INLINE,
    assets: Collection[str] | None = None,
) -> Patched:
    """Inserts a bundle into a document, instead of an earlier bundle.

    Args:
        index: the document.
        bundle: the bundle.
        options: how to insert it.
        assets: the names of the document's assets, from which the URL of an external script is
            inferred unless the options give a public path; None if unknown.

    Raises:
        DocumentError: the script cannot be inserted, or a policy in the document forbids it.
    """
    data, script = _insert(index, bundle, options, assets)
    _verify(index, data, script)
    asset = asset_name(bundle) if options.external else None
    return Patched(index.original, data, _csp_sources(script), asset)


def state_of(index: Index, bundle: Bundle) -> State:
    """Which bundle the document contains, whatever the options it was inserted with.

    Raises:
        DocumentError: the script cannot be inserted into this document.
    """
    if index.options is None:
        return State.NONE
    data, _ = _insert(index, bundle, index.options, None)
    return State.CURRENT if data == index.data else State.OTHER


def inject(
    data: bytes,
    bundle: Bundle,
    options: Options = INLINE,
    assets: Collection[str] | None = None,
) -> bytes:
    """The bytes of a document with the bundle; see ``patch``."""
    return patch(Index(data), bundle, options, assets).data


def revert(data: bytes) -> bytes:
    """The bytes of a document before ``inject``.

    Raises:
        DocumentError: it is not HTML in UTF-8, or our scripts cannot be removed.
    """
    return Index(data).original


def state(data: bytes, bundle: Bundle) -> State:
    """Which bundle a document contains; see ``state_of``."""
    return state_of(Index(data), bundle)


def element(bundle: Bundle, nonce: str | None = None, url: str | None = None) -> bytes:
    """The script element, without whitespace around it: a text node breaks React's hydration."""
    attributes = {MARKER: bundle.version}
    if nonce is not None:
        attributes["nonce"] = nonce
    if url is not None:
        # Integrity needs CORS if a redirect or a <base> leads to another origin (SRI, 3.3); on the
        # page's own origin, credentials are sent regardless.
        integrity = csp_source(bundle).strip("'")
        attributes |= {"src": url, "integrity": integrity, "crossorigin": "anonymous"}
    written = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items())
    return b"<script%s>%s</script>" % (written.encode(), b"" if url else bundle.script)


def csp_source(bundle: Bundle) -> str:
    """The hash source that lets the script run under a policy (CSP3, 2.3.1)."""
    return Script(bundle.script).source()


def _insert(
    index: Index, bundle: Bundle, options: Options, assets: Collection[str] | None
) -> tuple[bytes, Script]:
    """The patched bytes, not yet verified, and the script as a policy sees it."""
    document = index.original_document
    offset = document.insertion_offset()
    url = None
    if options.external:
        path = options.public_path
        path = inferred_path(document, offset, assets) if path is None else path
        url = asset_url(bundle, path)
    script = Script(bundle.script, options.nonce, url and resolve_by_base(document, offset, url))
    metas = forbidden_by(document, offset, script)
    if not options.update_csp:
        require_allowed(metas, script)
    splices = [extended(document, meta, script) for meta in metas]
    inserted = element(bundle, options.nonce, url).decode()
    splices.append(document.splice(offset, offset, inserted))
    return spliced(index.original, splices), script


def _csp_sources(script: Script) -> tuple[str, ...]:
    """The host or 'self' of an external script, the nonce, and the hash."""
    sources = [script.source()]
    if script.nonce:
        sources.insert(0, f"'nonce-{script.nonce}'")
    if script.url:
        url = urlsplit(script.url)
        sources.insert(0, f"{url.scheme or 'https'}://{url.netloc}" if url.netloc else "'self'")
    return tuple(sources)


def _verify(index: Index, data: bytes, script: Script) -> None:
    """Parses the result: the script runs first, and nothing else differs from the original."""
    patched = Index(data)
    document, soup = patched.document, patched.document.soup
    first = document.first_running_script()
    if first is None or not first.has_attr(MARKER):
        raise DocumentError("the script would not be the first to run")
    if script.url is None and first.string != script.content.decode():
        raise DocumentError("the content of the script would change")
    require_allowed(forbidden_by(document, document.start(first), script), script)
    if patched.original != index.original:
        raise DocumentError("the script could not be removed again")
    first.extract()
    for meta in soup.find_all("meta", attrs={ORIGINAL: True}):
        meta["content"] = meta[ORIGINAL]
        del meta[ORIGINAL]
    if str(soup) != str(index.original_document.soup):
        raise DocumentError("something other than the script would change")
    if not index.original.isascii() and declared_charset(index.original) != declared_charset(data):
        raise DocumentError("the charset would no longer be in the first 1,024 bytes")
