"""`python -m openhands_multiuser.start [--check] [--json] [uvicorn …]`."""

from __future__ import annotations

import argparse
import os
import runpy
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from openhands_multiuser import versions
from openhands_multiuser.start.command import uvicorn_arguments
from openhands_multiuser.start.report import Report


def main(words: list[str] | None = None) -> int:
    """Patch OpenHands, report, and become the server that the command names.

    Returns:
        0 after `--check`, 1 where a critical patch does not hold, 2 for a usage error.
    """
    parser = argparse.ArgumentParser(prog="apply-patch.sh", description=_DESCRIPTION)
    parser.add_argument("--check", action="store_true", help="report, and start nothing")
    parser.add_argument("--json", action="store_true", help="report on stdout in JSON")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="uvicorn and its arguments")
    options = parser.parse_args(words)
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    arguments = uvicorn_arguments(command)
    if arguments is None and not options.check:
        parser.error(f"the command must be: uvicorn {versions.SERVER_APPS[0]} …")
    with _stdout_to_stderr():
        from openhands_multiuser.app import REPORT
    _print(REPORT, as_json=options.json)
    if REPORT.blocking:
        return 1
    if not options.check:
        # uvicorn finds the application that is imported already; a worker imports it anew.
        sys.argv = ["uvicorn", *(arguments or [])]
        runpy.run_module("uvicorn", run_name="__main__", alter_sys=True)
    return 0


_DESCRIPTION = "Applies the patches to the installed OpenHands, verifies them, and starts it."


def _print(report: Report, *, as_json: bool) -> None:
    sys.stdout.write(report.json() + "\n" if as_json else "\n".join(report.lines()) + "\n")
    sys.stdout.flush()
    for each in report.blocking:
        sys.stderr.write(f"The server does not start: {each.line()}\n")


@contextmanager
def _stdout_to_stderr() -> Iterator[None]:
    """Keep stdout for the report: OpenHands' log goes there too."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # Threads of connections that a failed trial left open would keep the process.
    os._exit(code)
