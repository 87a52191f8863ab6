"""The command ``inject``."""

from __future__ import annotations

from pathlib import Path

import click

from frontend_patch.bundle.written import WRITTEN_NAME, read_bundle
from frontend_patch.cli.locking import locked_indexes
from frontend_patch.cli.options import INDEX, PATH, injection_options, siblings_option
from frontend_patch.cli.sentences import notes_text
from frontend_patch.files.transaction import apply_changes
from frontend_patch.inject.options import Options
from frontend_patch.planning.plan import Plan, Siblings
from frontend_patch.planning.planner import plan_patches
from frontend_patch.reading import read_file


@click.command("inject")
@click.option(
    "--bundle",
    "written",
    type=PATH,
    metavar="FILE",
    required=True,
    help=f"The {WRITTEN_NAME} that `build --out` wrote, by the same version.",
)
@click.option("--index", "named", required=True, **INDEX)
@siblings_option
@injection_options
def inject_command(written: Path, named: tuple[str, ...], siblings: str, options: Options) -> None:
    """Insert a bundle that was built before into an index.html.

    Needs neither esbuild nor npm, and no rule table: the bundle has its rules and preset. Writes
    all files or none.
    """
    bundle = read_bundle(written)
    plan = Plan(Siblings(siblings))
    with locked_indexes(named) as indexes:
        documents = {index: read_file(index) for index in indexes}
        patched = plan_patches(plan, documents, bundle, options)
        apply_changes(plan.changes)
    sources = dict.fromkeys(source for document in patched for source in document.csp_sources)
    click.echo(f"openhands-frontend-patch {bundle.version}")
    click.echo(f"  CSP: script-src {', or '.join(sources)}")
    for path, outcome in plan.outcomes.items():
        click.echo(f"  {path}: {outcome.action.value}{notes_text(outcome)}")
