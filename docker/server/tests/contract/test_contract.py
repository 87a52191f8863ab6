"""What the package relies on is there, on every minor version of OpenHands.

A failure names the version and the requirement:
`test_wheel[sandbox_is_named_by_its_conversation-1.7]`.
"""

from __future__ import annotations

import inspect
from functools import cache
from types import ModuleType

import pytest

from tests.contract import data_requirements, image_requirements, requirements
from tests.contract.requirements import Requirement
from tests.contract.source import Source
from tests.contract.wheels import minors, wheel


def _requirements(*modules: ModuleType) -> list[Requirement]:
    return [
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]


@cache
def _source(minor: int) -> Source:
    return Source(wheel(minor))


@pytest.mark.parametrize("minor", minors(), ids=lambda minor: f"1.{minor}")
@pytest.mark.parametrize(
    "requirement",
    _requirements(requirements, data_requirements, image_requirements),
    ids=lambda requirement: requirement.__name__,
)
def test_wheel(requirement: Requirement, minor: int) -> None:
    requirement(_source(minor), minor)


def test_every_minor_version_from_1_0_to_the_newest_is_read() -> None:
    assert minors()[0] == 0
    assert len(minors()) > 11
