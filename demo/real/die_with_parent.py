"""Becomes a program that is asked to end when whoever started it ends, even if that was killed.

``python die_with_parent.py PROGRAM ARGUMENT…``
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

# The number of this option of prctl, from linux/prctl.h.
_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Replaces this process by the program of the command line."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    try:
        os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606
    except OSError as error:
        sys.exit(f"{sys.argv[1]}: {error.strerror}")


if __name__ == "__main__":
    main()
