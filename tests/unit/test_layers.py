"""Imports point down: a room uses only rooms that are listed below it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from frontend_patch.paths import HOME

# From top to bottom. Rooms in one line do not import each other.
PYTHON = [
    ["build"],
    ["bench"],
    ["docs_build"],
    ["explorer"],
    ["demo"],
    ["frontend_patch.__main__"],
    ["frontend_patch.cli"],
    ["frontend_patch.deployed", "frontend_patch.planning"],
    ["frontend_patch.files", "frontend_patch.inject"],
    ["frontend_patch.bundle", "frontend_patch.csp"],
    ["frontend_patch.html", "frontend_patch.rules"],
    ["frontend_patch.problem", "frontend_patch.reading"],
    ["frontend_patch.digest", "frontend_patch.errors", "frontend_patch.progress"],
    ["frontend_patch.paths", "frontend_patch.url_parts"],
    ["frontend_patch"],
]

JAVASCRIPT = [
    ["main.js", "headless.js"],
    ["settings", "sinks"],
    ["responses"],
    ["dom"],
    ["rewrite"],
    ["openhands"],
    ["global.js", "log.js", "native.js", "page.js"],
]

_SRC_JS = HOME / "src_js"
_JS_IMPORT = re.compile(r"^(?:import|export)\b[^;]*?from '(\.[^']*\.js)'", re.MULTILINE)


def _upward(
    layers: list[list[str]], imports: Iterable[tuple[str, str]], separator: str
) -> list[str]:
    """The imports that do not point down, of those between listed rooms."""

    def room_of(name: str) -> tuple[str, int] | None:
        found = [
            (room, level)
            for level, layer in enumerate(layers)
            for room in layer
            if name == room or name.startswith(room + separator)
        ]
        return max(found, key=lambda room: len(room[0]), default=None)

    problems = []
    for importer, imported in imports:
        upper, lower = room_of(importer), room_of(imported)
        assert upper, f"{importer} is not in a listed room"
        if lower and upper[0] != lower[0] and upper[1] >= lower[1]:
            problems.append(f"{importer} imports {imported}")
    return problems


def _python_files() -> Iterator[Path]:
    yield HOME / "build.py"
    for package in ("bench", "demo", "docs_build", "explorer", "frontend_patch"):
        yield from (HOME / package).rglob("*.py")


def _python_imports(path: Path, text: str) -> Iterator[tuple[str, str]]:
    importer = ".".join(path.relative_to(HOME).with_suffix("").parts).removesuffix(".__init__")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from ((importer, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # `from package import name`: name may be a module.
            yield from ((importer, f"{node.module}.{alias.name}") for alias in node.names)


def _js_imports(path: Path, text: str) -> Iterator[tuple[str, str]]:
    importer = path.relative_to(_SRC_JS).as_posix()
    for match in _JS_IMPORT.finditer(text):
        imported = (path.parent / match[1]).resolve()
        yield importer, imported.relative_to(_SRC_JS).as_posix()


def test_python_imports_point_down() -> None:
    imports = [pair for path in _python_files() for pair in _python_imports(path, path.read_text())]
    assert len(imports) > 300
    assert _upward(PYTHON, imports, ".") == []


def test_javascript_imports_point_down() -> None:
    imports = [
        pair for path in _SRC_JS.rglob("*.js") for pair in _js_imports(path, path.read_text())
    ]
    assert len(imports) > 30
    assert _upward(JAVASCRIPT, imports, "/") == []


def test_an_upward_import_is_found() -> None:
    text = "from frontend_patch.cli.report import gzip_size"
    imports = _python_imports(HOME / "frontend_patch" / "rules" / "load.py", text)
    assert _upward(PYTHON, imports, ".") == [
        "frontend_patch.rules.load imports frontend_patch.cli.report.gzip_size"
    ]
    text = "import { text } from '../dom/text.js';"
    imports = _js_imports(_SRC_JS / "rewrite" / "index.js", text)
    assert _upward(JAVASCRIPT, imports, "/") == ["rewrite/index.js imports dom/text.js"]


def test_only_one_module_imports_beautiful_soup() -> None:
    importers = {
        importer
        for path in (HOME / "frontend_patch").rglob("*.py")
        for importer, imported in _python_imports(path, path.read_text())
        if imported.partition(".")[0] == "bs4"
    }
    assert importers == {"frontend_patch.html.soup"}
