"""The command line: its words, its exit codes, and what a person reads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from frontend_patch import __version__
from frontend_patch.bundle.build import NAME, Bundle, build_bundle
from frontend_patch.bundle.written import WRITTEN_NAME, written_bundle
from frontend_patch.cli.explain import explain_command, serve
from frontend_patch.cli.inject import inject_command
from frontend_patch.cli.locking import locked_indexes
from frontend_patch.cli.options import INDEX, PATH, how_to_inject, siblings_option, which_rules
from frontend_patch.cli.progress import telling
from frontend_patch.cli.report import make_report
from frontend_patch.deployed.check import site_problems
from frontend_patch.errors import FrontendPatchError, PresetError
from frontend_patch.files.discover import find_indexes
from frontend_patch.files.transaction import apply_changes, read_file
from frontend_patch.inject.inject import State, csp_sources
from frontend_patch.inject.options import Options
from frontend_patch.paths import IS_CHECKOUT, STUB_UI
from frontend_patch.planning.plan import Plan, Siblings
from frontend_patch.planning.planner import plan_patches, plan_reverts, problems_of
from frontend_patch.rules.load import Rules
from frontend_patch.url_parts import parts_of


class _BuildByDefault(click.Group):
    """A group whose command is ``build`` where none is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("--help", "--version")):
            args = ["build", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PresetError as error:
            raise click.BadParameter(str(error), ctx, param_hint="--preset") from error
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
      python build.py check --url https://openhands.example.com/
      python build.py inject --bundle dist/frontend-patch.bundle.json --index …/index.html
      python build.py revert --index /app/frontend/build/index.html
      python build.py explain http://localhost:5000/    which rule takes it, and why
      python build.py serve                             the rule explorer

    Exit status: 0 done, 1 not as it should be, 2 wrong use.
    """  # noqa: D301 - click wants the control character


@main.command()
@click.option("--index", "named", **INDEX)
@click.option(
    "--out",
    type=PATH,
    metavar="FOLDER",
    help="Also write the bundle here: a script with its source map, and a file for `inject`. "
    "[default without --index: dist]",
)
@which_rules
@siblings_option
@how_to_inject
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def build(  # noqa: PLR0913, PLR0917 - an option each
    named: tuple[str, ...],
    out: Path | None,
    rules: Rules,
    siblings: str,
    options: Options,
    as_json: bool,
) -> None:
    """Bundle the page script and put it into an index.html.

    An earlier bundle there is replaced; the file is not touched if it holds this one already.
    Without --index, a copy of the stub UI under dist/ is patched. All files are written, or none.
    """
    bundle = _built(rules)
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
        sources = dict.fromkeys(
            one for data in patched.values() for one in csp_sources(data, bundle)
        )
        apply_changes(plan.changes)
    report = make_report(rules, bundle, plan.done, [*sources])
    click.echo(report.as_json() if as_json else report.as_text())
    if not named and IS_CHECKOUT and not as_json:
        serve_it = (
            ".venv/bin/pip install -q -e '.[serve]' && .venv/bin/python build.py serve --open"
        )
        click.echo(f"See it work: {serve_it}")


@main.command()
@click.option("--index", "named", **INDEX)
@click.option("--url", metavar="URL", help="A page of the deployed UI.")
@click.option(
    "--ca", type=PATH, metavar="FILE", help="Certificates to trust beside the system's, for --url."
)
@which_rules
def check(named: tuple[str, ...], url: str | None, ca: Path | None, rules: Rules) -> None:
    """Tell whether an index.html, and what is compressed beside it, hold exactly this bundle.

    With --url: whether browsers get this bundle there, and are let run it.
    """
    if url is not None and not named:
        _check_site(url, ca, rules)
    elif named and url is None and ca is None:
        _check_files(named, rules)
    else:
        raise click.UsageError("give either --index, or --url and perhaps --ca")


def _check_site(url: str, ca: Path | None, rules: Rules) -> None:
    is_one = re.fullmatch(r"https?://[^/?#@\s]+([/?#]\S*)?", url, re.IGNORECASE)
    if not is_one or not parts_of(url):
        raise click.UsageError(f"--url {url!r}: it must be https://HOST/… or http://HOST/…")
    bundle = _built(rules)
    if problems := site_problems(url, bundle, ca):
        raise FrontendPatchError("\n".join(problems))
    click.echo(f"{url}: {State.CURRENT.value} ({bundle.version}), and browsers may run it")


def _check_files(named: tuple[str, ...], rules: Rules) -> None:
    bundle = _built(rules)
    problems = {index: problems_of(index, bundle) for index in find_indexes(named)}
    for index, found in problems.items():
        if not found:
            click.echo(f"{index}: {State.CURRENT.value} ({bundle.version})")
    if lines := [line for found in problems.values() for line in found]:
        raise FrontendPatchError("\n".join(lines))


@main.command("revert")
@click.option("--index", "named", required=True, **INDEX)
@siblings_option
def revert_command(named: tuple[str, ...], siblings: str) -> None:
    """Take the bundle out of an index.html: byte for byte the file that it was."""
    plan = Plan(Siblings(siblings))
    with locked_indexes(named) as indexes:
        plan_reverts(plan, indexes)
        apply_changes(plan.changes)
    for path, done in plan.done.items():
        click.echo(f"{path}: {done}")


def _built(rules: Rules) -> Bundle:
    with telling() as progress:
        return build_bundle(rules, progress)


def _stub_ui(folder: Path) -> dict[Path, bytes]:
    """The files of the stub UI, as they are to be in a folder."""
    sources = sorted(path for path in STUB_UI.rglob("*") if path.is_file())
    return {folder / path.relative_to(STUB_UI): read_file(path) for path in sources}


main.add_command(inject_command)
main.add_command(explain_command)
main.add_command(serve)
