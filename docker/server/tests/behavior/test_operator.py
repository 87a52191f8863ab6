"""The operator's model in the installed version's own settings."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from openhands_multiuser.rehearsal.files import MemoryFiles
from openhands_multiuser.settings.llm import Llm, new_settings, read_llm
from openhands_multiuser.settings.operator import Operator

OFFERED = Llm("openai/offered", "operators-key", "https://models.example.com/v1")
OPERATOR = Operator(OFFERED)


def test_a_user_without_settings_has_the_operators() -> None:
    settings = OPERATOR.settings()
    assert read_llm(settings) == OFFERED
    assert settings.user_consents_to_analytics is False


def test_an_operator_without_a_model_offers_none() -> None:
    assert Operator(Llm()).settings() is None


@pytest.mark.parametrize("model", ["openai/offered", "anthropic/other"])
def test_the_key_is_lent_for_a_model_of_the_operator(model: str) -> None:
    settings = new_settings(Llm(model, None, OFFERED.base_url))
    assert read_llm(OPERATOR.lend_key(settings)).api_key == "operators-key"


@pytest.mark.parametrize(
    "llm",
    [
        Llm("openai/offered", None, "https://attacker.example/v1"),
        Llm("openai/offered", None, "https://models.example.com/v1/../attacker"),
        Llm("openai/offered", None, None),
        Llm("openai/offered", "own-key", "https://models.example.com/v1"),
    ],
)
def test_the_key_goes_nowhere_else(llm: Llm) -> None:
    assert read_llm(OPERATOR.lend_key(new_settings(llm))).api_key == llm.api_key


@pytest.mark.parametrize(
    ("llm", "key"),
    [
        (Llm("openai/another", None, None), "operators-key"),
        (Llm("anthropic/another", None, None), None),
        (Llm("openai/another", None, "https://attacker.example/v1"), None),
    ],
)
def test_without_a_base_url_the_key_is_for_the_providers_models(llm: Llm, key: str | None) -> None:
    offered = Operator(Llm("openai/offered", "operators-key", None))
    assert read_llm(offered.lend_key(new_settings(llm))).api_key == key


def test_what_a_user_changes_stays_beside_the_lent_key() -> None:
    from openhands_multiuser.settings.stores import UserSettingsStore

    files = MemoryFiles()
    store: Any = UserSettingsStore(files, "users/alice/settings.json")

    async def change() -> Any:
        settings = await store.load()
        settings.git_user_name = "Alice"
        await store.store(settings)
        return await store.load()

    changed = asyncio.run(change())
    assert changed.git_user_name == "Alice"
    assert read_llm(changed).api_key == "operators-key"
    assert "operators-key" not in str(files.files)


@pytest.mark.parametrize(
    ("environment", "problem"),
    [
        ({"OPENHANDS_DEFAULT_API_KEY": "x"}, "needs OPENHANDS_DEFAULT_MODEL"),
        (
            {"OPENHANDS_DEFAULT_API_KEY": "x", "OPENHANDS_DEFAULT_API_KEY_FILE": "/x"},
            "not both",
        ),
    ],
)
def test_a_contradiction_is_named(environment: dict[str, str], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Operator.from_environment(environment)


def test_the_key_may_be_in_a_file(tmp_path: Any) -> None:
    (tmp_path / "key").write_text("from-file\n")
    environment = {
        "OPENHANDS_DEFAULT_MODEL": "openai/offered",
        "OPENHANDS_DEFAULT_API_KEY_FILE": str(tmp_path / "key"),
    }
    assert Operator.from_environment(environment).llm.api_key == "from-file"
