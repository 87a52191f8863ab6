"""A script navigates to a URL that was rewritten before: no Navigation API is needed."""

from __future__ import annotations

import pytest

from demo.addresses import HOST, C
from demo.stub_server.app import Stub
from tests.support.url_probe import Tabs

PAGE = f"https://{HOST}/conversations/{C}"


@pytest.mark.parametrize(
    "source",
    [
        "URL from a response",
        "URL of a link, in its click handler",
        "URL of a link in the document",
    ],
)
def test_location_is_set_to_the_rewritten_url(tabs: Tabs, stub: Stub, source: str) -> None:
    tabs.send(PAGE, "patched", "navigate", "http://localhost:5000/x?q=1", source)
    assert stub.saw(f"https://5000-{C}.runtime.{HOST}/x?q=1")
    assert "http://localhost:5000/x?q=1" not in stub.received
