"""The proxies of vm/: what an app and OpenHands see of a request, and where a redirect leads."""

from __future__ import annotations

import re

import pytest

from demo.addresses import HOST
from demo.sandbox_apps.mirror import ANSWER
from tests.docs.proxies.behind import Behind, Proxy
from tests.docs.proxies.vm import LOGIN

pytestmark = pytest.mark.proxy


def test_an_app_sees_itself_on_localhost(proxy: Proxy, base: str, behind: Behind) -> None:
    own = re.sub(r"(?<=[a-z])/.*", "", base)
    spoofed = ("Host", "Proto", "For", "Port")
    answer = proxy.ask(
        f"{base}/",
        **{"Authorization": LOGIN, "Origin": own, "X-Real-IP": "192.0.2.1", "Forwarded": "x"},
        **{f"X-Forwarded-{name}": "spoofed" for name in spoofed},
    )
    seen = answer.seen["headers"]
    assert seen["host"] == f"localhost:{behind.app}"
    assert seen["origin"] == f"http://localhost:{behind.app}"
    assert not {"forwarded", "x-real-ip"} & {*seen}
    assert not {f"x-forwarded-{name.lower()}" for name in spoofed} & {*seen}


@pytest.mark.parametrize("origin", ["https://8080.runtime." + HOST, "http://localhost:1", "null"])
def test_an_app_sees_any_other_origin_as_it_is(proxy: Proxy, behind: Behind, origin: str) -> None:
    answer = proxy.ask(
        f"{proxy.becomes('document', behind.app)}/", Authorization=LOGIN, Origin=origin
    )
    assert answer.seen["headers"]["origin"] == origin


def test_openhands_sees_its_public_name(proxy: Proxy) -> None:
    seen = proxy.ask(f"https://{HOST}/", Authorization=LOGIN).seen["headers"]
    assert (seen["host"], seen["x-forwarded-proto"]) == (HOST, "https")


@pytest.mark.parametrize(
    ("location", "of_document", "of_request"),
    [
        (
            "http://localhost:5000/a?b#c",
            f"https://5000.runtime.{HOST}/a?b#c",
            "/runtime/5000/a?b#c",
        ),
        ("http://127.0.0.1:3000/", f"https://3000.runtime.{HOST}/", "/runtime/3000/"),
        ("https://example.org/", "https://example.org/", "https://example.org/"),
        ("http://localhost:5000/../8000/", None, "{route}/"),
        ("http://localhost:5000@example.org/", "{same}", "{route}/"),
        (f"https://{HOST}/api", None, "{route}/"),
        ("/a", "/a", "{route}/a"),
    ],
)
def test_a_redirect_of_an_app_to_localhost_leads_to_a_port(
    proxy: Proxy, behind: Behind, location: str, of_document: str | None, of_request: str
) -> None:
    def answered(role: str) -> str:
        url = f"{proxy.becomes(role, behind.app)}/"
        headers = {"Authorization": LOGIN, ANSWER: f"Location: {location}"}
        return str(proxy.ask(url, **headers).headers["Location"])

    if of_document:
        assert answered("document") == of_document.replace("{same}", location)
    assert answered("request") == of_request.replace("{route}", f"/runtime/{behind.app}")


@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-site", 200)])
def test_a_page_of_another_site_may_not_act_on_an_app(
    proxy: Proxy, behind: Behind, site: str, status: int
) -> None:
    url = f"{proxy.becomes('document', behind.app)}/"
    headers = {"Authorization": LOGIN, "Sec-Fetch-Site": site}
    assert proxy.ask(url, "POST", **headers).status == status
    assert proxy.ask(url, **headers).status == 200


@pytest.mark.parametrize("role", ["request", "document"])
def test_an_app_may_listen_by_ipv6_alone(proxy: Proxy, behind: Behind, role: str) -> None:
    url = proxy.becomes(role, behind.live)
    answer = proxy.ask(f"{url}/a%2Fb?c", "PUT", Authorization=LOGIN, Origin=f"https://{HOST}")
    assert answer.status == 200
    seen = answer.seen
    assert (seen["method"], seen["path"]) == ("PUT", "/a%2Fb?c")
    assert seen["headers"]["host"] == f"localhost:{behind.live}"
