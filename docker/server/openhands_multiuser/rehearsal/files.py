"""A file store of OpenHands in memory."""

from __future__ import annotations


class MemoryFiles:
    """A file store of OpenHands that forgets."""

    def __init__(self) -> None:
        self.files: dict[str, str | bytes] = {}

    def write(self, path: str, contents: str | bytes) -> None:
        """Keep a file."""
        self.files[path] = contents

    def read(self, path: str) -> str | bytes:
        """Return a file.

        Raises:
            FileNotFoundError: There is none.
        """
        if path not in self.files:
            raise FileNotFoundError(path)
        return self.files[path]

    def list(self, path: str) -> list[str]:
        """Return the files below a folder."""
        return [each for each in self.files if each.startswith(path)]

    def delete(self, path: str) -> None:
        """Drop a file."""
        self.files.pop(path, None)
