"""The names of BeautifulSoup that this package uses; no other module imports it.

BeautifulSoup imports soupsieve for CSS selectors, which this package does not use. That import
would take a third of the time of a build, so it is delayed until first use.
"""

from __future__ import annotations

import importlib.util
import sys


def _delay(name: str) -> None:
    """Makes the import of a module take effect at its first use."""
    spec = importlib.util.find_spec(name)
    if name in sys.modules or spec is None or spec.loader is None:
        return
    loader = importlib.util.LazyLoader(spec.loader)
    spec.loader = loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)


_delay("soupsieve")

from bs4 import BeautifulSoup, Tag, UnusualUsageWarning  # noqa: E402
from bs4.element import NavigableString  # noqa: E402
from bs4.exceptions import ParserRejectedMarkup  # noqa: E402

__all__ = [
    "BeautifulSoup",
    "NavigableString",
    "ParserRejectedMarkup",
    "Tag",
    "UnusualUsageWarning",
]
