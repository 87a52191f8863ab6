"""The errors whose text is meant for an operator or a frontend developer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class FrontendPatchError(Exception):
    """Base of all errors whose text is meant for a person; the command line exits with 1."""


@dataclass(frozen=True)
class TableProblem:
    """An error in a rule table.

    Attributes:
        where: JSON path of the value, such as ``$.rules[2].via[0]``.
        message: what is wrong with it.
        rule: id of the rule that contains the value, if a rule does.
    """

    where: str
    message: str
    rule: str | None = None

    def __str__(self) -> str:
        in_rule = f" (rule {self.rule!r})" if self.rule else ""
        return f"{self.where}{in_rule}: {self.message}"


class TableError(FrontendPatchError):
    """The rule table is invalid.

    Attributes:
        path: the table's file.
        problems: everything that is wrong with it, at least one.
    """

    def __init__(self, path: Path, problems: Sequence[TableProblem]) -> None:
        self.path, self.problems = path, tuple(problems)
        super().__init__("\n".join(f"{path}: {problem}" for problem in problems))


class PresetError(FrontendPatchError):
    """The rule table does not define the requested preset."""


class EsbuildError(FrontendPatchError):
    """esbuild cannot be found, installed or run."""


class NodeError(FrontendPatchError):
    """Node.js cannot be found or run."""


class BundleError(FrontendPatchError):
    """esbuild reports an error in the page script."""


class DocumentError(FrontendPatchError):
    """The script cannot be inserted into this index.html."""


class FileError(FrontendPatchError):
    """A file cannot be read or replaced."""


class UnreachableError(FrontendPatchError):
    """A URL cannot be fetched.

    Attributes:
        url: the URL, after redirects.
        status: the HTTP status, or None if there was no complete response.
    """

    def __init__(self, url: str, reason: str, status: int | None = None) -> None:
        self.url, self.reason, self.status = url, reason, status
        super().__init__(f"{url}: {reason}")


class BundleFileError(FrontendPatchError):
    """A bundle's file was written by another version, or was changed since."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
