"""How the script is put into a document, as an operator chooses."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Printable ASCII that needs no escape in any attribute, so that a server finds it as it was given.
_NONCE = re.compile(r"""[!#-%(-;=?-_a-~]+(?: +[!#-%(-;=?-_a-~]+)*""")


@dataclass(frozen=True)
class Options:
    """How to put the script into a document.

    Attributes:
        external: whether the element refers to a file beside the document, in place of holding
            the script.
        nonce: the element's nonce, or what a server replaces by one in each response.
        update_csp: whether a policy in the document that forbids the script is extended.
        public_path: the URL of the document's folder, for an external script; None for the
            document's own way of referring to its assets.
    """

    external: bool = False
    nonce: str | None = None
    update_csp: bool = False
    public_path: str | None = None

    def __post_init__(self) -> None:
        """Raises a ValueError about a nonce that could not stand in the document."""
        if self.nonce is not None and not _NONCE.fullmatch(self.nonce):
            raise ValueError(
                f"nonce {self.nonce!r}: printable ASCII without quotes, &, < and > is possible"
            )


INLINE = Options()
