"""Commands parse each document once, and once more to prove or compare the result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from frontend_patch.html import soup
from tests.support.command_line import DOCUMENT, run


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that BeautifulSoup parses."""
    texts: list[str] = []
    real = soup.BeautifulSoup

    def count(text: str, *arguments: Any, **options: Any) -> Any:
        texts.append(text)
        return real(text, *arguments, **options)

    monkeypatch.setattr("frontend_patch.html.document.BeautifulSoup", count)
    return texts


def test_number_of_parsed_documents_per_command(tmp_path: Path, parsed: list[str]) -> None:
    index = tmp_path / "index.html"
    index.write_bytes(DOCUMENT)
    counts = {}
    for name, command in [
        ("build", []),
        ("build again", []),
        ("check", ["check"]),
        ("revert", ["revert"]),
    ]:
        parsed.clear()
        assert run(*command, "--index", index).exit_code == 0
        assert len(parsed) == len(set(parsed)) or name == "build again"
        counts[name] = len(parsed)
    # The document and the result; with an earlier bundle also the document without it.
    assert counts == {"build": 2, "build again": 3, "check": 2, "revert": 1}
