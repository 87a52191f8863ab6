"""Fixture: the answers of the stub server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from demo.stub_server.app import Answer, Stub


@pytest.fixture(autouse=True)
def answers(stub: Stub) -> Iterator[dict[str, Answer]]:
    yield stub.answers
    stub.answers.clear()
