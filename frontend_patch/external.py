"""The script as a file of its own: its name, its URL, and which files of that kind are ours."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urljoin

from bs4 import Tag

from frontend_patch.bundle import Bundle
from frontend_patch.document import MARKER, Document
from frontend_patch.errors import DocumentError
from frontend_patch.files import read_file
from frontend_patch.url_parts import parts_of

_FOLDER = "assets"
_NAME = re.compile(r"frontend-patch-([0-9a-f]{12})\.js")
_OURS = re.compile(rf"(.*?){_FOLDER}/{_NAME.pattern}", re.DOTALL)
_REFERENCE = re.compile(rf"(?P<folder>|.*/){_FOLDER}/(?P<name>[^/?#]+)(?:[?#].*)?", re.DOTALL)
_ASSETS = (("script", "src"), ("link", "href"))


def assets_folder(index: Path) -> Path:
    """Where a document's assets are."""
    return index.parent / _FOLDER


def asset_path(index: Path, bundle: Bundle) -> Path:
    """Where the script of a document is, under a name that tells its content."""
    return assets_folder(index) / _name_of(bundle)


def assets_of(index: Path, planned: Iterable[Path]) -> set[str]:
    """The names of a document's assets: those that there are, and those that will be written."""
    folder = assets_folder(index)
    return {path.name for path in (*folder.glob("*"), *planned) if path.parent == folder}


def asset_url(bundle: Bundle, public_path: str) -> str:
    """The script's URL, by that of the document's folder."""
    return f"{public_path}{_FOLDER}/{_name_of(bundle)}"


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
        f"it refers to no script and no style sheet in the folder {_FOLDER}/ beside it, which "
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


def asset_changes(
    documents: Mapping[Path, bytes], bundle: Bundle | None = None
) -> tuple[dict[Path, bytes | None], dict[Path, bytes | None]]:
    """What becomes of the scripts beside documents: each that is referred to is there, no other.

    Ours is a file whose name tells the hash of its content, or that our element in one of the
    documents referred to; it stays while another ``*.html`` beside them names it.

    Args:
        documents: what each will hold.
        bundle: what they refer to, if any does.

    Returns:
        The files to write before the documents, and those to remove after them.
    """
    written: dict[Path, bytes | None] = {}
    removed: dict[Path, bytes | None] = {}
    for folder in dict.fromkeys(path.parent for path in documents):
        here = [path for path in documents if path.parent == folder]
        after = {name for path in here for name in _referred(documents[path])}
        before = {name for path in here if path.is_file() for name in _referred(read_file(path))}
        asset = bundle and asset_path(here[0], bundle)
        if bundle and asset and asset.name in after and not _holds(asset, bundle.script):
            written[asset] = bundle.script
        others = [read_file(path) for path in folder.glob("*.html") if path not in here]
        for old in sorted((folder / _FOLDER).glob("frontend-patch-*.js")):
            match = _NAME.fullmatch(old.name)
            is_ours = match and (old.name in before or _digest(read_file(old)) == match[1])
            is_named = old.name in after or any(old.name.encode() in other for other in others)
            if is_ours and not is_named:
                removed[old] = None
    return written, removed


def _referred(data: bytes) -> list[str]:
    """The names of the scripts that our elements in a document refer to."""
    return [
        str(tag["src"]).rpartition("/")[2] for tag in Document(data).ours() if "src" in tag.attrs
    ]


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and read_file(path) == data


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


def _name_of(bundle: Bundle) -> str:
    return f"frontend-patch-{_digest(bundle.script)}.js"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]
