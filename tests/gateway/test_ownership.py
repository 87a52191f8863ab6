"""Who may open a sandbox: only whom the edge names, and only if the container's label is the same.

And who may reach OpenHands: the edge.

A source is how a request comes; a header is what it says of the user; a label is ``user_id``.
"""

from __future__ import annotations

from typing import Any

import pytest

from demo.addresses import HOST, C
from tests.gateway.app import App
from tests.gateway.ask import at_host, at_path, request, send
from tests.gateway.conftest import EDGE_ADDRESS
from tests.gateway.nginx import SECRET, Gateway
from tests.gateway.sandboxes import USER, Sandboxes

_SECRET, _USER, _ANOTHER = "X-Gateway-Secret", "X-Cognito-User-Id", "9c4d-another"

#: Headers that a source adds, and its address.
SOURCES: dict[str, tuple[list[tuple[str, str]], str]] = {
    "edge by secret": ([(_SECRET, SECRET)], "127.0.0.1"),
    "edge by address": ([], EDGE_ADDRESS),
    "nobody": ([], "127.0.0.1"),
    "wrong secret": ([(_SECRET, SECRET + "x")], "127.0.0.1"),
    "secret's beginning": ([(_SECRET, SECRET[:-1])], "127.0.0.1"),
    "empty secret": ([(_SECRET, "")], "127.0.0.1"),
    "secret twice": ([(_SECRET, SECRET), (_SECRET, SECRET)], "127.0.0.1"),
    "secret with an underscore": ([("X_Gateway_Secret", SECRET)], "127.0.0.1"),
    "claims the edge's address": ([("X-Forwarded-For", EDGE_ADDRESS)], "127.0.0.1"),
    "claims it otherwise": (
        [("X-Real-IP", EDGE_ADDRESS), ("Forwarded", f"for={EDGE_ADDRESS}")],
        "127.0.0.1",
    ),
}
TRUSTED = ("edge by secret", "edge by address")

HEADERS: dict[str, list[tuple[str, str | bytes]]] = {
    "absent": [],
    "empty": [(_USER, "")],
    "blank": [(_USER, "  ")],
    "equal": [(_USER, USER)],
    "equal, spaces around": [(_USER, f"  {USER} ")],
    "equal, name in upper case": [(_USER.upper(), USER)],
    "different": [(_USER, _ANOTHER)],
    "other case": [(_USER, USER.upper())],
    "longer": [(_USER, USER + "x")],
    "shorter": [(_USER, USER[:-1])],
    "repeated": [(_USER, USER), (_USER, USER)],
    "repeated, one different": [(_USER, _ANOTHER), (_USER, USER)],
    "repeated, one empty": [(_USER, USER), (_USER, "")],
    "repeated after a hundred": [(_USER, USER), *[("X", "y")] * 100, (_USER, _ANOTHER)],
    "joined": [(_USER, f"{USER}, {_ANOTHER}")],
    "quoted": [(_USER, f'"{USER}"')],
    "underscores": [("X_Cognito_User_Id", USER)],
    "odd bytes": [(_USER, USER.encode() + b"\xff\x01")],
    "a tab within": [(_USER, USER[:2] + "\t" + USER[2:])],
    "UTF-8": [(_USER, "jürgen".encode())],
    "as JSON null": [(_USER, "null")],
    "as a number": [(_USER, "42")],
    "as a pattern": [(_USER, ".*")],
    "dropped by Connection": [(_USER, USER), ("Connection", _USER)],
}

LABELS: dict[str, Any] = {
    "equal": USER,
    "absent": ...,
    "empty": "",
    "blank": "  ",
    "null": None,
    "a number": 42,
    "a line break": f"{USER}\r\nX: y",
    "UTF-8": "jürgen",
}

#: Headers that pass with the label.
PASSES = {
    "equal": {
        "equal",
        "equal, spaces around",
        "equal, name in upper case",
        "dropped by Connection",
    },
    "UTF-8": {"UTF-8"},
}

TABLE = [
    (source, header, label, 200 if source in TRUSTED and header in PASSES.get(label, ()) else 403)
    for source in SOURCES
    for header in HEADERS
    for label in LABELS
]


@pytest.mark.parametrize("source", SOURCES)
def test_only_the_owner_opens_a_sandbox(
    gateway: Gateway, sandboxes: Sandboxes, source: str
) -> None:
    apps = {label: sandboxes.start(user=value) for label, value in LABELS.items()}
    extra, address = SOURCES[source]
    for _, header, label, status in (row for row in TABLE if row[0] == source):
        app = apps[label]
        headers = [*HEADERS[header], *extra]
        for asked in (
            request("/", *headers, host=at_host(app)),
            request(f"{at_path(app)}/", *headers),
        ):
            answer = send(gateway.plain, asked, source=address)
            assert answer.status == status, (source, header, label)
            assert status == 200 or answer["Cache-Control"] == "no-store"
    passed = sum(row[0] == source and row[3] == 200 for row in TABLE)
    assert sum(app.requests for app in apps.values()) == 2 * passed


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("path", ["/", "/api/settings", f"/stable-{'0' * 40}/x"])
def test_only_what_the_edge_sends_reaches_openhands(
    gateway: Gateway, openhands: App, source: str, path: str
) -> None:
    extra, address = SOURCES[source]
    referer = "Referer", f"https://{HOST}/conversations/{C}"
    before = openhands.requests
    answer = send(gateway.plain, request(path, referer, *extra), source=address)
    if source in TRUSTED:
        assert answer.status in (200, 307)
    else:
        assert (answer.status, openhands.requests) == (403, before)


def test_a_nul_byte_in_the_header_is_no_http(gateway: Gateway, sandboxes: Sandboxes) -> None:
    app = sandboxes.start()
    spoilt = (_USER, USER.encode() + b"\0")
    asked = request("/", (_SECRET, SECRET), spoilt, host=at_host(app))
    assert send(gateway.plain, asked).status == 400


def test_a_signed_out_user_learns_nothing_about_a_conversation(
    gateway: Gateway, sandboxes: Sandboxes
) -> None:
    app = sandboxes.start()
    there = send(gateway.plain, request("/", host=at_host(app)))
    sandboxes.stop(app)
    gone = send(gateway.plain, request("/", host=at_host(app)))
    assert (there.status, there.body) == (gone.status, gone.body) == (403, there.body)
