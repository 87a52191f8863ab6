"""The compressed files beside an index.html, which servers send in its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from frontend_patch.errors import FileError
from frontend_patch.files.encodings import ENCODINGS
from frontend_patch.files.encodings.errors import EncodingError
from frontend_patch.files.transaction import read_file


@dataclass(frozen=True)
class Sibling:
    """One of them.

    Attributes:
        path: such as ``index.html.gz``.
        data: its bytes.
    """

    path: Path
    data: bytes

    def holds(self, content: bytes) -> bool:
        """Whether a browser that gets this file gets ``content``.

        Raises:
            FileError: it is not what its name says, or the encoding is not at hand.
        """
        try:
            return ENCODINGS[self.path.suffix].decompress(self.data) == content
        except EncodingError as error:
            raise self._error(error) from error

    def rebuilt(self, content: bytes) -> bytes:
        """``content``, compressed with the settings that this file was.

        Raises:
            FileError: as ``holds``.
        """
        try:
            data = ENCODINGS[self.path.suffix].compress_like(self.data, content)
        except EncodingError as error:
            raise self._error(error) from error
        if not Sibling(self.path, data).holds(content):
            raise FileError(f"{self.path}: compressing it anew went wrong")
        return data

    def _error(self, error: EncodingError) -> FileError:
        return FileError(f"{self.path}: {error}; or have it removed, with --siblings=remove")


def siblings_of(index: Path) -> list[Sibling]:
    """Those that there are: beside the file, and for a symlink beside what it leads to as well."""
    places = [index, index.resolve()] if index.is_symlink() else [index]
    paths = [place.with_name(place.name + suffix) for place in places for suffix in ENCODINGS]
    return [Sibling(path, read_file(path)) for path in paths if path.exists()]
