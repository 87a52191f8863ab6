"""What can be wrong with what an operator or a frontend developer hands in."""

from __future__ import annotations

from pathlib import Path


class FrontendPatchError(Exception):
    """Base of all errors whose text is meant for a person; the command line exits with 1."""


class TableError(FrontendPatchError):
    """The rule table is not as it should be.

    Attributes:
        path: the table's file.
        where: JSON path of the place, such as ``$.rules[2].via[0]``.
        rule: id of the rule concerned, if it is one rule.
    """

    def __init__(self, path: Path, where: str, problem: str, rule: str | None = None) -> None:
        self.path, self.where, self.rule = path, where, rule
        in_rule = f" (rule {rule!r})" if rule else ""
        super().__init__(f"{path}: {where}{in_rule}: {problem}")


class PresetError(FrontendPatchError):
    """A preset was asked for that the rule table does not have."""


class EsbuildError(FrontendPatchError):
    """esbuild could not be found, installed or run."""


class NodeError(FrontendPatchError):
    """Node.js could not be found or run."""


class BundleError(FrontendPatchError):
    """esbuild found an error in the page script."""


class DocumentError(FrontendPatchError):
    """The index.html is not one that the script can be put into."""


class FileError(FrontendPatchError):
    """A file could not be read or replaced."""


class SiteError(FrontendPatchError):
    """A deployed document, or the script that it refers to, could not be fetched."""


class BundleFileError(FrontendPatchError):
    """The file of a bundle was not written by this version, or was changed since."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
