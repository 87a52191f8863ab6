"""How an operator wants the script to be inserted."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Printable ASCII that needs no escape in an attribute, so that servers find it unchanged.
_NONCE = re.compile(r"""[!#-%(-;=?-_a-~]+(?: +[!#-%(-;=?-_a-~]+)*""")


@dataclass(frozen=True)
class Options:
    """How to insert the script into a document.

    Attributes:
        external: whether the element refers to a file instead of containing the script.
        nonce: the element's nonce, or the placeholder that a server replaces in each response.
        update_csp: whether to extend a policy in the document that forbids the script.
        public_path: the URL of the document's folder, for an external script; None to infer it
            from the document's references to its assets.
    """

    external: bool = False
    nonce: str | None = None
    update_csp: bool = False
    public_path: str | None = None

    def __post_init__(self) -> None:
        """Raises a ValueError for a nonce that would need escaping."""
        if self.nonce is not None and not _NONCE.fullmatch(self.nonce):
            raise ValueError(f"nonce {self.nonce!r}: use printable ASCII without quotes, &, <, >")


INLINE = Options()
