"""The names of BeautifulSoup that this package uses; no other module imports it.

BeautifulSoup imports soupsieve for CSS selectors, which this package does not use. That import
would take a third of the time of a build, so soupsieve is hidden from BeautifulSoup.
"""

from __future__ import annotations

import sys
import warnings

_is_hidden = "bs4" not in sys.modules and "soupsieve" not in sys.modules
if _is_hidden:
    # None makes the import raise an ImportError, which BeautifulSoup handles with a warning.
    sys.modules["soupsieve"] = None  # type: ignore[assignment]

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "The soupsieve package is not installed")
    from bs4 import BeautifulSoup, Tag, UnusualUsageWarning
    from bs4.element import NavigableString
    from bs4.exceptions import ParserRejectedMarkup

if _is_hidden:
    del sys.modules["soupsieve"]

__all__ = [
    "BeautifulSoup",
    "NavigableString",
    "ParserRejectedMarkup",
    "Tag",
    "UnusualUsageWarning",
]
