"""The preview of an HTML file: a sandboxed frame of the page's origin, in which no script runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Frame, Page, expect

from demo.addresses import HOST, UUID, C
from demo.stub_server.app import Answer, Stub
from tests.support.url_probe import choose_ui

PAGE = f"https://{HOST}/conversations/{UUID}"
APP = f"https://5000-{C}.runtime.{HOST}"
FILE = f"/api/conversations/{UUID}/workspace/report.html"

REPORT = b"""<!doctype html><title>Report</title><p>
<a href="http://localhost:5000/a%2Fb#c">the app</a> <a href="page.html">next</a>
<form action="http://localhost:5000/find"></form>
<em>http://localhost:5000/text</em> <code>http://localhost:5000/code</code>"""

#: What the document of a frame shows.
SHOWN = """
() => [
  ...Array.from(document.querySelectorAll('a, form'), (element) =>
    element.getAttribute('href') ?? element.getAttribute('action')),
  ...Array.from(document.querySelectorAll('em, code'), (element) => element.textContent),
]
"""
WRITTEN = [
    *("http://localhost:5000/a%2Fb#c", "page.html", "http://localhost:5000/find"),
    *("http://localhost:5000/text", "http://localhost:5000/code"),
]
REWRITTEN = [
    *(f"{APP}/a%2Fb#c", "page.html", f"{APP}/find"),
    *(f"{APP}/text", "http://localhost:5000/code"),
]


@pytest.fixture
def files(stub: Stub) -> Iterator[dict[str, Answer]]:
    html = {"Content-Type": "text/html"}
    for path, body in {FILE: REPORT, FILE.replace("report", "page"): REPORT}.items():
        stub.answers[path] = Answer(body, headers=html)
    yield stub.answers
    stub.answers.clear()


def _preview(page: Page, sandbox: str | None, url: str = FILE, ui: str = "patched") -> Frame:
    choose_ui(page.context, PAGE, ui)
    page.goto(PAGE)
    page.evaluate(
        """async ([sandbox, url]) => {
          const frame = document.createElement('iframe');
          frame.id = 'preview';
          if (sandbox !== null) frame.setAttribute('sandbox', sandbox);
          frame.src = url;
          await new Promise((done) => {
            frame.onload = done;
            document.body.append(frame);
          });
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        }""",
        [sandbox, url],
    )
    frame = page.locator("#preview").element_handle().content_frame()
    assert frame
    return frame


@pytest.mark.usefixtures("files")
def test_its_links_lead_to_the_app(page: Page, stub: Stub) -> None:
    frame = _preview(page, "allow-same-origin")
    assert frame.evaluate(SHOWN) == REWRITTEN
    frame.get_by_text("the app").click()
    assert stub.saw(f"{APP}/a%2Fb")


@pytest.mark.usefixtures("files")
def test_so_do_those_of_a_file_that_it_leads_to(page: Page) -> None:
    frame = _preview(page, "allow-same-origin")
    frame.get_by_text("next").click()
    frame.wait_for_url("**/page.html")
    expect(page.frame_locator("#preview").get_by_text("the app")).to_have_attribute(
        "href", f"{APP}/a%2Fb#c"
    )


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("sandbox", "ui"),
    [
        ("allow-same-origin", "unpatched"),
        # It can load the patch itself, or has a reason not to.
        ("allow-same-origin allow-scripts", "patched"),
        (None, "patched"),
        # The page cannot reach the document.
        ("", "patched"),
    ],
)
def test_any_other_frame_stays_as_it_is(page: Page, sandbox: str | None, ui: str) -> None:
    assert _preview(page, sandbox, ui=ui).evaluate(SHOWN) == WRITTEN


@pytest.mark.usefixtures("files")
def test_a_frame_of_another_origin_stays_as_it_is(page: Page) -> None:
    url = f"https://example.org{FILE}"
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    assert _preview(page, "allow-same-origin", url).evaluate(SHOWN) == WRITTEN
    assert not errors
