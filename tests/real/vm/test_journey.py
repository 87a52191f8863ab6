"""A person works with Agent Canvas on one machine, behind nginx and behind Caddy."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from demo.addresses import HOST
from frontend_patch.paths import HOME
from tests.docs.proxies.behind import Proxy
from tests.docs.proxies.vm import LOGIN, PRESET
from tests.real.vm.apps import SHOWN, write_vite_text
from tests.real.vm.conftest import Machine
from tests.real.vm.person import ROOT, Person

pytestmark = pytest.mark.slow


def _build(machine: Machine, *command: str) -> None:
    """As the service does before it starts Agent Canvas, here while it runs."""
    arguments = [*command, "--index", str(machine.canvas.index)]
    subprocess.run([sys.executable, HOME / "build.py", *arguments], check=True)


@pytest.fixture
def patched(machine: Machine) -> None:
    _build(machine, "--preset", PRESET)


@pytest.fixture
def unpatched(machine: Machine) -> None:
    """What `npm update` brings; it is served without a restart."""
    _build(machine, "revert")


@pytest.mark.usefixtures("patched")
def test_links_and_previews_work(person: Person, machine: Machine) -> None:
    person.open()
    person.say("start the apps")
    flask, vite, other, own = person.links().all()

    app = person.click(flask)
    expect(app).to_have_url(f"https://5000.runtime.{HOST}/")
    expect(app.get_by_role("heading")).to_have_text(SHOWN.format(port=5000))
    app = person.click(other)
    expect(app).to_have_url(f"https://38080.runtime.{HOST}/")
    expect(app.get_by_role("heading")).to_have_text(SHOWN.format(port=38080))

    write_vite_text(machine.apps, "first")
    app = person.click(vite)
    expect(app).to_have_url(f"https://5173.runtime.{HOST}/")
    expect(app.get_by_role("heading")).to_have_text("first")
    # Vite tells of the change over its WebSocket.
    write_vite_text(machine.apps, "second")
    expect(app.get_by_role("heading")).to_have_text("second", timeout=15_000)

    assert person.failed == []
    closed = person.click(own)
    expect(closed.locator("body")).to_contain_text(
        f"Port {machine.canvas.ports['ingress']} is not open."
    )
    person.failed.clear()

    _see_the_report(person)
    person.open(person.page.url)
    expect(person.links().first).to_have_attribute("href", f"https://5000.runtime.{HOST}/")
    _see_the_report(person)

    assert person.failed == []
    assert person.lost == []
    assert person.patched == 2
    assert not {host for host in person.hosts if re.search(r"^127\.|localhost$|^\[::1\]$", host)}


def _see_the_report(person: Person) -> None:
    person.open_file("report.html")
    preview = person.page.frame_locator("[data-testid=file-content-viewer-iframe]")
    link = preview.get_by_text("the app")
    expect(link).to_have_attribute("href", f"https://5000.runtime.{HOST}/", timeout=15_000)
    link.click()
    # No script runs in the frame.
    expect(preview.get_by_role("heading")).to_have_css("color", "rgb(1, 2, 3)")


@pytest.mark.usefixtures("unpatched")
def test_without_the_patch_links_lead_to_the_persons_own_machine(person: Person) -> None:
    person.open()
    person.say("start the apps")
    link = person.links().first
    expect(link).to_have_attribute("href", "http://localhost:5000/")
    assert person.failed == []
    assert person.patched == 0


def test_openhands_own_ports_are_refused(proxy: Proxy, machine: Machine) -> None:
    assert proxy.ask(ROOT, Authorization=LOGIN).status == 200
    for port in machine.canvas.own_ports:
        for role in ("request", "document"):
            answer = proxy.ask(f"{proxy.becomes(role, port)}/", Authorization=LOGIN)
            assert (answer.status, b"is not open" in answer.body) == (404, True)
            assert proxy.ask(f"{proxy.becomes(role, port)}/").status in (401, 404)
