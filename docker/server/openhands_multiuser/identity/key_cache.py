"""Holds an issuer's keys, and limits how often they are fetched."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from openhands_multiuser.identity.errors import DocumentError, IdentityError, IdentityProblem
from openhands_multiuser.identity.keys import Keys, VerificationKey

# Seconds. After REFRESH_AFTER the next request starts a fetch, but does not wait for it.
REFRESH_AFTER = 10 * 60
# A key that the issuer withdrew is refused at the latest then, even if the issuer is down.
DISCARD_AFTER = 60 * 60
# At most one fetch in that time, however many unknown key ids are sent.
FETCH_INTERVAL = 30
RETRY_INTERVAL = 5

_log = logging.getLogger(__name__)


class KeyCache:
    """An issuer's keys.

    Args:
        fetch: fetches the keys; raises DocumentError.
        clock: seconds that never go back.
    """

    def __init__(
        self, fetch: Callable[[], Awaitable[Keys]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._fetch, self._clock = fetch, clock
        self._keys: Keys = {}
        self._fetched_at = self._next_fetch_at = float("-inf")
        self._failed = False
        self._running: asyncio.Task[None] | None = None

    async def find(self, key_id: str, algorithm: str) -> VerificationKey:
        """Returns a key; requests that wait at the same time share one fetch.

        Raises:
            IdentityError: the issuer has no such key, or its keys are unavailable.
        """
        key = self._current().get((key_id, algorithm))
        if key is not None:
            if self._age() >= REFRESH_AFTER:
                self._start_fetch()
            return key
        fetch = self._start_fetch()
        if fetch is not None:
            # Shielded: a client that hangs up must not cancel the fetch of the others.
            await asyncio.shield(fetch)
        key = self._current().get((key_id, algorithm))
        if key is not None:
            return key
        if self._failed:
            raise IdentityError(IdentityProblem.KEYS_UNAVAILABLE)
        raise IdentityError(IdentityProblem.UNKNOWN_KEY)

    def _age(self) -> float:
        return self._clock() - self._fetched_at

    def _current(self) -> Keys:
        return self._keys if self._age() < DISCARD_AFTER else {}

    def _start_fetch(self) -> asyncio.Task[None] | None:
        if self._running is None or self._running.done():
            if self._clock() < self._next_fetch_at:
                return None
            self._running = asyncio.create_task(self._update())
        return self._running

    async def _update(self) -> None:
        try:
            self._keys = await self._fetch()
        except DocumentError as error:
            self._failed = True
            self._next_fetch_at = self._clock() + RETRY_INTERVAL
            _log.warning("The issuer's keys are unavailable. %s", error)
        else:
            self._failed = False
            self._fetched_at = self._clock()
            self._next_fetch_at = self._fetched_at + FETCH_INTERVAL
