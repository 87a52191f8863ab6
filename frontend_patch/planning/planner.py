"""Plans what happens to documents, and to the scripts and compressed files beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from frontend_patch.bundle.build import Bundle
from frontend_patch.errors import DocumentError
from frontend_patch.files.siblings import siblings_of
from frontend_patch.inject.index import Index
from frontend_patch.inject.inject import Patched, State, patch, state_of
from frontend_patch.inject.options import Options
from frontend_patch.planning.assets import Edit, asset_changes, asset_path, assets_of
from frontend_patch.planning.plan import Action, Note, Outcome, Plan
from frontend_patch.problem import Code, Problem
from frontend_patch.reading import read_file


def plan_patches(
    plan: Plan, documents: Mapping[Path, bytes], bundle: Bundle, options: Options
) -> list[Patched]:
    """Inserts the bundle into documents, which are given with their content.

    Raises:
        DocumentError: the script cannot be inserted into one of them.
        FileError: a file beside one cannot be read or rebuilt.
    """
    edits: dict[Path, Edit] = {}
    results: list[Patched] = []
    for path, data in documents.items():
        with _naming(path):
            index = Index(data)
            patched = patch(index, bundle, options, assets_of(path, plan.changes))
        edits[path] = Edit(index, patched.data, patched.asset)
        results.append(patched)
    written, removed = asset_changes(edits, bundle)
    plan.change(written)
    for path, edit in edits.items():
        before = edit.before
        action = Action.PATCHED if before.original == before.data else Action.REPLACED
        if edit.after == before.data:
            action = Action.UNCHANGED
        plan.edit(path, before.data, edit.after, Outcome(action))
    plan.change(removed)
    return results


def plan_reverts(plan: Plan, paths: Iterable[Path]) -> None:
    """Removes the bundle from documents.

    Raises:
        DocumentError: one of them is not HTML in UTF-8.
        FileError: one of them, or a file beside it, cannot be read or rebuilt.
    """
    edits: dict[Path, Edit] = {}
    for path in paths:
        with _naming(path):
            index = Index(read_file(path))
        edits[path] = Edit(index, index.original)
        outcome = Outcome(Action.REVERTED)
        if index.original == index.data:
            outcome = Outcome(Action.UNCHANGED, (Note.NOTHING_TO_REVERT,))
        plan.edit(path, index.data, index.original, outcome)
    _, removed = asset_changes(edits)
    plan.change(removed)


def problems_of(path: Path, bundle: Bundle) -> list[Problem]:
    """Why a document, its script or its compressed siblings differ from what a build writes.

    Raises:
        FileError: the document, or a file beside it, cannot be read.
    """
    data = read_file(path)
    problems = [
        Problem(Code.STALE_SIBLING, str(sibling.path), {"document": path.name})
        for sibling in siblings_of(path)
        if not sibling.holds(data)
    ]
    try:
        index = Index(data)
        state, options = state_of(index, bundle), index.options
    except DocumentError as error:
        return [Problem(Code.INVALID_DOCUMENT, str(path), {"error": str(error)}), *problems]
    if state is State.NONE:
        return [Problem(Code.NO_BUNDLE, str(path)), *problems]
    if state is State.OTHER:
        details = {"found": str(index.version), "wanted": bundle.version}
        return [Problem(Code.OTHER_BUNDLE, str(path), details), *problems]
    if options and options.external:
        asset = asset_path(path, bundle)
        if not asset.is_file():
            problems.append(Problem(Code.MISSING_ASSET, str(asset), {"document": str(path)}))
        elif read_file(asset) != bundle.script:
            problems.append(Problem(Code.OTHER_ASSET, str(asset), {"document": str(path)}))
    return problems


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Names the file in an error about its content."""
    try:
        yield
    except DocumentError as error:
        raise DocumentError(f"{path}: {error}") from error
