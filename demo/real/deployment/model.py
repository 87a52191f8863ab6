"""The model of all users, unless it is a script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Model:
    """A model, as LiteLLM names it.

    Attributes:
        name: for example ``anthropic/claude-sonnet-4-5``.
        api_key: of its provider, if it needs one.
        base_url: of the provider's API, unless it is the usual one.
    """

    name: str
    api_key: str = ""
    base_url: str = ""

    def environment(self) -> dict[str, str]:
        """The variables by which the server half offers it to everybody."""
        variables = {
            "OPENHANDS_DEFAULT_MODEL": self.name,
            "OPENHANDS_DEFAULT_API_KEY": self.api_key,
            "OPENHANDS_DEFAULT_BASE_URL": self.base_url,
        }
        return {name: value for name, value in variables.items() if value}


class ModelError(Exception):
    """The environment names a key or a URL, but no model."""


def own_model(environment: Mapping[str, str]) -> Model | None:
    """The model of ``LLM_MODEL``, ``LLM_API_KEY`` and ``LLM_BASE_URL``; None if none is named.

    Raises:
        ModelError: ``LLM_MODEL`` is missing, but one of the others is there.
    """
    name, api_key, base_url = (
        environment.get(f"LLM_{variable}", "") for variable in ("MODEL", "API_KEY", "BASE_URL")
    )
    if name:
        return Model(name, api_key, base_url)
    if api_key or base_url:
        raise ModelError("LLM_API_KEY and LLM_BASE_URL need LLM_MODEL, such as openai/gpt-5")
    return None
