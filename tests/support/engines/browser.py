"""The browser interface that the tests use."""

from __future__ import annotations

from typing import Any, Protocol


class Browser(Protocol):
    """A browser with one window, which finds every host at the stub server."""

    @property
    def version(self) -> str:
        """Name and version, such as ``Firefox 153.7``."""
        ...

    def open(self, address: str) -> None:
        """Navigates to an address, and waits until the page is loaded."""
        ...

    def evaluate(self, function: str, argument: Any = None) -> Any:
        """Calls a JavaScript function in the page, and waits for its promise.

        Raises:
            ScriptError: the function threw an error.
        """
        ...

    def close_others(self) -> None:
        """Closes all windows but the first."""
        ...


class ScriptError(Exception):
    """A script in the page threw an error."""
