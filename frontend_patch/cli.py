"""The command line: its words, its exit codes, and what a person reads."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from frontend_patch import __version__
from frontend_patch.bundle import NAME, Bundle, build_bundle
from frontend_patch.cli_options import how_to_inject, which_rules
from frontend_patch.errors import DocumentError, FileError, FrontendPatchError, PresetError
from frontend_patch.external import asset_changes, asset_path
from frontend_patch.files import apply_changes, read_file, write_file
from frontend_patch.home import IS_CHECKOUT, STUB_UI
from frontend_patch.inject import State, csp_sources, inject, options_of, revert, state
from frontend_patch.options import Options
from frontend_patch.report import make_report
from frontend_patch.rules import Rules
from frontend_patch.site import site_problems

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
      python build.py check --url https://openhands.example.com/
      python build.py revert --index /app/frontend/build/index.html

    Exit status: 0 done, 1 not as it should be, 2 wrong use.
    """  # noqa: D301 - click wants the control character


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
@which_rules
@how_to_inject
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def build(
    index: Path | None, out: Path | None, rules: Rules, options: Options, as_json: bool
) -> None:
    """Bundle the page script and put it into an index.html.

    An earlier bundle there is replaced; the file is not touched if it holds this one already.
    Without --index, a copy of the stub UI under dist/ is patched.
    """
    bundle = build_bundle(rules, _progress)
    files: dict[Path, str] = {}
    try_out = index is None
    if index is None:
        out = out or Path("dist")
        index = _copy_stub_ui(out / "stub_ui")
    files |= _patch(index, bundle, options)
    if out:
        write_file(out / NAME, bundle.script)
        write_file(out / f"{NAME}.map", bundle.source_map)
        files[out / NAME] = "written"
    report = make_report(rules, bundle, files, csp_sources(read_file(index), bundle))
    click.echo(report.as_json() if as_json else report.as_text())
    if try_out and IS_CHECKOUT and not as_json:
        click.echo(
            f"See it work: pip install -e '.[test]', python -m tests.stub_server {index.parent}"
        )


@main.command()
@click.option("--index", type=_PATH, metavar="FILE", help="The UI's index.html.")
@click.option("--url", metavar="URL", help="A page of the deployed UI.")
@click.option(
    "--ca", type=_PATH, metavar="FILE", help="Certificates to trust beside the system's, for --url."
)
@which_rules
def check(index: Path | None, url: str | None, ca: Path | None, rules: Rules) -> None:
    """Tell whether an index.html holds exactly this bundle.

    With --url: whether browsers get this bundle there, and are let run it.
    """
    if url is not None and index is None:
        _check_site(url, ca, rules)
    elif index is not None and url is None and ca is None:
        _check_file(index, rules)
    else:
        raise click.UsageError("give either --index, or --url and perhaps --ca")


def _check_site(url: str, ca: Path | None, rules: Rules) -> None:
    if not re.fullmatch(r"https?://[^/?#@\s]+([/?#]\S*)?", url, re.IGNORECASE):
        raise click.UsageError(f"--url {url!r}: it must be https://HOST/… or http://HOST/…")
    bundle = build_bundle(rules, _progress)
    if problems := site_problems(url, bundle, ca):
        raise FrontendPatchError("\n".join(problems))
    click.echo(f"{url}: {State.CURRENT.value} ({bundle.version}), and browsers may run it")


def _check_file(index: Path, rules: Rules) -> None:
    bundle = build_bundle(rules, _progress)
    data = read_file(index)
    with _about(index):
        found, options = state(data, bundle), options_of(data)
    line = f"{index}: {found.value} ({bundle.version})"
    if found is not State.CURRENT:
        raise FrontendPatchError(line)
    asset = asset_path(index, bundle)
    if options and options.external and read_file(asset) != bundle.script:
        raise FrontendPatchError(f"{asset}: not the script that {index} refers to; build it again")
    click.echo(line)


@main.command("revert")
@_index_option
def revert_command(index: Path) -> None:
    """Take the bundle out of an index.html: byte for byte the file that it was."""
    data = read_file(index)
    with _about(index):
        original = revert(data)
    _, removed = asset_changes({index: original})
    changes = removed if original == data else {index: original, **removed}
    if not changes:
        click.echo(f"{index}: {State.NONE.value}; nothing to revert")
        return
    apply_changes(changes)
    click.echo(f"{index}: reverted")


def _patch(index: Path, bundle: Bundle, options: Options) -> dict[Path, str]:
    """Patches a file, and says what was done to it and to the scripts beside it."""
    data = read_file(index)
    with _about(index):
        patched = inject(data, bundle, options)
        is_first = revert(data) == data
    written, removed = asset_changes({index: patched}, bundle)
    done = dict.fromkeys(written, "written") | dict.fromkeys(removed, "removed")
    if patched == data:
        apply_changes(written | removed)
        return done | {index: "unchanged"}
    apply_changes(written | {index: patched} | removed)
    return done | {index: "patched" if is_first else "replaced"}


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


def _progress(message: str) -> None:
    click.echo(message, err=True)
