"""Regular expressions that JavaScript and Python read alike."""

from __future__ import annotations

import re
from collections.abc import Mapping


def escape_pattern(text: str) -> str:
    """The pattern that matches exactly this text."""
    return re.sub(r"[.*+?^${}()|\[\]\\]", r"\\\g<0>", text)


def fill_pattern(template: str, known: Mapping[str, str]) -> str:
    """The pattern of a template: ``{name}`` stands for a pattern in ``known``."""
    parts = re.split(r"(\{[a-z.]+\})", template)
    return "".join(known.get(part) or escape_pattern(part) for part in parts)
