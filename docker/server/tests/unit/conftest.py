from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.unit.database import alices_database


@pytest.fixture
def engine() -> Iterator[Engine]:
    with alices_database() as engine:
        yield engine
