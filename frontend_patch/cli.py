"""The command line: its words, its exit codes, and what a person reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from frontend_patch import __version__
from frontend_patch.bundle import NAME, Bundle, build_bundle
from frontend_patch.errors import DocumentError, FrontendPatchError
from frontend_patch.files import apply_changes, read_file
from frontend_patch.folder_lock import locked
from frontend_patch.home import IS_CHECKOUT, RULES, STUB_UI
from frontend_patch.indexes import find_indexes
from frontend_patch.inject import State, inject, revert, state
from frontend_patch.plan import Plan, Siblings
from frontend_patch.report import make_report
from frontend_patch.rules import load_rules
from frontend_patch.siblings import siblings_of

_PATH = click.Path(path_type=Path)


class _BuildByDefault(click.Group):
    """A group whose command is ``build`` where none is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("--help", "--version")):
            args = ["build", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except FrontendPatchError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_BuildByDefault)
@click.version_option(__version__)
def main() -> None:
    """Make a prebuilt OpenHands UI work behind a reverse proxy.

    Bundles the page script with the rule table and puts it into the UI's index.html. Without a
    command, this is `build`.

    \b
    Examples:
      python build.py                                   try it on the stub UI
      python build.py --index /app/frontend/build/index.html
      python build.py check --index /app/frontend/build/index.html
      python build.py revert --index /app/frontend/build/index.html

    Exit status: 0 done, 1 not as it should be, 2 wrong use.
    """  # noqa: D301 - click wants the control character


_rules_option = click.option(
    "--rules",
    "rules_path",
    type=_PATH,
    default=RULES,
    help="A rule table in place of src_js/rules.json.",
)
_INDEX: dict[str, Any] = {
    "multiple": True,
    "metavar": "FILE|FOLDER|GLOB",
    "help": "The UI's index.html; or all below a folder; or all that match. Repeatable.",
}
_index_option = click.option("--index", "named", required=True, **_INDEX)
_siblings_option = click.option(
    "--siblings",
    type=click.Choice([one.value for one in Siblings]),
    default=Siblings.REBUILD.value,
    show_default=True,
    help="What to do with an index.html.gz, .br or .zst beside it.",
)


@main.command()
@click.option("--index", "named", **_INDEX)
@click.option(
    "--out",
    type=_PATH,
    metavar="FOLDER",
    help="Also write the bundle and its source map here. [default without --index: dist]",
)
@_rules_option
@_siblings_option
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def build(
    named: tuple[str, ...],
    out: Path | None,
    rules_path: Path,
    siblings: str,
    as_json: bool,
) -> None:
    """Bundle the page script and put it into an index.html.

    An earlier bundle there is replaced; the file is not touched if it holds this one already.
    Without --index, a copy of the stub UI under dist/ is patched. All files are written, or none.
    """
    rules = load_rules(rules_path)
    bundle = build_bundle(rules, _progress)
    plan = Plan(Siblings(siblings))
    with _locked_indexes(named) as indexes:
        for index in indexes:
            _plan_patch(plan, index, bundle)
        if not named:
            out = out or Path("dist")
            _plan_stub_ui(plan, out / "stub_ui", bundle)
        if out:
            plan.change({out / NAME: bundle.script, out / f"{NAME}.map": bundle.source_map})
        apply_changes(plan.changes)
    report = make_report(rules, bundle, plan.done)
    click.echo(report.as_json() if as_json else report.as_text())
    if not named and IS_CHECKOUT and not as_json:
        folder = f"{out}/stub_ui"
        click.echo(f"See it work: pip install -e '.[test]', python -m tests.stub_server {folder}")


@main.command()
@_index_option
@_rules_option
def check(named: tuple[str, ...], rules_path: Path) -> None:
    """Tell whether an index.html, and what is compressed beside it, hold exactly this bundle."""
    bundle = build_bundle(load_rules(rules_path), _progress)
    wrong = []
    for index in find_indexes(named):
        data = read_file(index)
        with _about(index):
            found = state(data, bundle)
        line = f"{index}: {found.value} ({bundle.version})"
        if found is State.CURRENT:
            click.echo(line)
        else:
            wrong.append(line)
        stale = (one.path for one in siblings_of(index) if not one.holds(data))
        wrong += [f"{path}: stale: not what {index.name} holds" for path in stale]
    if wrong:
        raise FrontendPatchError("\n".join(wrong))


@main.command("revert")
@_index_option
@_siblings_option
def revert_command(named: tuple[str, ...], siblings: str) -> None:
    """Take the bundle out of an index.html: byte for byte the file that it was."""
    plan = Plan(Siblings(siblings))
    with _locked_indexes(named) as indexes:
        for index in indexes:
            data = read_file(index)
            with _about(index):
                original = revert(data)
            nothing = f"{State.NONE.value}; nothing to revert"
            plan.edit(index, data, original, nothing if original == data else "reverted")
        apply_changes(plan.changes)
    for path, done in plan.done.items():
        click.echo(f"{path}: {done}")


def _plan_patch(plan: Plan, index: Path, bundle: Bundle) -> None:
    data = read_file(index)
    with _about(index):
        before = state(data, bundle)
        patched = inject(data, bundle)
    done = {State.CURRENT: "unchanged", State.NONE: "patched"}.get(before, "replaced")
    plan.edit(index, data, patched, done)


def _plan_stub_ui(plan: Plan, folder: Path, bundle: Bundle) -> None:
    sources = sorted(path for path in STUB_UI.rglob("*") if path.is_file())
    files = {folder / path.relative_to(STUB_UI): read_file(path) for path in sources}
    index = folder / "index.html"
    plan.changes |= files | {index: inject(files[index], bundle)}
    plan.done[index] = "patched"


@contextmanager
def _locked_indexes(named: Iterable[str]) -> Iterator[list[Path]]:
    """The documents, which nobody else changes between the reading and the writing."""
    indexes = find_indexes(named)
    with locked(place.parent for index in indexes for place in (index, index.resolve())):
        yield indexes


@contextmanager
def _about(path: Path) -> Iterator[None]:
    """Names the file in an error about its content."""
    try:
        yield
    except DocumentError as error:
        raise DocumentError(f"{path}: {error}") from error


def _progress(message: str) -> None:
    click.echo(message, err=True)
