"""Looks at a deployed index.html as browsers get it: what it holds, and whether that may run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from frontend_patch.bundle.build import Bundle
from frontend_patch.csp.policy import Directive, Script, allowing, forbidding
from frontend_patch.deployed.fetch import CODINGS, Answer, Fetcher
from frontend_patch.errors import DocumentError
from frontend_patch.html.document import MARKER, Document, runs
from frontend_patch.inject.asset_url import from_base
from frontend_patch.inject.inject import State

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
    found: dict[str, list[str]] = {}
    pages: list[_Page] = []
    for coding in CODINGS:
        answer = fetcher.fetch(url, coding)
        try:
            page = _Page(answer, fetcher, coding)
            found[coding] = list(page.problems(bundle))
            pages.append(page)
        except DocumentError as error:
            found[coding] = [f"{answer.url}: {error}"]
    first, *others = found.values()
    if any(other != first for other in others):
        return [f"asked for {coding}: {one}" for coding, all_ in found.items() for one in all_]
    if first or not pages[0].needs_nonce() or len({page.script.nonce for page in pages}) > 1:
        return first
    return [f"{url}: the nonce {pages[0].script.nonce!r} is the same in each answer, so anyone's"]


class _Page:
    """A document that was served with our script, and that script.

    Attributes:
        script: as the document refers to it.
    """

    def __init__(self, answer: Answer, fetcher: Fetcher, coding: str) -> None:
        """Fetches the script if it is external.

        Raises:
            DocumentError: the document is not HTML, or holds none of ours.
            SiteError: the script cannot be fetched.
        """
        self._answer = answer
        self._document = Document(answer.body)
        self._all_ours = self._document.ours()
        if not self._all_ours:
            raise DocumentError(State.NONE.value)
        self._ours = self._all_ours[0]
        nonce, src = (self._ours.get(name) for name in ("nonce", "src"))
        content, url, self._asset = (self._ours.string or "").encode(), None, None
        if src is not None:
            base = from_base(self._document, self._document.start(self._ours), str(src))
            url = urljoin(answer.url, base)
            self._asset = fetcher.fetch(url, coding)
            content = self._asset.body
        self.script = Script(content, None if nonce is None else str(nonce), url, answer.url)

    def problems(self, bundle: Bundle) -> Iterator[str]:
        """Why a browser does not run this bundle here."""
        url = self._answer.url
        if len(self._all_ours) > 1:
            yield f"{url}: holds {len(self._all_ours)} bundles"
        scripts = self._document.soup.find_all("script")
        if next((tag for tag in scripts if runs(tag)), None) is not self._ours:
            yield f"{url}: the bundle is not the first script to run"
        if self.script.content != bundle.script:
            version = self._ours[MARKER]
            yield f"{self.script.url or url}: holds another bundle ({version})"
        if self._asset:
            yield from self._asset_problems(self._asset)
        for text, directive in self._forbidding(self.script):
            yield _NONCE.sub(
                "'nonce-…'",
                f'{url}: its Content-Security-Policy forbids the script: "{text}". '
                f'It needs "{allowing(directive, self.script)}"',
            )

    def needs_nonce(self) -> bool:
        """Whether the script runs by its nonce alone."""
        return any(self._forbidding(replace(self.script, nonce=None)))

    def _asset_problems(self, asset: Answer) -> Iterator[str]:
        """What keeps a browser from running an external script, whatever is in it."""
        if f"'{self._ours.get('integrity')}'" != self.script.source():
            yield f"{asset.url}: not what the integrity of its script element says"
        is_nosniff = asset.headers.get("X-Content-Type-Options", "").strip().lower() == "nosniff"
        kind = asset.headers.get_content_type()
        if is_nosniff and kind not in _JAVASCRIPT:
            yield f"{asset.url}: served as {kind} with nosniff; browsers want text/javascript"
        origin = _origin(self._answer.url)
        allowed = asset.headers.get("Access-Control-Allow-Origin", "")
        if _origin(asset.url) != origin and allowed not in ("*", origin):
            yield f"{asset.url}: needs the header Access-Control-Allow-Origin: {origin}"

    def _forbidding(self, script: Script) -> Iterator[tuple[str, Directive]]:
        """The policies, of the headers and of the document, that keep the script from running."""
        for text in self._answer.headers.get_all("Content-Security-Policy", []):
            for directive in forbidding(text, script, is_header=True):
                yield text, directive
        for meta in self._document.policies(self._document.start(self._ours)):
            text = str(meta.get("content") or "")
            for directive in forbidding(text, script):
                yield text, directive


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
