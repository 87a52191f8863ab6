"""The script as a file of its own: its name and its URL."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from urllib.parse import unquote, urljoin

from frontend_patch.bundle.build import Bundle
from frontend_patch.digest import short_digest
from frontend_patch.errors import DocumentError
from frontend_patch.html.document import MARKER, Document
from frontend_patch.html.soup import Tag
from frontend_patch.url_parts import split_url

FOLDER = "assets"
NAME = re.compile(r"frontend-patch-([0-9a-f]{12})\.js")
_SCRIPT_URL = re.compile(rf"(.*?){FOLDER}/{NAME.pattern}", re.DOTALL)
_REFERENCE = re.compile(rf"(?P<folder>|.*/){FOLDER}/(?P<name>[^/?#]+)(?:[?#].*)?", re.DOTALL)
_REFERRING = (("script", "src"), ("link", "href"))


def asset_name(bundle: Bundle) -> str:
    """The script's file name, which contains a hash of its content."""
    return f"frontend-patch-{short_digest(bundle.script)}.js"


def asset_url(bundle: Bundle, public_path: str) -> str:
    """The script's URL, given the URL of the document's folder."""
    return f"{public_path}{FOLDER}/{asset_name(bundle)}"


def inferred_path(document: Document, offset: int, assets: Collection[str] | None) -> str:
    """The URL of the document's folder, inferred from its references to its assets.

    Args:
        document: the document.
        offset: where our element will be.
        assets: the names of its assets; None if unknown, which accepts any reference.

    Raises:
        DocumentError: it refers to none of them.
    """
    for tag, url in _references(document):
        match = _REFERENCE.fullmatch(url)
        if match and (assets is None or unquote(match["name"]) in assets):
            folder: str = match["folder"]
            base = _base(document)
            # A <base> between our element and theirs applies to theirs only.
            if base and offset <= document.start(base) < document.start(tag):
                return urljoin(str(base["href"]), folder)
            return folder
    raise DocumentError(
        "cannot infer the URL of the script, because the document refers to no script or style "
        f"sheet in the folder {FOLDER}/ beside it; set --public-path"
    )


def public_path_of(script: Tag) -> str | None:
    """The URL of the document's folder in our element's URL; None for an inline element."""
    match = _SCRIPT_URL.fullmatch(str(script.get("src") or ""))
    return match and match[1]


def resolve_by_base(document: Document, offset: int, url: str) -> str:
    """A URL resolved by the base element that applies at ``offset``, if any.

    A script's URL is resolved when its element ends, so only base elements before it count (HTML
    Standard, 4.12.1.1 and 2.4.2).

    Raises:
        DocumentError: the URL is malformed, so a browser loads nothing.
    """
    if not split_url(url):
        raise DocumentError(f"the script's URL {url!r} is malformed")
    base = _base(document)
    return urljoin(str(base["href"]), url) if base and document.start(base) < offset else url


def _references(document: Document) -> Iterator[tuple[Tag, str]]:
    """Scripts and links with a valid URL; those without a host, which are the UI's own, first."""
    found = [
        (tag, url, parts)
        for name, attribute in _REFERRING
        for tag in document.soup.find_all(name, attrs={attribute: True})
        if not tag.has_attr(MARKER) and (parts := split_url(url := str(tag[attribute]).strip()))
    ]
    for tag, url, _ in sorted(found, key=lambda reference: bool(reference[2].netloc)):
        yield tag, url


def _base(document: Document) -> Tag | None:
    """The first base element; a malformed URL there leaves the page's own URL in force (4.2.3)."""
    bases = document.soup.find_all("base", href=True)
    active = (base for base in bases if not base.find_parent(["template", "noscript"]))
    first = next(active, None)
    return first if first and split_url(str(first["href"])) else None
