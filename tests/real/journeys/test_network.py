"""No request goes to localhost, and no request is lost."""

from __future__ import annotations

from urllib.parse import urlsplit

from demo.addresses import HOST
from tests.real.journeys.looking_around import look_around
from tests.real.journeys.visiting import Visiting, expect_disconnected
from tests.support.real_ui.deployment import Deployment
from tests.support.real_ui.events import agent_message
from tests.support.real_ui.visit import Visit


def strays(visited: Visit) -> list[str]:
    """The requests to loopback, or to the page's host at a port other than the proxy's."""
    urls = [urlsplit(url) for url in visited.urls]
    return [
        url.geturl()
        for url in urls
        if url.hostname in ("localhost", "127.0.0.1") or (url.hostname == HOST and url.port)
    ]


class TestOnTheNetwork:
    def test_urls_lead_to_localhost_without_the_patch(
        self, visit: Visiting, deployment: Deployment
    ) -> None:
        deployment.agent.say(agent_message("Hello."))
        visited = visit("unpatched")
        look_around(visited.page)
        expect_disconnected(visited.page)
        assert strays(visited)

    def test_none_does_and_nothing_is_lost(self, visit: Visiting, deployment: Deployment) -> None:
        deployment.agent.say(agent_message("Hello."))
        unpatched = visit("unpatched").page
        look_around(unpatched)
        unpatched.context.close()
        arrived = deployment.received.copy()
        deployment.received.clear()
        visited = visit("patched")
        look_around(visited.page)
        assert deployment.agent.has_a_socket()
        deployment.receives(arrived.issubset)
        # Playwright tells of what happened meanwhile once it is asked something.
        visited.page.title()
        assert arrived - deployment.received == set()
        assert strays(visited) == []
