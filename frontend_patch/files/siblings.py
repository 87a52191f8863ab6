"""The compressed files beside an index.html, which servers send instead of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from frontend_patch.errors import FileError
from frontend_patch.files.encodings import ENCODINGS
from frontend_patch.files.encodings.errors import EncodingError
from frontend_patch.reading import read_file


@dataclass(frozen=True)
class Sibling:
    """A compressed file.

    Attributes:
        path: its path, such as ``index.html.gz``.
        data: its bytes.
    """

    path: Path
    data: bytes

    def holds(self, content: bytes) -> bool:
        """Whether the file decompresses to ``content``.

        Raises:
            FileError: it is not in the encoding of its suffix, or the encoding is not installed.
        """
        try:
            return ENCODINGS[self.path.suffix].decompress(self.data) == content
        except EncodingError as error:
            raise self._error(error) from error

    def rebuilt(self, content: bytes) -> bytes:
        """``content``, compressed with the settings of this file.

        Raises:
            FileError: for the same reasons as ``holds``.
        """
        try:
            data = ENCODINGS[self.path.suffix].compress_like(self.data, content)
        except EncodingError as error:
            raise self._error(error) from error
        if not Sibling(self.path, data).holds(content):
            raise FileError(f"{self.path}: the rebuilt file does not decompress to the document")
        return data

    def _error(self, error: EncodingError) -> FileError:
        return FileError(f"{self.path}: {error}; --siblings=remove removes the file")


def siblings_of(index: Path) -> list[Sibling]:
    """The existing compressed files: beside a file, and beside the target if it is a symlink."""
    files = [index, index.resolve()] if index.is_symlink() else [index]
    paths = [file.with_name(file.name + suffix) for file in files for suffix in ENCODINGS]
    return [Sibling(path, read_file(path)) for path in paths if path.exists()]
