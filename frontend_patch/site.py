"""Looks at a deployed index.html as browsers get it: what it holds, and whether that may run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from bs4 import Tag

from frontend_patch.bundle import Bundle
from frontend_patch.csp import Directive, Script, allowing, forbidding
from frontend_patch.document import MARKER, Document, runs
from frontend_patch.errors import DocumentError
from frontend_patch.external import from_base
from frontend_patch.fetch import CODINGS, Answer, Fetcher
from frontend_patch.inject import State, csp_source

# Another in each answer, so that it tells nothing.
_NONCE = re.compile(r"'nonce-[^']*'", re.IGNORECASE)

_JAVASCRIPT = ("text/javascript", "application/javascript", "application/x-javascript")


def site_problems(url: str, bundle: Bundle, ca: Path | None = None) -> list[str]:
    """Why browsers do not run this bundle at a URL; empty where they do.

    The document is fetched in each content coding, since a server may keep a file for each.

    Args:
        url: of a page of the UI, http or https.
        bundle: what it should hold.
        ca: a PEM file of certificates to trust beside the system's.

    Raises:
        FileError: ``ca`` cannot be read.
        SiteError: the URL, or the script that the document refers to, cannot be fetched.
    """
    fetcher = Fetcher(ca)
    pages = {coding: fetcher.fetch(url, coding) for coding in CODINGS}
    found = {
        coding: list(_problems(page, bundle, fetcher, coding)) for coding, page in pages.items()
    }
    first, *others = found.values()
    if all(other == first for other in others):
        return first or _nonce_problems(list(pages.values()), bundle)
    return [f"asked for {coding}: {one}" for coding, problems in found.items() for one in problems]


def _problems(page: Answer, bundle: Bundle, fetcher: Fetcher, coding: str) -> Iterator[str]:
    try:
        document = Document(page.body)
    except DocumentError as error:
        yield f"{page.url}: {error}"
        return
    ours = document.ours()
    if not ours:
        yield f"{page.url}: {State.NONE.value}"
        return
    if len(ours) > 1:
        yield f"{page.url}: holds {len(ours)} bundles"
    if next(tag for tag in document.soup.find_all("script") if runs(tag)) is not ours[0]:
        yield f"{page.url}: another script runs before the bundle"
    asset = _asset(document, ours[0], page, fetcher, coding)
    content = asset.body if asset else (ours[0].string or "").encode()
    if content != bundle.script:
        version = ours[0][MARKER]
        where = f"{asset.url}: is" if asset else f"{page.url}: holds"
        yield f"{where} another bundle ({version})"
    if asset:
        yield from _asset_problems(page, asset, ours[0], bundle)
    script = _script(document, ours[0], page, content)
    for text, directive in _forbidding(document, ours[0], page, script):
        yield _NONCE.sub(
            "'nonce-…'",
            f'{page.url}: its Content-Security-Policy forbids the script: "{text}". '
            f'It needs "{allowing(directive, script)}"',
        )


def _asset(
    document: Document, ours: Tag, page: Answer, fetcher: Fetcher, coding: str
) -> Answer | None:
    url = _url(document, ours, page)
    return None if url is None else fetcher.fetch(url, coding)


def _asset_problems(page: Answer, asset: Answer, ours: Tag, bundle: Bundle) -> Iterator[str]:
    """What keeps a browser from running an external script of the right content."""
    if f"'{ours.get('integrity')}'" != csp_source(bundle):
        yield f"{page.url}: the integrity of its script element is another bundle's"
    is_nosniff = asset.headers.get("X-Content-Type-Options", "").strip().lower() == "nosniff"
    kind = asset.headers.get_content_type()
    if is_nosniff and kind not in _JAVASCRIPT:
        yield f"{asset.url}: served as {kind} with nosniff; browsers want text/javascript"
    origin = _origin(page.url)
    allowed = asset.headers.get("Access-Control-Allow-Origin", "")
    if _origin(asset.url) != origin and allowed not in ("*", origin):
        yield f"{asset.url}: needs the header Access-Control-Allow-Origin: {origin}"


def _nonce_problems(pages: list[Answer], bundle: Bundle) -> list[str]:
    """Whether the script runs by a nonce that is the same in each answer."""
    documents = [Document(page.body) for page in pages]
    nonces = {document.ours()[0].get("nonce") for document in documents}
    document, page = documents[0], pages[0]
    ours = document.ours()[0]
    if len(nonces) > 1 or ours.get("nonce") is None:
        return []
    script = Script(bundle.script, None, _url(document, ours, page), page.url)
    if not any(_forbidding(document, ours, page, script)):
        return []
    return [f"{page.url}: the nonce {ours['nonce']!r} is the same in each answer, so anyone's"]


def _forbidding(
    document: Document, ours: Tag, page: Answer, script: Script
) -> Iterator[tuple[str, Directive]]:
    """The policies, of the headers and of the document, that keep the script from running."""
    for text in page.headers.get_all("Content-Security-Policy", []):
        for directive in forbidding(text, script, is_header=True):
            yield text, directive
    for meta in document.policies(document.start(ours)):
        text = str(meta.get("content") or "")
        for directive in forbidding(text, script):
            yield text, directive


def _script(document: Document, ours: Tag, page: Answer, content: bytes) -> Script:
    nonce = ours.get("nonce")
    return Script(
        content, None if nonce is None else str(nonce), _url(document, ours, page), page.url
    )


def _url(document: Document, ours: Tag, page: Answer) -> str | None:
    src = ours.get("src")
    if src is None:
        return None
    return urljoin(page.url, from_base(document, document.start(ours), str(src)))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
