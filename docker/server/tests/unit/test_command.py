"""The command that starts the server."""

from __future__ import annotations

import pytest

from openhands_multiuser.start.command import OURS, uvicorn_arguments

STOCK = "openhands.server.listen:app"


@pytest.mark.parametrize(
    "command",
    [
        ["uvicorn", STOCK],
        ["/app/.venv/bin/uvicorn", STOCK],
        ["uvicorn", "openhands.app_server.app:app"],
        ["python", "-m", "uvicorn", STOCK],
        ["/usr/bin/python3.12", "-m", "uvicorn", STOCK],
    ],
)
def test_the_application_is_ours(command: list[str]) -> None:
    assert uvicorn_arguments([*command, "--port", "3000"]) == [OURS, "--port", "3000"]


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["uvicorn"],
        ["uvicorn", "another:app"],
        ["gunicorn", STOCK],
        ["python", "-m", "openhands.server"],
        ["sh", "-c", f"uvicorn {STOCK}"],
    ],
)
def test_no_other_command_starts(command: list[str]) -> None:
    assert uvicorn_arguments(command) is None
