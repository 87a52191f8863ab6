"""Runs the workloads in pages with and without the patch, alternately."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.pages import REWRITTEN, UIS, build_pages
from bench.series import Series
from demo.addresses import HOST
from demo.stub_server.app import Stub
from demo.stub_server.serve import serving
from frontend_patch.bundle.build import build_bundle
from frontend_patch.paths import RULES
from frontend_patch.rules.load import load_rules
from tests.support.browser import launch_arguments
from tests.support.url_probe import choose_ui

_RUN = "(code) => new Function(code)()"

ADDRESS = f"https://{HOST}/conversations/3f0c8a527a1e4b609c2d0a1b2c3d4e5f?idle"
WORKLOADS = Path(__file__).with_name("workloads.js").read_text()

ROUNDS = 40
TURNS = 20
# Calls per turn: at least a millisecond, but few enough that garbage collection does not dominate.
CALLS = {"fetch": 12_500, "xhr": 2500, "websocket": 12_500}
REWRITTEN_CALLS = 250
KINDS = {
    "own path": ("fetch", "xhr"),
    "own URL": ("fetch", "xhr", "websocket"),
    "another site's": ("fetch", "xhr", "websocket"),
    "rewritten": ("fetch", "xhr", "websocket"),
}
PAGE_ROUNDS = 8
INSTALL_ROUNDS = 25

#: By name: the function in workloads.js, and the page in which it runs.
MAIN_THREAD = {
    "chat of 6,000 messages": ("chat", "stub"),
    "6,000 messages, unpaced": ("unpacedChat", "stub"),
    "6,000 events replayed by React": ("replay", "react"),
    "20,000 tokens streamed by React": ("streamByReact", "react"),
    "20,000 tokens into bare text nodes": ("stream", "stub"),
    "20,000 tokens by appendData": ("append", "stub"),
    "20,000 tokens by textContent": ("setText", "stub"),
}


class Bench:
    """The workloads in one browser."""

    def __init__(self, browser: Browser, bundle: str) -> None:
        self._browser, self._bundle = browser, bundle

    def run(self, say: Callable[[str], None]) -> dict[str, Any]:
        """All figures, as JSON."""
        results: dict[str, Any] = {"browser": f"Chromium {self._browser.version}"}
        say("install time")
        results["install ms"] = self._install()
        for kind, apis in KINDS.items():
            for api in apis:
                say(f"{api}, {kind}")
                results[f"{api}, {kind}"] = self._calls(api, kind).summary()
        for name, (body, page_of) in MAIN_THREAD.items():
            say(name)
            series, long_tasks = self._main_thread(body, page_of)
            results[name] = series.summary() | {"long tasks": long_tasks}
        say("frames until a URL is shown")
        with self._page("stub-patched") as page:
            results["frames until a URL is shown"] = page.evaluate("bench.framesToShow()")
        return results

    @contextmanager
    def _page(self, ui: str) -> Iterator[Page]:
        context = self._browser.new_context()
        choose_ui(context, ADDRESS, ui)
        page = context.new_page()
        page.goto(ADDRESS)
        if ui.startswith("react"):
            page.wait_for_function("typeof say === 'function'")
        page.evaluate(WORKLOADS)
        yield page
        context.close()

    def _install(self) -> dict[str, float]:
        """Milliseconds from the first byte of the script to its end, in new browser contexts."""
        samples: dict[str, list[float]] = {ui: [] for ui in UIS[1:]}
        for _ in range(INSTALL_ROUNDS):
            for ui, of_ui in samples.items():
                with self._page(f"install-{ui}") as page:
                    of_ui.append(page.evaluate("benchEnd - benchStart"))
        return {ui: round(median(of_ui), 2) for ui, of_ui in samples.items()}

    def _calls(self, api: str, kind: str) -> Series:
        series = Series("ns")
        count = REWRITTEN_CALLS if kind == "rewritten" else CALLS[api]
        with self._page("stub-unpatched") as page:
            page.evaluate(_RUN, self._bundle)
            for rounds in (3, ROUNDS):  # the first rounds warm up
                pairs = page.evaluate(
                    "(given) => bench.call(...given)", [api, kind, rounds, TURNS, count]
                )
        series.samples = {
            "unpatched": [one for one, _ in pairs],
            "patched": [one for _, one in pairs],
        }
        return series

    def _main_thread(self, body: str, page_of: str) -> tuple[Series, dict[str, list[int]]]:
        series = Series("ms")
        uis = (*UIS, REWRITTEN)
        long_tasks: dict[str, list[int]] = {ui: [] for ui in uis}
        for turn in range(PAGE_ROUNDS):
            # Each UI is in each place equally often.
            for place in range(len(uis)):
                ui = uis[(turn + place) % len(uis)]
                shown = "unpatched" if ui == REWRITTEN else ui
                with self._page(f"{page_of}-{shown}") as page:
                    if ui == REWRITTEN:
                        page.evaluate("bench.writeRewrittenUrls()")
                    session = page.context.new_cdp_session(page)
                    session.send("Performance.enable")
                    start = _task_milliseconds(session.send("Performance.getMetrics"))
                    page.evaluate(f"bench.{body}()")
                    end = _task_milliseconds(session.send("Performance.getMetrics"))
                    series.add(ui, end - start)
                    long_tasks[ui].append(len(page.evaluate("bench.longTasks()")))
                    if ui == "patched" and page.evaluate("bench.leftOver()"):
                        raise RuntimeError(f"{body}: a URL was not rewritten")
        return series, long_tasks


def _task_milliseconds(metrics: dict[str, Any]) -> float:
    seconds: float = next(
        one["value"] for one in metrics["metrics"] if one["name"] == "TaskDuration"
    )
    return seconds * 1000


def measure(say: Callable[[str], None]) -> dict[str, Any]:
    """Builds the bundle, serves the UIs with and without it, and runs all workloads."""
    bundle = build_bundle(load_rules(RULES), say)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Stub(build_pages(Path(folder), bundle))) as ports,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**launch_arguments(playwright, ports))
        results = Bench(browser, bundle.script.decode()).run(say)
        browser.close()
    return results
