"""The script as a file beside a document: its path, and which files of that kind are ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from frontend_patch.bundle.build import Bundle
from frontend_patch.files.transaction import read_file
from frontend_patch.html.document import Document
from frontend_patch.inject.asset_url import FOLDER, NAME, asset_name, digest_of


def assets_folder(index: Path) -> Path:
    """Where a document's assets are."""
    return index.parent / FOLDER


def asset_path(index: Path, bundle: Bundle) -> Path:
    """Where the script of a document is, under a name that tells its content."""
    return assets_folder(index) / asset_name(bundle)


def assets_of(index: Path, planned: Iterable[Path]) -> set[str]:
    """The names of a document's assets: those that there are, and those that will be written."""
    folder = assets_folder(index)
    return {path.name for path in (*folder.glob("*"), *planned) if path.parent == folder}


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
        for old in sorted((folder / FOLDER).glob("frontend-patch-*.js")):
            match = NAME.fullmatch(old.name)
            is_ours = match and (old.name in before or digest_of(read_file(old)) == match[1])
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
