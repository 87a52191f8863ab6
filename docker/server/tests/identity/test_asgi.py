"""From an ASGI scope to a user, or to an answer that refuses the connection."""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from typing import Any

import pytest

from openhands_multiuser.identity import (
    Identity,
    IdentityError,
    IdentityProblem,
    identify,
    refuse,
)
from openhands_multiuser.identity.asgi import Scope, read_cookies, read_headers
from openhands_multiuser.identity.model import MultiMap
from openhands_multiuser.identity.token_location import (
    BearerToken,
    TokenCookie,
    TokenHeader,
    TokenLocation,
)

pytestmark = pytest.mark.anyio


class CountingSource:
    many_users = True

    def __init__(self) -> None:
        self.asked: list[tuple[MultiMap, MultiMap]] = []

    async def identify(self, headers: MultiMap, cookies: MultiMap) -> Identity:
        self.asked.append((headers, cookies))
        if "x-user" not in headers:
            raise IdentityError(IdentityProblem.MISSING)
        return Identity(headers["x-user"][0])


def scope_of(*headers: tuple[bytes, bytes], kind: str = "http", **more: Any) -> Scope:
    return {"type": kind, "path": "/api/x", "headers": list(headers), **more}


async def test_the_source_is_asked_once_a_connection() -> None:
    source, scope = CountingSource(), scope_of((b"X-User", b"alice"))
    assert await identify(source, scope) is await identify(source, scope)
    assert len(source.asked) == 1


async def test_a_refusal_is_not_remembered_as_a_user() -> None:
    source, scope = CountingSource(), scope_of()
    for _ in range(2):
        with pytest.raises(IdentityError):
            await identify(source, scope)


async def test_connections_do_not_share_a_user() -> None:
    source = CountingSource()
    users = [await identify(source, scope_of((b"x-user", name))) for name in (b"alice", b"bob")]
    assert users == [Identity("alice"), Identity("bob")]


def test_repeated_headers_stay_apart_whatever_their_case() -> None:
    assert read_headers(scope_of((b"X-A", b"1"), (b"x-a", b"\xff"))) == {"x-a": ["1", "\xff"]}


@pytest.mark.parametrize(
    ("headers", "cookies"),
    [
        (["a=1; b=2"], {"a": ["1"], "b": ["2"]}),
        (["a=1", "a=2"], {"a": ["1", "2"]}),
        (["a=1;a=1"], {"a": ["1", "1"]}),
        (["a=x=y"], {"a": ["x=y"]}),
        (["a", ";;", ""], {}),
        (["A=1; a=2"], {"A": ["1"], "a": ["2"]}),
    ],
    ids=str,
)
def test_cookies_are_read_with_their_repetitions(
    headers: list[str], cookies: dict[str, list[str]]
) -> None:
    assert read_cookies({"cookie": headers}) == cookies


@pytest.mark.parametrize(
    ("location", "headers", "cookies", "found"),
    [
        (BearerToken(), {"authorization": ["Bearer t"]}, {}, "t"),
        (BearerToken(), {"authorization": ["bEARER  t"]}, {}, "t"),
        (BearerToken(), {}, {"authorization": ["Bearer t"]}, None),
        (BearerToken(), {"authorization": [""]}, {}, None),
        (BearerToken(), {"authorization": ["Basic t"]}, {}, IdentityProblem.MALFORMED),
        (BearerToken(), {"authorization": ["Bearer"]}, {}, IdentityProblem.MALFORMED),
        (BearerToken(), {"authorization": ["Bearer a b"]}, {}, IdentityProblem.MALFORMED),
        (BearerToken(), {"authorization": ["Bearer a", "Bearer b"]}, {}, IdentityProblem.REPEATED),
        (TokenHeader("x-t"), {"x-t": ["t"], "authorization": ["Bearer u"]}, {}, "t"),
        (TokenHeader("x-t"), {"authorization": ["Bearer u"]}, {}, None),
        (TokenHeader("x-t"), {"x-t": ["t", "t"]}, {}, IdentityProblem.REPEATED),
        (TokenCookie("t"), {"authorization": ["Bearer u"]}, {"t": ["x"]}, "x"),
        (TokenCookie("t"), {"t": ["x"]}, {"T": ["x"]}, None),
        (TokenCookie("t"), {}, {"t": ["x", "y"]}, IdentityProblem.REPEATED),
    ],
    ids=str,
)
def test_a_token_is_read_from_its_place_only(
    location: TokenLocation,
    headers: MultiMap,
    cookies: MultiMap,
    found: str | IdentityProblem | None,
) -> None:
    try:
        read: str | IdentityProblem | None = location.read(headers, cookies)
    except IdentityError as error:
        read = error.problem
    assert read == found


@pytest.mark.parametrize("problem", IdentityProblem)
async def test_every_problem_answers_with_its_code_and_a_sentence(problem: IdentityProblem) -> None:
    start, body = await sent(IdentityError(problem), scope_of())
    status = 503 if problem is IdentityProblem.KEYS_UNAVAILABLE else 401
    headers = dict(start["headers"])
    answer = json.loads(body["body"])
    assert start["status"] == answer["status"] == status
    assert answer["error"] == problem.value
    assert answer["detail"].endswith((".", "_:@.-"))
    assert int(headers[b"content-length"]) == len(body["body"])
    assert headers[b"cache-control"] == b"no-store"
    assert (b"www-authenticate" in headers) is (status == 401)


async def test_a_websocket_is_closed_before_its_handshake() -> None:
    (close,) = await sent(IdentityError(IdentityProblem.EXPIRED), scope_of(kind="websocket"))
    assert close == {"type": "websocket.close", "code": 1008, "reason": "expired"}


async def test_a_websocket_is_answered_if_the_server_supports_it() -> None:
    scope = scope_of(kind="websocket", extensions={"websocket.http.response": {}})
    start, body = await sent(IdentityError(IdentityProblem.EXPIRED), scope)
    assert (start["type"], start["status"]) == ("websocket.http.response.start", 401)
    assert body["type"] == "websocket.http.response.body"


async def sent(error: IdentityError, scope: Scope) -> list[MutableMapping[str, Any]]:
    messages: list[MutableMapping[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        messages.append(message)

    await refuse(error, scope, send)
    return messages
