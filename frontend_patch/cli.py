"""The command line: its words, its exit codes, and what a person reads."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from frontend_patch import __version__, vias
from frontend_patch.bundle import NAME, Bundle, build_bundle
from frontend_patch.errors import DocumentError, FileError, FrontendPatchError, PresetError
from frontend_patch.explain import explain, explained_as_json, explained_as_text
from frontend_patch.files import read_file, replace_file, write_file
from frontend_patch.home import IS_CHECKOUT, RULES, STUB_UI
from frontend_patch.inject import State, inject, revert, state
from frontend_patch.report import make_report
from frontend_patch.rules import load_rules
from frontend_patch.terminal import telling

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
      python build.py revert --index /app/frontend/build/index.html
      python build.py serve                             the rule explorer
      python build.py explain http://localhost:5000/    which rule takes it, and why

    Exit status: 0 done, 1 not as it should be, 2 wrong use.
    """  # noqa: D301 - click wants the control character


_rules_option = click.option(
    "--rules",
    "rules_path",
    type=_PATH,
    default=RULES,
    help="A rule table in place of src_js/rules.json.",
)
_preset_option = click.option(
    "--preset",
    metavar="NAME",
    help="How your proxy reaches a sandbox: subdomain, path, port-path, direct, or one of your own "
    "table's. [default: what the table says]",
)
_index_option = click.option(
    "--index", type=_PATH, required=True, metavar="FILE", help="The UI's index.html."
)


@main.command()
@click.option("--index", type=_PATH, metavar="FILE", help="The UI's index.html.")
@click.option(
    "--out",
    type=_PATH,
    metavar="FOLDER",
    help="Also write the bundle and its source map here. [default without --index: dist]",
)
@_rules_option
@_preset_option
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def build(
    index: Path | None, out: Path | None, rules_path: Path, preset: str | None, as_json: bool
) -> None:
    """Bundle the page script and put it into an index.html.

    An earlier bundle there is replaced; the file is not touched if it holds this one already.
    Without --index, a copy of the stub UI under dist/ is patched.
    """
    rules = load_rules(rules_path, preset)
    with telling() as progress:
        bundle = build_bundle(rules, progress)
    files: dict[Path, str] = {}
    try_out = index is None
    if index is None:
        out = out or Path("dist")
        index = _copy_stub_ui(out / "stub_ui")
    files[index] = _patch(index, bundle)
    if out:
        write_file(out / NAME, bundle.script)
        write_file(out / f"{NAME}.map", bundle.source_map)
        files[out / NAME] = "written"
    report = make_report(rules, bundle, files)
    click.echo(report.as_json() if as_json else report.as_text())
    if try_out and IS_CHECKOUT and not as_json:
        click.echo(
            f"See it work: pip install -e '.[test]', python -m tests.stub_server {index.parent}"
        )


@main.command()
@_index_option
@_rules_option
@_preset_option
def check(index: Path, rules_path: Path, preset: str | None) -> None:
    """Tell whether an index.html holds exactly this bundle."""
    with telling() as progress:
        bundle = build_bundle(load_rules(rules_path, preset), progress)
    with _about(index):
        found = state(read_file(index), bundle)
    line = f"{index}: {found.value} ({bundle.version})"
    if found is not State.CURRENT:
        raise FrontendPatchError(line)
    click.echo(line)


@main.command("revert")
@_index_option
def revert_command(index: Path) -> None:
    """Take the bundle out of an index.html: byte for byte the file that it was."""
    data = read_file(index)
    with _about(index):
        original = revert(data)
    if original == data:
        click.echo(f"{index}: {State.NONE.value}; nothing to revert")
        return
    replace_file(index, original)
    click.echo(f"{index}: reverted")


@main.command("explain")
@click.argument("url")
@click.option(
    "--via",
    "names",
    multiple=True,
    type=click.Choice([*vias.GROUPS["any"], *vias.GROUPS]),
    default=["any"],
    help="How the URL leaves the page; may be repeated. [default: any]",
)
@click.option(
    "--page", metavar="ADDRESS", help="The page's address. [default: examplePage of the table]"
)
@_rules_option
@_preset_option
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def explain_command(  # noqa: PLR0913, PLR0917 - one an option
    url: str,
    names: tuple[str, ...],
    page: str | None,
    rules_path: Path,
    preset: str | None,
    as_json: bool,
) -> None:
    """Tell which rule takes a URL, what becomes of it, and why no rule before it did.

    It is the page script that is asked, in Node.js.
    """
    rules = load_rules(rules_path, preset)
    page = page or str(rules.table["examplePage"])
    try:
        with telling() as progress:
            explanations = explain(rules, page, url, vias.expand(names), progress)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--page") from error
    if as_json:
        click.echo(explained_as_json(page, url, explanations))
    else:
        click.echo(explained_as_text(rules, page, url, explanations))


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8300, show_default=True)
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
@_rules_option
@_preset_option
def serve(port: int, open_browser: bool, rules_path: Path, preset: str | None) -> None:
    """Serve the rule explorer and the stub UI on loopback, live: for work on the table.

    Needs a checkout, and pip install -e '.[serve]'.
    """
    try:
        from explorer.server import run_explorer  # noqa: PLC0415 - not in an image build
    except ModuleNotFoundError as error:
        what = "a checkout" if error.name == "explorer" else "pip install -e '.[serve]'"
        raise FrontendPatchError(f"serve needs {what}: there is no {error.name} here") from error
    run_explorer(rules_path, preset, port, _say, open_browser=open_browser)


def _patch(index: Path, bundle: Bundle) -> str:
    """Patches a file, and says what was done."""
    data = read_file(index)
    with _about(index):
        before = state(data, bundle)
        patched = inject(data, bundle)
    if before is State.CURRENT:
        return "unchanged"
    replace_file(index, patched)
    return "patched" if before is State.NONE else "replaced"


def _copy_stub_ui(folder: Path) -> Path:
    try:
        shutil.copytree(STUB_UI, folder, dirs_exist_ok=True)
    except (OSError, shutil.Error) as error:
        raise FileError(f"{folder}: cannot copy the stub UI here: {error}") from error
    return folder / "index.html"


@contextmanager
def _about(path: Path) -> Iterator[None]:
    """Names the file in an error about its content."""
    try:
        yield
    except DocumentError as error:
        raise DocumentError(f"{path}: {error}") from error


def _say(message: str) -> None:
    click.echo(message, err=True)
