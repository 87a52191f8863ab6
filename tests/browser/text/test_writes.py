"""Each way to change the text of a node, and texts that grow long."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from demo.addresses import HOST
from tests.browser.text.chat import PAGE, app, run

URL = "http://localhost:5000/"

#: Changes of the text node `node`, after which it contains the URL.
WRITES = {
    "data": f"node.data = 'see {URL}'",
    "nodeValue": f"node.nodeValue = 'see {URL}'",
    "textContent of the node": f"node.textContent = 'see {URL}'",
    "textContent of its element": f"node.parentNode.textContent = 'see {URL}'",
    "appendData": f"node.appendData('{URL}')",
    "appendData in pieces": "node.appendData('http:/'); node.appendData('/localhost:5000/')",
    "insertData": f"node.insertData(4, '{URL}')",
    "replaceData": f"node.data = 'see all'; node.replaceData(4, 3, '{URL}')",
    "deleteData": f"node.data = 'see x{URL}'; await frames2(); node.deleteData(4, 1)",
    "replaceWith": f"node.replaceWith('see {URL}')",
    "splitText": f"node.data = 'see x{URL}'; node.splitText(5).previousSibling.remove()",
    "Range.insertNode": f"""
      const range = document.createRange();
      range.setStart(node, 4);
      range.insertNode(document.createTextNode('{URL}'));
    """,
    "innerHTML of its element": f"node.parentNode.innerHTML = '<b>see {URL}</b>'",
}


@pytest.mark.parametrize("write", WRITES)
def test_a_url_is_shown_however_it_is_written(chat: Page, write: str) -> None:
    body = f"""
      const p = paragraph();
      const node = document.createTextNode('see ');
      p.append(node);
      await frames2();
      {WRITES[write]};
      await frames2();
      return p.textContent;
    """
    assert run(chat, body).endswith(app(5000))


@pytest.mark.parametrize(
    "write",
    ["node.appendData(word)", "node.data = text", "p.textContent = text"],
    ids=["appended", "set anew", "in a new node"],
)
def test_a_long_text_is_right_at_every_moment(chat: Page, write: str) -> None:
    words = [
        f"http://localhost:{5000 + number}/x" if number % 40 == 39 else f"word{number}"
        for number in range(800)
    ]
    body = f"""
      const p = paragraph(), node = document.createTextNode(''), seen = [];
      p.append(node);
      let text = '';
      for (const word of argument.map((word) => `${{word}} `)) {{
        text += word;
        {write};
        if (!word.includes('localhost')) continue;
        await frames2();
        seen.push(p.textContent);
      }}
      return seen;
    """
    shown = [
        word.replace(f"http://localhost:{5000 + number}/", app(5000 + number))
        for number, word in enumerate(words)
    ]
    expected = ["".join(f"{word} " for word in shown[: end + 1]) for end in range(39, 800, 40)]
    assert run(chat, body, words) == expected


def test_a_long_text_may_change_at_its_beginning(chat: Page) -> None:
    body = f"""
      const p = paragraph(), filler = 'word '.repeat(1000);
      p.textContent = `a {URL} ${{filler}}`;
      await frames2();
      p.firstChild.data = `a http://localhost:6000/ ${{filler}}`;
      await frames2();
      return p.textContent.trim();
    """
    assert run(chat, body) == f"a {app(6000)} {'word ' * 1000}".strip()


def test_a_long_text_in_another_conversation_shows_that_conversations_urls(chat: Page) -> None:
    other = "0" * 32
    body = f"""
      const text = `see {URL} ${{'word '.repeat(1000)}}`;
      paragraph().textContent = text;
      await frames2();
      const {{ href }} = location, p = paragraph();
      history.replaceState(null, '', argument);
      p.textContent = text;
      await frames2();
      history.replaceState(null, '', href);
      return p.textContent.split(' ')[1];
    """
    shown = run(chat, body, PAGE.rpartition("/")[0] + f"/{other}")
    assert shown == f"https://5000-{other}.runtime.{HOST}/"


def test_an_image_named_url_does_not_hide_the_pages_address(chat: Page) -> None:
    other = "0" * 32
    body = f"""
      const {{ href }} = location, p = paragraph();
      p.innerHTML = '<img name=URL>';
      p.append('see {URL}');
      await frames2();
      history.replaceState(null, '', argument);
      p.lastChild.data = 'see {URL}';
      await frames2();
      history.replaceState(null, '', href);
      p.firstChild.remove();
      return p.textContent;
    """
    shown = run(chat, body, PAGE.rpartition("/")[0] + f"/{other}")
    assert shown == f"see https://5000-{other}.runtime.{HOST}/"


def test_a_field_named_like_a_function_hides_nothing(chat: Page) -> None:
    names = [
        "contains",
        "createTreeWalker",
        "querySelector",
        "querySelectorAll",
        "isConnected",
        "hasChildNodes",
        "children",
    ]
    body = f"""
      const form = document.createElement('form');
      form.innerHTML =
        argument.map((name) => `<input name=${{name}}><img name=${{name}}>`).join('') +
        '<a href="{URL}">see {URL}</a>';
      document.body.append(form);
      const p = paragraph();
      p.textContent = 'see {URL}';
      await frames2();
      const link = form.lastChild;
      form.remove();
      return [link.href, link.textContent, p.textContent];
    """
    assert run(chat, body, names) == [app(5000), f"see {app(5000)}", f"see {app(5000)}"]
