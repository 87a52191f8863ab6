"""How a slow step reports that it has started."""

from __future__ import annotations

from collections.abc import Callable

#: Receives one line of text before a step that takes longer than a second.
Progress = Callable[[str], None]
