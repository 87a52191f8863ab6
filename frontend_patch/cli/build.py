"""The commands that change files: ``build`` and ``revert``."""

from __future__ import annotations

from pathlib import Path

import click

from frontend_patch.bundle.build import NAME, build_bundle
from frontend_patch.bundle.written import WRITTEN_NAME, written_bundle
from frontend_patch.cli.locking import locked_indexes
from frontend_patch.cli.options import (
    INDEX,
    PATH,
    injection_options,
    rules_options,
    siblings_option,
)
from frontend_patch.cli.progress import show_progress
from frontend_patch.cli.report import Report
from frontend_patch.cli.sentences import notes_text
from frontend_patch.files.transaction import apply_changes
from frontend_patch.inject.options import Options
from frontend_patch.paths import IS_CHECKOUT, STUB_UI
from frontend_patch.planning.plan import Plan, Siblings
from frontend_patch.planning.planner import plan_patches, plan_reverts
from frontend_patch.reading import read_file
from frontend_patch.rules.load import Rules

_DEMO = ".venv/bin/pip install -q -e '.[serve]' && .venv/bin/python build.py serve --open"


@click.command()
@click.option("--index", "named", **INDEX)
@click.option(
    "--out",
    type=PATH,
    metavar="FOLDER",
    help="Also write the bundle, its source map, and a file for `inject` to this folder. "
    "[default without --index: dist]",
)
@rules_options
@siblings_option
@injection_options
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def build(  # noqa: PLR0913, PLR0917 - one parameter per option
    named: tuple[str, ...],
    out: Path | None,
    rules: Rules,
    siblings: str,
    options: Options,
    as_json: bool,
) -> None:
    """Bundle the script and insert it into an index.html.

    Replaces an earlier bundle. Leaves files alone that are current. Without --index, patches a
    copy of the stub UI in dist/. Writes all files or none.
    """
    bundle = build_bundle(rules, show_progress)
    plan = Plan(Siblings(siblings))
    with locked_indexes(named, out) as indexes:
        documents = {index: read_file(index) for index in indexes}
        if not named:
            out = out or Path("dist")
            copy = _stub_ui(out / "stub_ui")
            plan.changes |= copy
            documents = {path: data for path, data in copy.items() if path.name == "index.html"}
        patched = plan_patches(plan, documents, bundle, options)
        if out:
            plan.change({out / NAME: bundle.script, out / f"{NAME}.map": bundle.source_map})
            plan.change({out / WRITTEN_NAME: written_bundle(bundle)})
        apply_changes(plan.changes)
    sources = list(dict.fromkeys(source for document in patched for source in document.csp_sources))
    report = Report(rules, bundle, plan.outcomes, sources)
    click.echo(report.as_json() if as_json else report.as_text())
    if not named and IS_CHECKOUT and not as_json:
        click.echo(f"See it work: {_DEMO}")


@click.command()
@click.option("--index", "named", required=True, **INDEX)
@siblings_option
def revert(named: tuple[str, ...], siblings: str) -> None:
    """Remove the bundle from an index.html, which restores its original bytes."""
    plan = Plan(Siblings(siblings))
    with locked_indexes(named) as indexes:
        plan_reverts(plan, indexes)
        apply_changes(plan.changes)
    for path, outcome in plan.outcomes.items():
        click.echo(f"{path}: {outcome.action.value}{notes_text(outcome)}")


def _stub_ui(folder: Path) -> dict[Path, bytes]:
    """The files of the stub UI, with their paths in another folder."""
    sources = sorted(path for path in STUB_UI.rglob("*") if path.is_file())
    return {folder / path.relative_to(STUB_UI): read_file(path) for path in sources}
