"""The model, key and base URL in OpenHands' settings: flat fields up to 1.6, nested from 1.7 on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openhands_multiuser import versions


@dataclass(frozen=True)
class Llm:
    """Which model is asked, where, and with which key."""

    model: str | None = None
    api_key: str | None = None
    base_url: str | None = None

    @property
    def provider(self) -> str | None:
        """The part of the model's name before its first slash."""
        return self.model.partition("/")[0] if self.model else None


def new_settings(llm: Llm) -> Any:
    """Return settings that hold a model, and no consent to analytics."""
    settings_class = versions.SETTINGS.find()
    if "llm_model" in settings_class.model_fields:
        return settings_class(
            llm_model=llm.model,
            llm_api_key=llm.api_key,
            llm_base_url=llm.base_url,
            user_consents_to_analytics=False,
        )
    nested = {"model": llm.model, "api_key": llm.api_key, "base_url": llm.base_url}
    return settings_class(agent_settings={"llm": nested}, user_consents_to_analytics=False)


def read_llm(settings: Any) -> Llm:
    """Return the model, key and base URL of settings."""
    if hasattr(settings, "llm_model"):
        key, model, base = settings.llm_api_key, settings.llm_model, settings.llm_base_url
    else:
        llm = getattr(settings.agent_settings, "llm", None)
        if llm is None:  # an ACP agent brings its own model
            return Llm()
        key, model, base = llm.api_key, llm.model, llm.base_url
    revealed = key.get_secret_value() if hasattr(key, "get_secret_value") else key
    return Llm(model, revealed or None, base or None)


def with_key(settings: Any, key: str | None) -> Any:
    """Return a copy of settings with this key in place of theirs."""
    if hasattr(settings, "llm_model"):
        secret = settings.model_validate({"llm_api_key": key}).llm_api_key
        return settings.model_copy(update={"llm_api_key": secret})
    agent = settings.agent_settings
    data = agent.llm.model_dump(context={"expose_secrets": True})
    llm = type(agent.llm).model_validate({**data, "api_key": key})
    return settings.model_copy(update={"agent_settings": agent.model_copy(update={"llm": llm})})
