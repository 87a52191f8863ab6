"""The explorer is served with the stub UI, on loopback only."""

from __future__ import annotations

import signal
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from demo.addresses import C
from tests.support.served_project import Project, run_build, served_project


def test_the_stub_ui_shows_the_patch_at_work_on_loopback(
    plain_browser: Browser, project: Project
) -> None:
    with plain_browser.new_page() as page:
        page.goto(project.stub)
        expect(page.locator("#status")).to_have_text("Connected")
        expect(page.locator("#chat li").first).to_contain_text(f"/runtime/{C}/54928/sockets/")
        page.get_by_role("button", name="App tab").click()
        app = page.frame_locator("#frame").locator("body")
        expect(app).to_contain_text(f'"host": "5000-{C}.runtime.openhands.localhost:')


def test_the_stub_ui_is_reloaded_with_its_new_bundle(
    plain_browser: Browser, project: Project
) -> None:
    with plain_browser.new_page() as page:
        page.goto(project.stub)
        expect(page.locator("#status")).to_have_text("Connected")
        before = page.evaluate("__frontendPatch.hash")
        project.edit("src_js/rules.json", '"never": []', '"never": [54928]')
        page.wait_for_function("(before) => __frontendPatch.hash !== before", arg=before)
        expect(page.locator("#status")).to_have_text("Disconnected")


def test_the_stub_ui_is_reloaded_even_if_it_learns_of_its_new_bundle_late(
    plain_browser: Browser, project: Project
) -> None:
    with plain_browser.new_page() as page:
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/events", hold)
        with page.expect_request("**/events"):
            page.goto(project.stub)
        before = page.evaluate("__frontendPatch.hash")
        project.edit("src_js/rules.json", '"never": []', '"never": [54928]')
        assert project.serves('"never": [54928]')
        held[0].continue_()
        page.wait_for_function("(before) => __frontendPatch.hash !== before", arg=before)


def test_another_host_name_is_not_served(project: Project) -> None:
    request = urllib.request.Request(project.explorer, headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request)


def test_a_port_that_is_taken_exits_1_and_says_what_to_do(project: Project) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        run = run_build(project.root, "serve", "--port", port)
    assert run.returncode == 1
    assert f"Error: cannot listen on port {port}: " in run.stderr
    assert "--port" in run.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ends_at_once_without_output_and_leaves_no_files(
    tmp_path: Path, number: signal.Signals
) -> None:
    with served_project(tmp_path / "project") as project:
        with urllib.request.urlopen(f"{project.explorer}events"):
            project.process.send_signal(number)
            assert project.process.wait(10) == 0
        assert project.process.stderr
        said = "Watching the rule table and src_js for changes. Press Ctrl-C to stop."
        assert project.process.stderr.read().strip() == said
        assert not list((tmp_path / "temporary").iterdir())


def test_a_preset_that_is_not_there_is_wrong_use(project: Project) -> None:
    run = run_build(project.root, "serve", "--preset", "nowhere")
    assert run.returncode == 2
    assert "--preset" in run.stderr
