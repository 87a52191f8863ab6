"""Reads Python from a wheel without importing it."""

from __future__ import annotations

import ast
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

type Function = ast.FunctionDef | ast.AsyncFunctionDef


class Source:
    """The modules of a wheel.

    Args:
        wheel: Its file.
    """

    def __init__(self, wheel: Path) -> None:
        self._archive = zipfile.ZipFile(wheel)
        self._names = frozenset(self._archive.namelist())
        self.module = cache(self._module)
        self.text = cache(self._text)

    def path(self, name: str) -> str | None:
        """Return the file of a module, or None."""
        base = name.replace(".", "/")
        return next((p for p in (f"{base}.py", f"{base}/__init__.py") if p in self._names), None)

    def _text(self, name: str) -> str:
        path = self.path(name)
        assert path, f"no module {name}"
        return self._archive.read(path).decode()

    def _module(self, name: str) -> ast.Module:
        return ast.parse(self.text(name))

    def modules(self, package: str) -> Iterator[str]:
        """Return the names of all modules of a package."""
        prefix = package.replace(".", "/") + "/"
        for path in sorted(self._names):
            if path.startswith(prefix) and path.endswith(".py"):
                yield path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def first(self, modules: tuple[str, ...]) -> str:
        """Return the first of these modules that the wheel has."""
        found = [name for name in modules if self.path(name)]
        assert found, f"none of the modules {', '.join(modules)}"
        return found[0]

    def find_class(self, module: str, name: str) -> Class:
        """Return a class of a module."""
        for node in self.module(module).body:
            if isinstance(node, ast.ClassDef) and node.name == name:
                return Class(node)
        message = f"{module} has no class {name}"
        raise AssertionError(message)

    def function(self, module: str, name: str) -> Function:
        """Return a function of a module."""
        for node in self.module(module).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
                return node
        message = f"{module} has no function {name}"
        raise AssertionError(message)

    def names(self, module: str) -> set[str]:
        """Return the names that a module binds: by assignment, import, class or function."""
        found: set[str] = set()
        for node in ast.walk(self.module(module)):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
            elif isinstance(node, ast.Import | ast.ImportFrom):
                found |= {each.asname or each.name for each in node.names}
            elif isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                found.add(node.name)
        return found


class Class:
    """A class as it is written."""

    def __init__(self, node: ast.ClassDef) -> None:
        self.node = node

    @property
    def fields(self) -> set[str]:
        """The attributes that the class's body annotates or assigns."""
        annotated = {
            each.target.id
            for each in self.node.body
            if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
        }
        assigned = {
            target.id
            for each in self.node.body
            if isinstance(each, ast.Assign)
            for target in each.targets
            if isinstance(target, ast.Name)
        }
        return annotated | assigned

    @property
    def methods(self) -> dict[str, Function]:
        """The methods by name."""
        kinds = ast.FunctionDef | ast.AsyncFunctionDef
        return {each.name: each for each in self.node.body if isinstance(each, kinds)}

    @property
    def decorators(self) -> set[str]:
        """The names of the class's decorators."""
        return {ast.unparse(each).partition("(")[0] for each in self.node.decorator_list}

    def parameters(self, method: str) -> list[str]:
        """Return the parameters of a method, in order."""
        assert method in self.methods, f"{self.node.name} has no method {method}"
        return parameters(self.methods[method])


def parameters(function: Function) -> list[str]:
    """Return the parameters of a function, in order."""
    arguments = function.args
    return [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


def calls(node: ast.AST) -> Iterator[str]:
    """Return what a piece of code calls, as it is written: `self.docker_client.containers.run`."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call):
            yield ast.unparse(each.func)
