"""What a check can find wrong; the command line turns each code into a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Code(Enum):
    """The kinds of problems; the values appear in ``check --json``."""

    NO_BUNDLE = "no-bundle"
    OTHER_BUNDLE = "other-bundle"
    SEVERAL_BUNDLES = "several-bundles"
    INVALID_DOCUMENT = "invalid-document"
    NOT_FIRST_SCRIPT = "not-first-script"
    STALE_SIBLING = "stale-sibling"
    MISSING_ASSET = "missing-asset"
    OTHER_ASSET = "other-asset"
    FORBIDDEN_BY_CSP = "forbidden-by-csp"
    FIXED_NONCE = "fixed-nonce"
    WRONG_INTEGRITY = "wrong-integrity"
    WRONG_TYPE = "wrong-type"
    NO_CORS = "no-cors"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Problem:
    """A problem of a file or of a URL.

    Attributes:
        code: the kind of problem.
        where: the file or URL.
        details: values that the sentence about it needs, by name.
    """

    code: Code
    where: str
    details: Mapping[str, str] = field(default_factory=dict)
