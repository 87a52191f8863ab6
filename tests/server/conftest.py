"""A real server at which Bob has requested Alice's data from every route."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server.meeting import Met, meet
from tests.server.people import house

#: Every run tests the newest release.
VERSIONS = [
    pytest.param("1.11.0"),
    pytest.param("1.7.0", marks=pytest.mark.slow),
    pytest.param("1.4.0", marks=pytest.mark.slow),
]


@pytest.fixture(scope="session", params=VERSIONS)
def met(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Met]:
    with house(request.param, tmp_path_factory.mktemp(request.param)) as place:
        yield meet(place)
