"""The script as a file beside a document: its path, and which files to write and remove."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from frontend_patch.bundle.build import Bundle
from frontend_patch.digest import short_digest
from frontend_patch.inject.asset_url import FOLDER, NAME, asset_name
from frontend_patch.inject.index import Index
from frontend_patch.reading import read_file

Changes = dict[Path, bytes | None]


@dataclass(frozen=True)
class Edit:
    """A document before and after a command.

    Attributes:
        before: the document as it is.
        after: the bytes that it will have.
        asset: the file name of the script that it will refer to, if any.
    """

    before: Index
    after: bytes
    asset: str | None = None


def assets_folder(index: Path) -> Path:
    """The folder of a document's assets."""
    return index.parent / FOLDER


def asset_path(index: Path, bundle: Bundle) -> Path:
    """The path of a document's external script; its name contains a hash of its content."""
    return assets_folder(index) / asset_name(bundle)


def assets_of(index: Path, planned: Iterable[Path]) -> set[str]:
    """The names of a document's assets, both existing and planned."""
    folder = assets_folder(index)
    return {path.name for path in (*folder.glob("*"), *planned) if path.parent == folder}


def asset_changes(
    edits: Mapping[Path, Edit], bundle: Bundle | None = None
) -> tuple[Changes, Changes]:
    """The external scripts to write and to remove, so that exactly those referred to exist.

    A file is ours if its name contains the hash of its content, or if our element in one of the
    documents referred to it. It stays as long as another ``*.html`` beside the documents names it.

    Args:
        edits: what happens to each document.
        bundle: the bundle that they will contain, if any.

    Returns:
        The files to write before the documents, and the files to remove after them.
    """
    written: Changes = {}
    removed: Changes = {}
    for folder in dict.fromkeys(path.parent for path in edits):
        here = {path: edit for path, edit in edits.items() if path.parent == folder}
        after = {edit.asset for edit in here.values()}
        before = {name for edit in here.values() for name in edit.before.asset_names}
        if bundle and asset_name(bundle) in after:
            asset = folder / FOLDER / asset_name(bundle)
            if not (asset.is_file() and read_file(asset) == bundle.script):
                written[asset] = bundle.script
        others = [read_file(path) for path in folder.glob("*.html") if path not in here]
        for old in sorted((folder / FOLDER).glob("frontend-patch-*.js")):
            match = NAME.fullmatch(old.name)
            is_ours = match and (old.name in before or short_digest(read_file(old)) == match[1])
            is_named = old.name in after or any(old.name.encode() in other for other in others)
            if is_ours and not is_named:
                removed[old] = None
    return written, removed
