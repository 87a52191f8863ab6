"""How often an issuer is asked for its keys. The clock is set by hand; the sockets are real."""

from __future__ import annotations

import asyncio
import logging
import threading
from http.server import BaseHTTPRequestHandler

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from openhands_multiuser.identity import IdentityProblem
from openhands_multiuser.identity.claims import ClaimPolicy
from openhands_multiuser.identity.issuer import Issuer
from openhands_multiuser.identity.key_cache import (
    DISCARD_AFTER,
    FETCH_INTERVAL,
    REFRESH_AFTER,
    RETRY_INTERVAL,
    KeyCache,
)
from openhands_multiuser.identity.token_location import BearerToken
from openhands_multiuser.identity.token_source import TokenSource

from .asking import identity_of, problem_of
from .conftest import SigningKeys
from .issuer_server import KEYS, METADATA, Answer, RunningIssuer, jwk, raw_answer, sign

pytestmark = pytest.mark.anyio
P = IdentityProblem


class Site:
    """A source whose clock a test sets, and a token for each key."""

    def __init__(self, issuer: RunningIssuer, keys: SigningKeys, now: int) -> None:
        self.issuer, self.time = issuer, 1000.0
        self.cache = KeyCache(Issuer(issuer.url).fetch_keys, clock=lambda: self.time)
        policy = ClaimPolicy(issuer.url, frozenset({"app"}))
        self.source = TokenSource(BearerToken(), policy, self.cache)
        claims = issuer.claims(now)
        self.token = sign(claims, keys.rsa, "rsa")
        self.rotated = sign(claims, keys.stranger, "new")

    @property
    def fetches(self) -> int:
        return self.issuer.requests.count(KEYS)

    async def fetched(self) -> None:
        """Waits for the fetch that no request waits for."""
        running = self.cache._running
        assert running is not None
        await running


@pytest.fixture
def site(issuer: RunningIssuer, keys: SigningKeys, now: int) -> Site:
    return Site(issuer, keys, now)


async def test_keys_are_fetched_once_for_many_requests(site: Site) -> None:
    for _ in range(5):
        await identity_of(site.source, site.token)
    assert site.issuer.requests == [METADATA, KEYS]


async def test_requests_at_the_same_time_share_a_fetch(site: Site) -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(50):
            group.create_task(identity_of(site.source, site.token))
    assert site.fetches == 1


async def test_a_client_that_hangs_up_does_not_cancel_the_fetch_of_the_others(site: Site) -> None:
    asked, release = _hold_keys(site.issuer)
    first = asyncio.create_task(identity_of(site.source, site.token))
    second = asyncio.create_task(identity_of(site.source, site.token))
    assert await asyncio.to_thread(asked.wait, 10)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    release.set()
    assert (await second).user_id == "alice"
    assert site.fetches == 1


async def test_unknown_key_ids_cause_one_fetch_in_each_interval(
    site: Site, keys: SigningKeys, now: int
) -> None:
    await identity_of(site.source, site.token)
    for number in range(100):
        token = sign(site.issuer.claims(now), keys.stranger, f"unknown{number}")
        assert await problem_of(site.source, token) is P.UNKNOWN_KEY
    assert site.fetches == 1
    site.time += FETCH_INTERVAL
    for _ in range(100):
        assert await problem_of(site.source, site.rotated) is P.UNKNOWN_KEY
    assert site.fetches == 2


async def test_a_rotated_key_is_accepted_after_the_interval(site: Site, keys: SigningKeys) -> None:
    await identity_of(site.source, site.token)
    site.issuer.publish(jwk(keys.rsa, "rsa"), jwk(keys.stranger, "new"))
    assert await problem_of(site.source, site.rotated) is P.UNKNOWN_KEY
    site.time += FETCH_INTERVAL
    assert (await identity_of(site.source, site.rotated)).user_id == "alice"
    assert (await identity_of(site.source, site.token)).user_id == "alice"


async def test_old_keys_are_refreshed_without_a_request_waiting(
    site: Site, keys: SigningKeys
) -> None:
    await identity_of(site.source, site.token)
    asked, release = _hold_keys(site.issuer)
    site.time += REFRESH_AFTER
    assert (await identity_of(site.source, site.token)).user_id == "alice"
    assert await asyncio.to_thread(asked.wait, 10)
    site.issuer.publish(jwk(keys.stranger, "new"))
    release.set()
    await site.fetched()
    assert (await identity_of(site.source, site.token)).user_id == "alice"


async def test_a_withdrawn_key_is_refused_after_the_refresh(site: Site, keys: SigningKeys) -> None:
    await identity_of(site.source, site.token)
    site.issuer.publish(jwk(keys.stranger, "new"))
    site.time += REFRESH_AFTER
    await identity_of(site.source, site.token)
    await site.fetched()
    assert await problem_of(site.source, site.token) is P.UNKNOWN_KEY


async def test_an_issuer_that_is_down_locks_nobody_out_until_the_keys_are_too_old(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    await identity_of(site.source, site.token)
    site.issuer.answers[KEYS] = raw_answer(b"", 500)
    site.time += DISCARD_AFTER - 1
    with caplog.at_level(logging.WARNING):
        assert (await identity_of(site.source, site.token)).user_id == "alice"
        await site.fetched()
    assert f"{site.issuer.url}{KEYS}: the answer's status is not 200" in caplog.text
    site.time += 1
    assert await problem_of(site.source, site.token) is P.KEYS_UNAVAILABLE


async def test_an_issuer_that_is_down_is_asked_once_in_each_retry_interval(site: Site) -> None:
    working = site.issuer.answers[KEYS]
    site.issuer.answers[KEYS] = raw_answer(b"", 503)
    for _ in range(10):
        assert await problem_of(site.source, site.token) is P.KEYS_UNAVAILABLE
    assert site.fetches == 1
    site.issuer.answers[KEYS] = working
    site.time += RETRY_INTERVAL
    assert (await identity_of(site.source, site.token)).user_id == "alice"


async def test_a_token_that_no_allowed_key_can_have_signed_causes_no_fetch(site: Site) -> None:
    for token in ("x", "e30.e30.", sign({}, _ec_key(), None), "a" * 20000):
        await problem_of(site.source, token)
    assert site.issuer.requests == []


def _hold_keys(issuer: RunningIssuer) -> tuple[threading.Event, threading.Event]:
    """Makes the keys wait; returns what tells that they were asked for, and what releases them."""
    asked, release = threading.Event(), threading.Event()
    working: Answer = issuer.answers[KEYS]

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        release.wait(10)
        working(handler)

    issuer.answers[KEYS] = answer
    return asked, release


def _ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())
