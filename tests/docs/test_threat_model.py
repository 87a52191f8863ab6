"""Tests the statements of docs/explanation/threat-model.md about origins and cookies."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from demo.addresses import HOST, C
from demo.stub_server.app import Answer, Stub

PAGE = f"https://{HOST}/conversations/{C}"
ON_SUBDOMAIN = f"https://5000-{C}.runtime.{HOST}/"
ON_PATH = f"https://{HOST}/runtime/{C}/5000/"
HTML = {"Content-Type": "text/html"}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as context:
        yield context


@pytest.fixture
def answers(stub: Stub) -> Iterator[dict[str, Answer]]:
    yield stub.answers
    stub.answers.clear()


def _at(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    return page


class TestADocumentOnThePathRoute:
    PATH = f"/runtime/{C}/5000/"

    def test_has_the_pages_origin(
        self, context: BrowserContext, answers: dict[str, Answer]
    ) -> None:
        answers[self.PATH] = Answer(b"<!DOCTYPE html>an app", headers=HTML)
        assert _at(context, ON_PATH).evaluate("origin") == f"https://{HOST}"

    def test_has_an_opaque_origin_with_the_policy(
        self, context: BrowserContext, answers: dict[str, Answer]
    ) -> None:
        headers = HTML | {"Content-Security-Policy": "sandbox"}
        answers[self.PATH] = Answer(b"<!DOCTYPE html>an app", headers=headers)
        assert _at(context, ON_PATH).evaluate("origin") == "null"

    def test_is_read_by_a_request_of_the_page_as_without_the_policy(
        self, context: BrowserContext, answers: dict[str, Answer]
    ) -> None:
        headers = HTML | {"Content-Security-Policy": "sandbox"}
        answers[self.PATH] = Answer(b"an answer", headers=headers)
        read = f"fetch('{self.PATH}').then((answer) => answer.text())"
        assert _at(context, PAGE).evaluate(read) == "an answer"


class TestAnAppOnASubdomain:
    def test_has_an_origin_of_its_own(self, context: BrowserContext) -> None:
        assert _at(context, ON_SUBDOMAIN).evaluate("origin") == ON_SUBDOMAIN.rstrip("/")

    def test_is_the_same_site_so_that_samesite_does_not_hold_the_cookie_back(
        self, context: BrowserContext
    ) -> None:
        _at(context, f"https://{HOST}/").evaluate(
            "document.cookie = 'session=s; SameSite=Strict; Secure; Path=/'"
        )
        page = _at(context, ON_SUBDOMAIN)
        page.set_content(f'<form action="https://{HOST}/api/x" method="post"></form>')
        with page.expect_navigation() as sent:
            page.evaluate("document.forms[0].submit()")
        headers = sent.value.json()["headers"]
        assert "session=s" in headers["cookie"]
        assert headers["origin"] == ON_SUBDOMAIN.rstrip("/")

    @pytest.mark.parametrize(("name", "is_set"), [("session", True), ("__Host-session", False)])
    def test_sets_a_cookie_of_the_main_host_unless_its_name_forbids(
        self, context: BrowserContext, name: str, *, is_set: bool
    ) -> None:
        cookie = f"{name}=evil; Domain={HOST}; Path=/; Secure"
        _at(context, ON_SUBDOMAIN).evaluate(f"document.cookie = '{cookie}'")
        found = {one["name"] for one in context.cookies(f"https://{HOST}/")}
        assert (name in found) is is_set


def test_with_direct_another_port_shares_the_cookies(context: BrowserContext) -> None:
    _at(context, f"http://{HOST}:5000/").evaluate("document.cookie = 'session=evil'")
    page = _at(context, f"http://{HOST}:3000/")
    assert "session=evil" in page.evaluate("document.cookie")
    assert page.evaluate("origin") == f"http://{HOST}:3000"
