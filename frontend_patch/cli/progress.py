"""Tells a person what is waited for."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from frontend_patch.bundle.esbuild import Progress


@contextmanager
def telling() -> Iterator[Progress]:
    """Gives what a long step is announced to; on a terminal its seconds are counted to the end."""
    counters: list[_Counter] = []

    def tell(message: str) -> None:
        if counters:
            counters.pop().stop()
        if sys.stderr.isatty():
            counters.append(_Counter(message))
        else:
            click.echo(message, err=True)

    try:
        yield tell
    finally:
        if counters:
            counters.pop().stop()


class _Counter:
    """A line that says for how many seconds something has been waited for."""

    def __init__(self, message: str) -> None:
        self._message, self._start = message, time.monotonic()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._count, daemon=True)
        click.echo(message, err=True, nl=False)
        self._thread.start()

    def _count(self) -> None:
        while not self._is_over.wait(1):
            seconds = round(time.monotonic() - self._start)
            click.echo(f"\r{self._message} {seconds} s", err=True, nl=False)

    def stop(self) -> None:
        self._is_over.set()
        self._thread.join()
        click.echo(err=True)
