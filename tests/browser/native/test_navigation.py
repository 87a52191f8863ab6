"""Navigation by a script behaves as without the patch."""

from __future__ import annotations

import pytest

from demo.stub_server.app import Answer, Stub
from tests.browser.native.behavior import assert_as_without_the_patch
from tests.support.url_probe import Tabs

# A response without content leaves the page where it is (HTML Standard, 7.4.2.3.2).
EMPTY = Answer(b"", 204)

OUTCOMES = """
  const outcome = (promise) => Promise.race([
    promise.then(() => 'fulfilled', (error) => error.name),
    new Promise((resolve) => setTimeout(resolve, 0, 'pending')),
  ]);
  const { committed, finished } = navigation.navigate(url);
  return Promise.all([committed, finished].map(outcome));
"""


@pytest.mark.parametrize("url", ["http://localhost:5000/empty", "https://example.org/empty"])
def test_the_promises_of_navigate_behave_as_without_the_patch(
    tabs: Tabs, stub: Stub, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setitem(stub.answers, "/empty", EMPTY)
    assert_as_without_the_patch(tabs, OUTCOMES, url)
