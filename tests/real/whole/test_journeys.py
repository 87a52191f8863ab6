"""Journeys of Alice through the whole OpenHands, with the patch and without it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.real.whole.conftest import DOUBT, PATIENCE
from tests.real.whole.journeys import JOURNEYS, Journey
from tests.real.whole.network import Network
from tests.real.whole.person import Person

pytestmark = [pytest.mark.slow, pytest.mark.proxy]

_EACH = pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)


@_EACH
def test_with_the_patch_it_succeeds(
    journey: Journey, person: Callable[..., Person], conversation: str, network: Network
) -> None:
    journey(person("alice"), conversation, network)


@_EACH
def test_without_the_patch_the_agent_does_not_answer(
    journey: Journey, person: Callable[..., Person], conversation: str, network: Network
) -> None:
    alice = person("alice", "unpatched")
    expect.set_options(timeout=DOUBT)
    try:
        with pytest.raises(AssertionError, match='get_by_test_id\\("agent-message"\\)'):
            journey(alice, conversation, network)
    finally:
        expect.set_options(timeout=PATIENCE)
