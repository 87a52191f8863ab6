"""The script as a file of its own: its name, its URL, and which files of that kind are ours."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from urllib.parse import unquote, urljoin

from bs4 import Tag

from frontend_patch.bundle.build import Bundle
from frontend_patch.errors import DocumentError
from frontend_patch.html.document import MARKER, Document
from frontend_patch.url_parts import parts_of

FOLDER = "assets"
NAME = re.compile(r"frontend-patch-([0-9a-f]{12})\.js")
_OURS = re.compile(rf"(.*?){FOLDER}/{NAME.pattern}", re.DOTALL)
_REFERENCE = re.compile(rf"(?P<folder>|.*/){FOLDER}/(?P<name>[^/?#]+)(?:[?#].*)?", re.DOTALL)
_ASSETS = (("script", "src"), ("link", "href"))


def asset_url(bundle: Bundle, public_path: str) -> str:
    """The script's URL, by that of the document's folder."""
    return f"{public_path}{FOLDER}/{asset_name(bundle)}"


def inferred_path(document: Document, place: int, assets: Collection[str] | None) -> str:
    """The URL of the document's folder, as its own references to its assets tell it.

    Args:
        document: what refers to them.
        place: where our element will be.
        assets: their names; None where they are not known, and any reference is trusted.

    Raises:
        DocumentError: it refers to none of them.
    """
    for tag, url in _references(document):
        match = _REFERENCE.fullmatch(url)
        if match and (assets is None or unquote(match["name"]) in assets):
            folder: str = match["folder"]
            base = _base(document)
            # It is not yet there when our element is read, and is when theirs is.
            if base and place <= document.start(base) < document.start(tag):
                return urljoin(str(base["href"]), folder)
            return folder
    raise DocumentError(
        f"it refers to no script and no style sheet in the folder {FOLDER}/ beside it, which "
        "would tell the URL for ours: give it with --public-path"
    )


def public_path_of(script: Tag) -> str | None:
    """The URL of the document's folder, as our element has it; None for an inline one."""
    match = _OURS.fullmatch(str(script.get("src") or ""))
    return match and match[1]


def from_base(document: Document, place: int, url: str) -> str:
    """A URL as a browser resolves it at ``place``, as far as the document tells.

    A script's is resolved when its element ends, by the base elements before it (4.12.1.1, 2.4.2).

    Raises:
        DocumentError: it is malformed, so that a browser loads nothing.
    """
    if not parts_of(url):
        raise DocumentError(f"the script's URL {url!r} is malformed")
    base = _base(document)
    return urljoin(str(base["href"]), url) if base and document.start(base) < place else url


def _references(document: Document) -> Iterator[tuple[Tag, str]]:
    """Scripts and links that can load: first those that name no host, which are the UI's own."""
    found = [
        (tag, url, parts)
        for name, attribute in _ASSETS
        for tag in document.soup.find_all(name, attrs={attribute: True})
        if not tag.has_attr(MARKER) and (parts := parts_of(url := str(tag[attribute]).strip()))
    ]
    for tag, url, _ in sorted(found, key=lambda one: bool(one[2].netloc)):
        yield tag, url


def _base(document: Document) -> Tag | None:
    """The first base element; one whose URL is malformed leaves the page's own (4.2.3)."""
    bases = document.soup.find_all("base", href=True)
    base = next((one for one in bases if not one.find_parent(["template", "noscript"])), None)
    return base if base and parts_of(str(base["href"])) else None


def asset_name(bundle: Bundle) -> str:
    """The script's file name, which carries a hash of its content."""
    return f"frontend-patch-{digest_of(bundle.script)}.js"


def digest_of(data: bytes) -> str:
    """The first 12 hex digits of the SHA-256 of ``data``."""
    return hashlib.sha256(data).hexdigest()[:12]
