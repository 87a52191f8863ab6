"""Where an app's Refresh header leads."""

from __future__ import annotations

import pytest

from tests.gateway.answering import answer_with, by_host, by_path, placeholders
from tests.gateway.app import App
from tests.gateway.nginx import Gateway

REFRESHES = [
    ("5", "5", "5"),
    ("5.5;", None, None),
    ("0; url=/a", "0; url={P}/a", "0; url=/a"),
    ("0;URL='/a'", "0; url={P}/a", "0; url=/a"),
    ('0, url="/a" x', "0; url={P}/a", "0; url=/a"),
    ("0 url = ../../../../api", "0; url={P}/api", "0; url=../../../../api"),
    (
        "0; url=http://localhost:3000/a",
        "0; url={R}/3000/a",
        "0; url=https://3000-{C}.runtime.{HOST}/a",
    ),
    ("0; url=https://{HOST}/api", "0; url={P}/api", "0; url=https://{HOST}/api"),
    ("0; url=https:/api", None, None),
    ("0; /api", None, None),
    ("url=/api", None, None),
]


@pytest.mark.parametrize(("refresh", "on_path", "on_host"), REFRESHES)
def test_a_refresh_stays_on_the_route_of_the_app(
    gateway: Gateway, app: App, refresh: str, on_path: str | None, on_host: str | None
) -> None:
    names = placeholders(app)
    answer_with(app, *(("Refresh", refresh.format(**names)),) * 2, status=200)
    for answer, expected in ((by_path(gateway, app), on_path), (by_host(gateway, app), on_host)):
        assert answer.status == 200
        assert answer.all("Refresh") == ([expected.format(**names)] if expected else [])
