"""``python -m tests.real.whole.pictures`` takes the pictures in the README from the demo.

It writes three files to docs/pictures: ``before.png`` and ``after.png`` show the same conversation
without the patch and with it. ``journey.webp`` is an animation: a question, the answer, and the app
behind the link.
"""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from demo.real.deployment.script import PROMPT
from frontend_patch.paths import HOME
from tests.real.whole.person import (
    Person,
    expect_home_page,
    launch,
    sign_in,
    start,
    without_the_patch,
)
from tests.real.whole.running import Demo, running_demo

PICTURES = HOME / "docs" / "pictures"
#: Bytes that the animation may have.
LIMIT = 1_000_000

_SIZE: ViewportSize = {"width": 1280, "height": 800}
_BAR = 44
_FRAME_MS = 300
_MOST_FRAMES = 200
_SHOWN_MS = 2000
_WEBP_QUALITY = 90


@dataclass
class Animation:
    """Frames with the time that each is shown, in milliseconds."""

    frames: list[Image.Image] = field(default_factory=list)
    times: list[int] = field(default_factory=list)

    def add(self, page: Page, milliseconds: int) -> None:
        """Adds what a page shows, below its address."""
        shown = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        frame = Image.new("RGB", (shown.width, shown.height + _BAR), "#dee1e6")
        frame.paste(shown, (0, _BAR))
        draw = ImageDraw.Draw(frame)
        draw.rounded_rectangle((12, 7, frame.width - 12, _BAR - 7), 15, "white")
        draw.text((28, 12), page.url, "#202124", ImageFont.load_default(16))
        if self.frames and frame.tobytes() == self.frames[-1].tobytes():
            self.times[-1] += milliseconds
        else:
            self.frames.append(frame)
            self.times.append(milliseconds)

    def write(self, path: Path) -> None:
        """Writes a WebP file of at most `LIMIT` bytes.

        Raises:
            ValueError: the file would be larger.
        """
        data = io.BytesIO()
        first, *others = (frame.resize((960, frame.height * 3 // 4)) for frame in self.frames)
        first.save(
            data,
            "WEBP",
            save_all=True,
            append_images=others,
            duration=self.times,
            loop=0,
            quality=_WEBP_QUALITY,
            method=6,
        )
        if data.tell() > LIMIT:
            raise ValueError(
                f"{path.name} would have {data.tell():,} bytes; the limit is {LIMIT:,}"
            )
        path.write_bytes(data.getvalue())


def take() -> None:
    """Takes all pictures."""
    expect.set_options(timeout=60_000)
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        running_demo(Path(folder)) as demo,
        launch(playwright, demo) as browser,
    ):
        conversation = _animate(browser, demo)
        after = _at(sign_in(browser, demo, "alice"), conversation)
        expect(after.get_by_text("Disconnected", exact=True)).to_have_count(0)
        after.screenshot(path=PICTURES / "after.png", animations="disabled")
        before = _at(without_the_patch(browser, demo, "alice"), conversation)
        expect(before.get_by_text("Disconnected", exact=True).first).to_be_visible()
        before.screenshot(path=PICTURES / "before.png", animations="disabled")


def _at(person: Person, conversation: str) -> Page:
    """A page at a conversation whose agent has answered."""
    person.page.set_viewport_size(_SIZE)
    person.open(conversation)
    expect(person.page.get_by_role("link", name="here", exact=True)).to_be_visible()
    _fold(person.page)
    return person.page


def _animate(browser: Browser, demo: Demo) -> str:
    """Writes the animation, and returns the ID of its conversation."""
    animation = Animation()
    alice = sign_in(browser, demo, "alice")
    page = alice.page
    page.set_viewport_size(_SIZE)
    page.goto(f"{demo.origin}/")
    expect_home_page(page)
    _fold(page)
    animation.add(page, _SHOWN_MS // 2)
    for end in range(4, len(PROMPT) + 4, 4):
        page.get_by_test_id("chat-input").fill(PROMPT[:end])
        animation.add(page, 150)
    conversation = start(page, PROMPT)
    link = page.get_by_test_id("agent-message").get_by_role("link")
    for _ in range(_MOST_FRAMES):
        if link.count() == 2:
            break
        animation.add(page, _FRAME_MS)
        page.wait_for_timeout(_FRAME_MS)
    expect(link).to_have_count(2)
    link.first.hover()
    animation.add(page, _SHOWN_MS)
    with alice.context.expect_page() as opened:
        link.first.click()
    app = opened.value
    app.set_viewport_size(_SIZE)
    expect(app.get_by_role("heading", name="To-do")).to_be_visible()
    animation.add(app, _SHOWN_MS)
    app.get_by_label("Item").fill("Show it to the team")
    animation.add(app, _SHOWN_MS // 2)
    app.get_by_role("button", name="Add").click()
    expect(app.get_by_role("listitem").last).to_have_text("Show it to the team")
    animation.add(app, 2 * _SHOWN_MS)
    animation.write(PICTURES / "journey.webp")
    alice.context.close()
    return conversation


def _fold(page: Page) -> None:
    """Hides the list of first steps, which lies beside the conversation."""
    page.get_by_test_id("sidebar-onboarding-checklist-toggle").click()


if __name__ == "__main__":
    take()
