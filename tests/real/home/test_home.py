"""OpenHands at home: one person, one port, a password, and no subdomains."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import expect

from demo.addresses import HOST
from tests.real.home.conftest import Home
from tests.real.home.person import PATIENCE, Person
from tests.real.whole.person import say, serve_unpatched

pytestmark = [pytest.mark.slow, pytest.mark.proxy, pytest.mark.install]

#: The port that OpenHands publishes for an app: WORKER_1.
_WORKER = 8011


def test_chat_an_app_and_vs_code_work_through_one_port(person: Person, home: Home) -> None:
    conversation = person.ask(
        f'run nohup python3 -m http.server --bind "$SANDBOX_ADDRESS" {_WORKER} > log 2>&1 &'
    )
    person.answer("The command has run.")
    port = _published_port(home, conversation)
    say(person.page, f"say It runs at http://localhost:{port}/")
    link = person.answer("It runs at").get_by_role("link")
    expect(link).to_have_attribute("href", f"https://{HOST}/runtime/{port}/")
    app = person.click(link)
    expect(app).to_have_url(f"https://{HOST}/runtime/{port}/")
    expect(app.get_by_role("link", name="log")).to_be_visible()

    person.page.get_by_test_id("right-panel-toggle").press("Enter")
    code = person.click(person.page.get_by_test_id("drawer-vscode-link"))
    expect(code.get_by_role("treeitem", name="log", exact=True)).to_be_visible(timeout=PATIENCE)
    assert re.match(rf"https://{HOST}/runtime/\d+/", code.url)
    assert person.lost == []


def test_without_the_patch_the_chat_is_disconnected(person: Person) -> None:
    serve_unpatched(person.context, f"https://{HOST}")
    person.ask("say Hello")
    disconnected = person.page.get_by_text("Disconnected", exact=True).first
    expect(disconnected).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("path", ["/", "/api/v1/settings", "/runtime/30000/"])
def test_without_the_password_nothing_is_served(home: Home, path: str) -> None:
    with httpx.Client(verify=False) as client:
        answer = client.get(
            f"https://127.0.0.1:{home.proxy.tls}{path}",
            headers={"Host": HOST},
            extensions={"sni_hostname": HOST},
        )
    assert answer.status_code == 401


def test_without_the_proof_the_server_refuses_a_request(home: Home) -> None:
    """An app in a sandbox cannot use OpenHands' API."""
    assert httpx.get(f"{home.server.url}/api/v1/settings").status_code == 401


def _published_port(home: Home, conversation: str) -> int:
    """Where the machine publishes the port of the app, as OpenHands tells the agent."""
    [sandbox] = home.client.get(f"/api/v1/sandboxes?id=oh-agent-server-{conversation}")
    [url] = [one["url"] for one in sandbox["exposed_urls"] if one["name"] == "WORKER_1"]
    return int(url.rpartition(":")[2])
