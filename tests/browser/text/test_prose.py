"""Where a URL ends in prose, and how it arrives."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.text.chat import app, run

PROSE = [
    ("It runs at http://localhost:5000.", f"It runs at {app(5000)}."),
    ("http://localhost:5000, and", f"{app(5000)}, and"),
    ("(http://localhost:5000)", f"({app(5000)})"),
    ("(see http://localhost:5000/a(b))", f"(see {app(5000, 'a(b)')})"),
    ("http://localhost:5000/a(b", app(5000, "a(b")),
    ("[http://localhost:5000/x]", f"[{app(5000, 'x')}]"),
    ("{http://localhost:5000/x}", f"{{{app(5000, 'x')}}}"),
    ('"http://localhost:5000/x"', f'"{app(5000, "x")}"'),
    ("'http://localhost:5000/x'", f"'{app(5000, 'x')}'"),
    ("`http://localhost:5000/x`", f"`{app(5000, 'x')}`"),
    ("**http://localhost:5000/x**", f"**{app(5000, 'x')}**"),
    ("_http://localhost:5000/x_ ~http://localhost:5000/y~", None),
    ("<http://localhost:5000/x>", f"<{app(5000, 'x')}>"),
    ("http://localhost:5000/?a=1&b=2", app(5000, "?a=1&b=2")),
    ("http://localhost:5000/&amp;", f"{app(5000)}&amp;"),
    ("http://localhost:5000/x;", f"{app(5000, 'x')};"),
    ("http://localhost:5000/x?!...", f"{app(5000, 'x')}?!..."),
    ("http://localhost:5000/a.b,c", app(5000, "a.b,c")),
    ("http://localhost:5000/x:", f"{app(5000, 'x')}:"),
    ("HTTP://LOCALHOST:5000/x", app(5000, "x")),
    ("ws://localhost:5000/x", app(5000, "x").replace("https", "wss")),
    ("http://127.0.0.1:1/ and http://localhost:2/", f"{app(1)} and {app(2)}"),
    ("line one\nhttp://localhost:5000/x\nline two", f"line one\n{app(5000, 'x')}\nline two"),
    ("curl:http://localhost:5000/x", f"curl:{app(5000, 'x')}"),
    ("nohttp://localhost:5000/x", "nohttp://localhost:5000/x"),
    ("localhost:5000 is no URL", "localhost:5000 is no URL"),
    ("https://example.org/?u=http://localhost:5000", "https://example.org/?u=http://localhost:5000"),
    ("http://localhost:99999/", "http://localhost:99999/"),
    ("http://localhost\u3002", "http://localhost\u3002"),
    ("http://localhost./x", "http://localhost./x"),
    ("http://localhost. Then", f"{app(80)}. Then"),
    ("http://localhöst:5000/x", "http://localhöst:5000/x"),
    ("http://my_localhost:5000/x", "http://my_localhost:5000/x"),
]  # fmt: skip


@pytest.mark.parametrize(("prose", "shown"), PROSE, ids=[prose for prose, _ in PROSE])
def test_a_url_ends_where_githubs_autolinks_end(chat: Page, prose: str, shown: str | None) -> None:
    expected = shown or f"_{app(5000, 'x')}_ ~{app(5000, 'y')}~"
    body = "const p = paragraph(); p.append(argument); await frames2(); return p.textContent"
    assert run(chat, body, prose) == expected


STREAMED = "Open http://localhost:5000/api?q=1 or http://127.0.0.1:80. Done"


@pytest.mark.parametrize(
    "write",
    [
        "p.firstChild.nodeValue = source.slice(0, end)",
        "p.firstChild.nodeValue += source[end - 1]",
        "p.firstChild.appendData(source[end - 1])",
        "p.textContent = source.slice(0, end)",
        "p.append(source[end - 1])",
        "p.append(source[end - 1]); p.normalize()",
    ],
    ids=[
        "whole text",
        "what is shown and more",
        "appendData",
        "new node",
        "node each",
        "normalized",
    ],
)
def test_a_url_that_streams_in_is_right_at_every_moment(chat: Page, write: str) -> None:
    body = f"""
      const source = argument, p = paragraph(), q = paragraph(), seen = [];
      p.append('');
      for (let end = 1; end <= source.length; end++) {{
        {write};
        q.textContent = source.slice(0, end);
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        seen.push([p.textContent, q.textContent]);
      }}
      return seen;
    """
    seen = run(chat, body, STREAMED)
    assert [streamed for streamed, _ in seen] == [at_once for _, at_once in seen]
    assert seen[-1][0] == f"Open {app(5000, 'api?q=1')} or {app(80)}. Done"


def test_a_url_over_several_nodes_is_taken_apart_when_one_goes(chat: Page) -> None:
    body = """
      const p = paragraph();
      p.append('see http://loc', 'alhost:50', '00/x now');
      await frames2();
      const whole = p.textContent;
      p.childNodes[1].remove();
      await frames2();
      return [whole, p.textContent];
    """
    assert run(chat, body) == [f"see {app(5000, 'x')} now", "see http://loc00/x now"]


def test_a_text_that_the_page_replaces_is_rewritten_again(chat: Page) -> None:
    body = """
      const p = paragraph();
      p.append('http://localhost:5000/');
      await frames2();
      p.firstChild.nodeValue = 'gone';
      await frames2();
      const gone = p.textContent;
      p.firstChild.nodeValue = 'http://localhost:6000/';
      await frames2();
      return [gone, p.textContent];
    """
    assert run(chat, body) == ["gone", app(6000)]


def test_a_links_text_goes_with_its_href(chat: Page) -> None:
    body = """
      const p = paragraph();
      p.innerHTML = '<a href="http://localhost:5000/x">http://localhost:5000/x</a>';
      await frames2();
      return [p.textContent, p.firstChild.href];
    """
    assert run(chat, body) == [app(5000, "x")] * 2


def test_nothing_is_dropped_however_much_comes_at_once(chat: Page) -> None:
    body = """
      const p = paragraph();
      for (let port = 1; port <= 5000; port++) {
        const line = document.createElement('div');
        line.append('see ', `http://localhost:${port}/`);
        p.append(line);
      }
      for (let count = 0; count < 300 && /localhost/.test(p.textContent); count++)
        await new Promise(requestAnimationFrame);
      return p.textContent;
    """
    expected = "".join(f"see {app(port)}" for port in range(1, 5001))
    assert run(chat, body) == expected


def test_a_text_that_changes_does_not_wait_for_a_tree_that_is_walked(chat: Page) -> None:
    body = """
      const p = paragraph(), text = p.appendChild(document.createTextNode(''));
      const tree = document.createElement('div');
      for (let count = 0; count < 100_000; count++)
        tree.appendChild(document.createElement('i')).append('http://localhost:1/');
      p.before(tree);
      await frames2();
      text.data = 'see http://localhost:5000/';
      await frames2();
      const isShown = text.data;
      const isWalked = !tree.lastChild.textContent.includes('localhost');
      tree.remove();
      return [isShown, isWalked];
    """
    assert run(chat, body) == [f"see {app(5000)}", False]


def test_a_tree_that_changes_while_it_is_walked_is_walked_to_its_end(chat: Page) -> None:
    body = """
      const p = paragraph();
      for (let port = 1; port <= 5000; port++) {
        const line = document.createElement('div');
        line.append(`http://localhost:${port}/`);
        p.append(line);
      }
      const whole = p.cloneNode(true);
      p.replaceWith(whole);
      for (let count = 0; count < 300 && /localhost/.test(whole.textContent); count++) {
        await new Promise(requestAnimationFrame);
        // Takes away what the walk has just come to.
        whole.children[count * 7]?.replaceWith('');
      }
      return whole.textContent;
    """
    assert "localhost" not in run(chat, body)


def test_in_a_hidden_document_too(chat: Page) -> None:
    body = """
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      const p = paragraph();
      p.append('http://localhost:5000/');
      const options = { characterData: true, subtree: true };
      await new Promise((resolve) => new MutationObserver(resolve).observe(p, options));
      delete document.hidden;
      return p.textContent;
    """
    assert run(chat, body) == app(5000)
