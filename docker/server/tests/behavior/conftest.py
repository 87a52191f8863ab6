"""The installed OpenHands, patched in this process. Run by that installation's interpreter."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from openhands_multiuser.start.report import Report
from openhands_multiuser.start.server import Server


@pytest.fixture(scope="session", autouse=True)
def patched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Server, Report]:
    folder: Path = tmp_path_factory.mktemp("state")
    os.environ |= {
        "OH_PERSISTENCE_DIR": str(folder),
        "FILE_STORE": "local",
        "FILE_STORE_PATH": str(folder),
        "SERVE_FRONTEND": "false",
        "GATEWAY_OPENHANDS_SECRET": "s" * 32,
        "OPENHANDS_SUPPRESS_BANNER": "1",
        "OPENHANDS_DEFAULT_MODEL": "openai/offered",
        "OPENHANDS_DEFAULT_BASE_URL": "https://models.example.com/v1",
        "OPENHANDS_DEFAULT_API_KEY": "operators-key",
    }
    from openhands_multiuser import app

    return app._server, app.REPORT


@pytest.fixture(scope="session")
def server(patched: tuple[Server, Report]) -> Server:
    return patched[0]
