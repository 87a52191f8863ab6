"""Real servers accept the settings that the page script creates on the v1 API."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from demo.real.client import Client
from demo.real.deployment.deployment import openhands_version
from demo.real.server import RealServer
from frontend_patch.rules.load import load_rules
from tests.unit.tables import write_table

pytestmark = pytest.mark.install

NEWEST = openhands_version()
VERSIONS = (
    [NEWEST] if NEWEST == "1.7.0" else [NEWEST, pytest.param("1.7.0", marks=pytest.mark.slow)]
)
MODEL = "openai/gpt-4o"


@pytest.mark.parametrize("version", VERSIONS)
def test_a_named_model_is_found_beyond_the_first_page_and_stored(
    version: str, tmp_path: Path
) -> None:
    table = write_table(tmp_path, lambda table: table["settings"].update(models=[MODEL]))
    [_, (settings, [[search, pattern]], _, body)] = load_rules(table).compiled["settings"]
    with RealServer(version, tmp_path) as server:
        user = Client(server.url)
        assert MODEL not in names(user, search.partition("&")[0])
        assert [name for name in names(user, search) if re.search(pattern, name)] == [MODEL]

        user.request("POST", settings, json.loads(json.dumps(body).replace("{model}", MODEL)))
        stored = user.get(settings)
        assert stored["agent_settings"]["llm"]["model"] == MODEL
        assert stored["user_consents_to_analytics"] is False


def names(user: Client, path: str) -> list[str]:
    """The models in one page of results."""
    return [f"{item['provider']}/{item['name']}" for item in user.get(path)["items"]]
