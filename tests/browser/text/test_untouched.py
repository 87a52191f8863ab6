"""Text that a person types, or that is meant for the sandbox, stays."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.text.chat import app, run

UNTOUCHED = {
    "code": "<code>{}</code>",
    "pre": "<pre><span>{}</span></pre>",
    "contenteditable": "<div contenteditable><b>{}</b></div>",
    "contenteditable plain": '<div contenteditable="plaintext-only">{}</div>',
    "textarea": "<textarea>{}</textarea>",
    "Monaco": '<div class="monaco-editor"><span>{}</span></div>',
    "xterm": '<div class="xterm"><span>{}</span></div>',
    "style": "<style>{}</style>",
    "script": '<script type="text/plain">{}</script>',
}


@pytest.mark.parametrize("html", UNTOUCHED.values(), ids=UNTOUCHED.keys())
def test_typed_text_and_text_meant_for_the_sandbox_stay(chat: Page, html: str) -> None:
    body = "const p = paragraph(); p.innerHTML = argument; await frames2(); return p.textContent"
    text = "curl http://localhost:5000/x"
    assert run(chat, body, html.format(text)) == text


def test_an_island_of_prose_in_an_editor_is_the_editors_too(chat: Page) -> None:
    body = "const p = paragraph(); p.innerHTML = argument; await frames2(); return p.textContent"
    html = '<div contenteditable="false">http://localhost:5000/x</div>'
    assert run(chat, body, html) == app(5000, "x")
    assert run(chat, body, f"<div contenteditable>{html}</div>") == "http://localhost:5000/x"


@pytest.mark.parametrize("place", ["div contenteditable", 'div class="monaco-editor"'])
def test_links_and_frames_in_an_editor_stay(chat: Page, place: str) -> None:
    body = """
      const p = paragraph();
      p.innerHTML = `<${argument}></div>`;
      p.firstChild.innerHTML = '<a href="http://localhost:1/">x</a><img src="http://localhost:2/">';
      await frames2();
      p.querySelector('a').addEventListener('click', (event) => event.preventDefault());
      p.querySelector('a').click();
      return [...p.querySelectorAll('a, img')].map((one) => one.href ?? one.src);
    """
    assert run(chat, body, place) == ["http://localhost:1/", "http://localhost:2/"]


def test_typed_and_pasted_text_is_sent_unchanged(chat: Page) -> None:
    url = "http://localhost:3000"
    run(chat, "document.body.innerHTML += '<div id=box contenteditable></div><input id=line>'")
    chat.locator("#box").press_sequentially(f"typed {url} ")
    run(chat, "document.execCommand('insertText', false, 'pasted http://localhost:3000')")
    html = f'<a href="{url}">{url}</a>'
    run(chat, f"document.execCommand('insertHTML', false, '{html}'); await frames2()")
    chat.locator("#line").fill(url)
    assert chat.locator("#box").inner_text() == f"typed {url} pasted {url}{url}"
    assert chat.locator("#box a").get_attribute("href") == url
    assert chat.locator("#line").input_value() == url
