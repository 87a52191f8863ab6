"""Plans what becomes of documents, and of the scripts and compressed files beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from frontend_patch.bundle.build import Bundle
from frontend_patch.errors import DocumentError
from frontend_patch.files.siblings import siblings_of
from frontend_patch.files.transaction import read_file
from frontend_patch.inject.inject import State, inject, options_of, revert, state
from frontend_patch.inject.options import Options
from frontend_patch.planning.assets import asset_changes, asset_path, assets_of
from frontend_patch.planning.plan import Plan


def plan_patches(
    plan: Plan, documents: Mapping[Path, bytes], bundle: Bundle, options: Options
) -> dict[Path, bytes]:
    """Puts the bundle into documents, given with what they hold; returns what they will hold.

    Raises:
        DocumentError: one is none that the script can be put into.
        FileError: what is beside one cannot be read or rebuilt.
    """
    patched: dict[Path, bytes] = {}
    originals: dict[Path, bytes] = {}
    for index, data in documents.items():
        with _about(index):
            assets = assets_of(index, plan.changes)
            patched[index] = inject(data, bundle, options, assets)
            originals[index] = revert(data)
    written, removed = asset_changes(patched, bundle)
    plan.change(written)
    for index, data in documents.items():
        done = "patched" if originals[index] == data else "replaced"
        plan.edit(index, data, patched[index], "unchanged" if patched[index] == data else done)
    plan.change(removed)
    return patched


def plan_reverts(plan: Plan, indexes: Iterable[Path]) -> None:
    """Takes the bundle out of documents.

    Raises:
        DocumentError: one is not HTML in UTF-8.
        FileError: one, or what is beside it, cannot be read or rebuilt.
    """
    originals: dict[Path, bytes] = {}
    for index in indexes:
        data = read_file(index)
        with _about(index):
            originals[index] = revert(data)
        nothing = f"{State.NONE.value}; nothing to revert"
        done = nothing if originals[index] == data else "reverted"
        plan.edit(index, data, originals[index], done)
    _, removed = asset_changes(originals)
    plan.change(removed)


def problems_of(index: Path, bundle: Bundle) -> list[str]:
    """What keeps a document from holding exactly this bundle, and servers from sending it.

    Raises:
        DocumentError: it is none that the script can be put into.
        FileError: it, or what is beside it, cannot be read.
    """
    data = read_file(index)
    with _about(index):
        found, options = state(data, bundle), options_of(data)
    stale = [one.path for one in siblings_of(index) if not one.holds(data)]
    problems = [f"{path}: stale: not what {index.name} holds" for path in stale]
    if found is not State.CURRENT:
        return [f"{index}: {found.value} ({bundle.version})", *problems]
    asset = asset_path(index, bundle)
    if options and options.external:
        if not asset.is_file():
            problems.append(f"{asset}: not there, and {index} refers to it; build it again")
        elif read_file(asset) != bundle.script:
            problems.append(f"{asset}: not the script that {index} refers to; build it again")
    return problems


@contextmanager
def _about(path: Path) -> Iterator[None]:
    """Names the file in an error about its content."""
    try:
        yield
    except DocumentError as error:
        raise DocumentError(f"{path}: {error}") from error
