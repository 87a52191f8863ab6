"""Checks a deployed UI as browsers receive it: which bundle it contains, and whether it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from frontend_patch.bundle.build import Bundle
from frontend_patch.csp.policy import Directive, Script, allowing, forbidding
from frontend_patch.deployed.fetch import CODINGS, Fetcher, Response
from frontend_patch.errors import DocumentError, UnreachableError
from frontend_patch.html.document import MARKER, Document
from frontend_patch.inject.asset_url import resolve_by_base
from frontend_patch.problem import Code, Problem

# It differs between responses, so it would make equal problems look different.
_NONCE = re.compile(r"'nonce-[^']*'", re.IGNORECASE)

_JAVASCRIPT = ("text/javascript", "application/javascript", "application/x-javascript")


@dataclass(frozen=True)
class SiteCheck:
    """The result of a check.

    Attributes:
        by_coding: the problems for each content coding; equal for all codings as a rule.
    """

    by_coding: dict[str, list[Problem]]

    @property
    def problems(self) -> list[tuple[str | None, Problem]]:
        """Each problem, with its content coding if the codings differ."""
        first, *others = self.by_coding.values()
        if all(other == first for other in others):
            return [(None, problem) for problem in first]
        return [(name, problem) for name, found in self.by_coding.items() for problem in found]


def check_site(url: str, bundle: Bundle, ca: Path | None = None) -> SiteCheck:
    """Checks whether browsers receive and run a bundle at a URL.

    The document is fetched with each content coding, since a server may keep a file for each.

    Args:
        url: the http or https URL of a page of the UI.
        bundle: the expected bundle.
        ca: a PEM file of certificates to trust in addition to the system's.

    Raises:
        FileError: ``ca`` cannot be read.
        UnreachableError: the document cannot be fetched; or its script, for another reason than an
            HTTP status.
    """
    fetcher = Fetcher(ca)
    found: dict[str, list[Problem]] = {}
    pages: list[_Page] = []
    for coding in CODINGS:
        response = fetcher.fetch(url, coding)
        try:
            page = _Page(response, fetcher, coding)
            found[coding] = list(page.problems(bundle))
            pages.append(page)
        except _PageError as error:
            found[coding] = [error.problem]
    if not any(found.values()) and pages[0].needs_nonce():
        nonces = {page.script.nonce for page in pages}
        if len(nonces) == 1:
            problem = Problem(Code.FIXED_NONCE, url, {"nonce": str(nonces.pop())})
            found = {coding: [problem] for coding in found}
    return SiteCheck(found)


class _PageError(Exception):
    """A problem that prevents all further checks of a response."""

    def __init__(self, code: Code, where: str, **details: str) -> None:
        super().__init__(where)
        self.problem = Problem(code, where, details)


class _Page:
    """A document that was served with our script, and that script.

    Attributes:
        script: the script, as the document refers to it.
    """

    def __init__(self, response: Response, fetcher: Fetcher, coding: str) -> None:
        """Parses the document, and fetches the script if it is external.

        Raises:
            _PageError: the document is invalid or without our script; or the server has no
                such script.
            UnreachableError: the script cannot be fetched.
        """
        self._response = response
        try:
            self._document = Document(response.body)
            self._marked = self._document.marked_scripts()
            if not self._marked:
                raise _PageError(Code.NO_BUNDLE, response.url)
            self._element = self._marked[0]
            nonce, url = self._element.get("nonce"), self._asset_url()
        except DocumentError as error:
            raise _PageError(Code.INVALID_DOCUMENT, response.url, error=str(error)) from error
        self._asset = None if url is None else _fetch_asset(fetcher, url, coding)
        content = self._asset.body if self._asset else (self._element.string or "").encode()
        self.script = Script(content, None if nonce is None else str(nonce), url, response.url)

    def problems(self, bundle: Bundle) -> Iterator[Problem]:
        """Why a browser does not run this bundle."""
        url = self._response.url
        if len(self._marked) > 1:
            yield Problem(Code.SEVERAL_BUNDLES, url, {"count": str(len(self._marked))})
        if self._document.first_running_script() is not self._element:
            yield Problem(Code.NOT_FIRST_SCRIPT, url)
        if self.script.content != bundle.script:
            details = {"found": str(self._element[MARKER]), "wanted": bundle.version}
            yield Problem(Code.OTHER_BUNDLE, self.script.url or url, details)
        if self._asset:
            yield from self._asset_problems(self._asset)
        for policy, directive in self._forbidding(self.script):
            details = {"policy": policy, "needed": allowing(directive, self.script)}
            masked = {name: _NONCE.sub("'nonce-…'", text) for name, text in details.items()}
            yield Problem(Code.FORBIDDEN_BY_CSP, url, masked)

    def needs_nonce(self) -> bool:
        """Whether a policy allows the script only because of its nonce."""
        return any(self._forbidding(replace(self.script, nonce=None)))

    def _asset_url(self) -> str | None:
        """The URL of an external script."""
        src = self._element.get("src")
        if src is None:
            return None
        offset = self._document.start(self._element)
        resolved = resolve_by_base(self._document, offset, str(src))
        return urljoin(self._response.url, resolved)

    def _asset_problems(self, asset: Response) -> Iterator[Problem]:
        """Why a browser does not run an external script, whatever its content is."""
        if f"'{self._element.get('integrity')}'" != self.script.source():
            yield Problem(Code.WRONG_INTEGRITY, asset.url)
        is_nosniff = asset.headers.get("X-Content-Type-Options", "").strip().lower() == "nosniff"
        kind = asset.headers.get_content_type()
        if is_nosniff and kind not in _JAVASCRIPT:
            yield Problem(Code.WRONG_TYPE, asset.url, {"type": kind})
        origin = _origin(self._response.url)
        allowed = asset.headers.get("Access-Control-Allow-Origin", "")
        if _origin(asset.url) != origin and allowed not in ("*", origin):
            yield Problem(Code.NO_CORS, asset.url, {"origin": origin})

    def _forbidding(self, script: Script) -> Iterator[tuple[str, Directive]]:
        """The policies of the headers and of the document that keep the script from running."""
        for text in self._response.headers.get_all("Content-Security-Policy", []):
            for directive in forbidding(text, script, is_header=True):
                yield text, directive
        for meta in self._document.policies(self._document.start(self._element)):
            text = str(meta.get("content") or "")
            for directive in forbidding(text, script):
                yield text, directive


def _fetch_asset(fetcher: Fetcher, url: str, coding: str) -> Response:
    try:
        return fetcher.fetch(url, coding)
    except UnreachableError as error:
        if error.status is None:
            raise
        raise _PageError(Code.MISSING_ASSET, error.url, status=str(error.status)) from error


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
