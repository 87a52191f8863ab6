"""When the work is done: at once, or in the next frame, which is requested for a reason only.

A page that has requested a frame is painted more often, which costs more than the script itself.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.text.chat import app, run

#: Changes of a page, and whether a frame is requested for them.
CHANGES = {
    "a message": ("p.innerHTML = '<b>It runs.</b> See <code>app.py</code>.'", False),
    "a message with a link": ("p.innerHTML = '<a href=http://localhost:5000/>app</a>'", False),
    "a message with a URL": ("p.innerHTML = '<b>See http://localhost:5000/</b>'", False),
    "a word": ("p.firstChild.appendData(' word')", False),
    "a text": ("p.firstChild.data = 'another text'", False),
    "a comment": ("p.append(document.createComment('http://localhost:5000/'))", False),
    "a text with a URL": ("p.firstChild.data = 'see http://localhost:5000/'", True),
    "a text beside another": ("p.append('http:/', '/localhost:5000/')", True),
    "a long text": ("p.firstChild.data = 'word '.repeat(1000)", True),
    "a long message without a URL": ("p.innerHTML = `<b>${'word '.repeat(1000)}</b>`", False),
    "a long message with a URL": (
        "p.innerHTML = `<b>${'word '.repeat(1000)} http://localhost:5000/</b>`",
        True,
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_frame_is_requested_only_where_a_url_is_possible(chat: Page, change: str) -> None:
    write, is_requested = CHANGES[change]
    body = f"""
      const p = paragraph(), native = requestAnimationFrame;
      p.append('text');
      await frames2();
      let requested = 0;
      globalThis.requestAnimationFrame = (callback) => (requested++, native(callback));
      {write};
      await Promise.resolve();
      globalThis.requestAnimationFrame = native;
      return requested;
    """
    assert run(chat, body) == is_requested


def test_what_is_too_much_for_one_task_is_rewritten_in_later_frames(chat: Page) -> None:
    body = """
      const list = document.createDocumentFragment(), p = paragraph();
      for (let count = 0; count < 50_000; count++) {
        const link = list.appendChild(document.createElement('a'));
        link.href = 'http://localhost:5000/';
      }
      await Promise.resolve();
      p.append(list);
      await Promise.resolve();
      const isAtOnce = [p.firstChild, p.lastChild].map(({ href }) => !href.includes('localhost'));
      for (let count = 0; count < 1000 && p.lastChild.href.includes('localhost'); count++)
        await new Promise(requestAnimationFrame);
      const isLater = !p.lastChild.href.includes('localhost');
      p.remove();
      return [...isAtOnce, isLater];
    """
    assert run(chat, body) == [True, False, True]


def test_new_elements_are_rewritten_before_the_pages_next_task(chat: Page) -> None:
    body = """
      const p = paragraph();
      p.innerHTML = '<a href=http://localhost:5000/>See http://localhost:5000/</a>';
      await Promise.resolve();
      return [p.firstChild.href, p.textContent];
    """
    assert run(chat, body) == [app(5000), f"See {app(5000)}"]
