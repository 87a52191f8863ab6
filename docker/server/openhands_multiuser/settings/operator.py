"""The operator's model: what a user without settings gets. No user's file holds its key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openhands_multiuser import versions
from openhands_multiuser.settings.llm import Llm, new_settings, read_llm, with_key

MODEL = "OPENHANDS_DEFAULT_MODEL"
BASE_URL = "OPENHANDS_DEFAULT_BASE_URL"
API_KEY = "OPENHANDS_DEFAULT_API_KEY"
API_KEY_FILE = "OPENHANDS_DEFAULT_API_KEY_FILE"


@dataclass(frozen=True)
class Operator:
    """The model that the operator offers."""

    llm: Llm

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Operator:
        """Read the model, its base URL, and its key or the file that holds it.

        Raises:
            ValueError: Both a key and a file of one are named, or a key without a model.
            OSError: The key's file cannot be read.
        """
        key, path = environment.get(API_KEY), environment.get(API_KEY_FILE)
        if key and path:
            message = f"set {API_KEY} or {API_KEY_FILE}, not both"
            raise ValueError(message)
        if path:
            key = Path(path).read_text(encoding="utf-8").strip()
        model = environment.get(MODEL)
        if key and not model:
            message = f"{API_KEY} needs {MODEL}"
            raise ValueError(message)
        return cls(Llm(model or None, key or None, environment.get(BASE_URL) or None))

    def settings(self) -> Any:
        """Return the settings of a user who has none; None where the operator offers no model."""
        return new_settings(self.llm) if self.llm.model else None

    def lend_key(self, settings: Any) -> Any:
        """Add the operator's key to settings without one that ask the operator's provider."""
        theirs = read_llm(settings)
        if theirs.api_key or not self.llm.api_key or not self._asks_the_same(theirs):
            return settings
        return with_key(settings, self.llm.api_key)

    def _asks_the_same(self, theirs: Llm) -> bool:
        """Tell whether a key lent to these settings goes to the operator's provider alone."""
        if self.llm.base_url:
            return theirs.base_url == self.llm.base_url
        if theirs.provider != self.llm.provider:
            return False
        return theirs.base_url in {None, _base_url_of(theirs.model)}


def _base_url_of(model: str | None) -> str | None:
    """Return the base URL that OpenHands itself stores beside a model."""
    if not model or versions.installed() < versions.FIRST_WITH_PROVIDER_BASE_URL:
        return None
    url: str | None = versions.PROVIDER_BASE_URL.find()(model)
    return url
