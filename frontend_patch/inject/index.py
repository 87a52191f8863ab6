"""An index.html, parsed once: which script it contains, and what it was without it."""

from __future__ import annotations

from functools import cached_property

from frontend_patch.csp.meta import ORIGINAL, restored
from frontend_patch.errors import DocumentError
from frontend_patch.html.document import MARKER, Document, spliced
from frontend_patch.inject.asset_url import public_path_of
from frontend_patch.inject.options import Options


class Index:
    """An index.html.

    Attributes:
        data: its bytes.
        document: the parsed document.
        original: its bytes without our scripts, and with the policies as they were.
    """

    def __init__(self, data: bytes) -> None:
        """Parses a document.

        Raises:
            DocumentError: it is not HTML in UTF-8, or our scripts cannot be removed.
        """
        self.data, self.document = data, Document(data)
        self._scripts = self.document.marked_scripts()
        removals = [self.document.removal(script) for script in self._scripts]
        self.original = spliced(data, [*removals, *restored(self.document)])

    @cached_property
    def original_document(self) -> Document:
        """The parsed ``original``."""
        return self.document if self.original == self.data else Document(self.original)

    @cached_property
    def options(self) -> Options | None:
        """How our script was inserted; None if there is none.

        Raises:
            DocumentError: our element was edited.
        """
        if not self._scripts:
            return None
        script = self._scripts[0]
        nonce = script.get("nonce")
        try:
            return Options(
                external=script.has_attr("src"),
                nonce=None if nonce is None else str(nonce),
                update_csp=self.document.soup.find("meta", attrs={ORIGINAL: True}) is not None,
                public_path=public_path_of(script),
            )
        except ValueError as error:
            message = f"line {script.sourceline}: our script has an invalid attribute: {error}"
            raise DocumentError(message) from error

    @property
    def version(self) -> str | None:
        """The version of the bundle that the document contains."""
        return str(self._scripts[0][MARKER]) if self._scripts else None

    @property
    def asset_names(self) -> set[str]:
        """The file names of the external scripts that our elements refer to."""
        urls = [str(script["src"]) for script in self._scripts if script.has_attr("src")]
        return {url.rpartition("/")[2] for url in urls}
