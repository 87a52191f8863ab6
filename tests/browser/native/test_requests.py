"""Requests behave as without the patch."""

from __future__ import annotations

import pytest

from tests.browser.native.behavior import assert_as_without_the_patch
from tests.support.url_probe import Tabs

BEHAVIOR = {
    "a two-argument xhr.open is asynchronous": """
        const xhr = new XMLHttpRequest();
        xhr.open('GET', url);
        xhr.send();
        const before = xhr.readyState;
        await first(xhr, 'loadend');
        return [before, xhr.readyState, xhr.status];
    """,
    "xhr.open is synchronous where asked": """
        const xhr = new XMLHttpRequest();
        xhr.open('GET', url, false);
        xhr.send();
        return [xhr.readyState, xhr.status];
    """,
    "xhr.open with undefined is synchronous": """
        const xhr = new XMLHttpRequest();
        xhr.open('GET', url, undefined);
        xhr.send();
        return xhr.readyState;
    """,
    "xhr fires its events in order": """
        const xhr = new XMLHttpRequest(), seen = [];
        for (const type of ['readystatechange', 'loadstart', 'load', 'loadend'])
          xhr.addEventListener(type, () => seen.push([type, xhr.readyState]));
        xhr.open('POST', url);
        xhr.send('body');
        await first(xhr, 'loadend');
        return [seen, JSON.parse(xhr.response).body];
    """,
    "an aborted fetch": """
        const controller = new AbortController();
        const answer = fetch(url, { signal: controller.signal });
        controller.abort(new RangeError('mine'));
        return answer.then(() => 'answered', (error) => `${error.name}: ${error.message}`);
    """,
    "a fetch aborted before": "return fetch(url, { signal: AbortSignal.abort() }).catch((e) => e.name)",
    "fetch without this": "return (await fetch.call(undefined, url)).status",
    "fetch sends method, headers and body": """
        const init = { method: 'POST', headers: { 'X-A': 'b' }, body: new Blob(['text']) };
        const { method, headers, body } = await (await fetch(url, init)).json();
        return [method, headers['x-a'], body];
    """,
    "fetch reads its options once": """
        let count = 0;
        await fetch(url, { get method() { count++; return 'GET'; } });
        return count;
    """,
    "fetch makes its argument a string once": """
        let count = 0;
        await fetch({ toString() { count++; return url; } });
        return count;
    """,
    "a toString that throws": """
        return fetch({ toString() { throw new RangeError('mine'); } }).catch((e) => e.message);
    """,
    "a streamed body": """
        const body = new Response('streamed').body;
        const request = new Request(url, { method: 'POST', body, duplex: 'half' });
        return [request.duplex, request.bodyUsed, await request.text(), request.bodyUsed];
    """,
    "a streamed body without duplex": """
        return caught(() => new Request(url, { method: 'POST', body: new Response('x').body }));
    """,
    "a streamed body sent": """
        const body = new Response('streamed').body;
        return fetch(url, { method: 'POST', body, duplex: 'half' }).then((a) => a.status, (e) => e.name);
    """,
    "a Request keeps what it is given": """
        const init = { method: 'PUT', keepalive: true, credentials: 'omit', cache: 'no-store',
          mode: 'cors', redirect: 'manual', referrerPolicy: 'no-referrer', integrity: 'sha256-x' };
        const request = new Request(url, init);
        return Object.keys(init).map((key) => request[key]);
    """,
    "a Request cloned, sent twice, and used up": """
        const request = new Request(url, { method: 'POST', body: 'body' });
        const clone = request.clone();
        const bodies = [];
        for (const one of [request, clone]) bodies.push((await (await fetch(one)).json()).body);
        const again = await fetch(request).catch((error) => error.name);
        return [bodies, request.bodyUsed, clone.bodyUsed, again];
    """,
    "a Request made of a Request": """
        const request = new Request(new Request(url, { method: 'POST', body: 'body' }), { method: 'PUT' });
        const { method, body } = await (await fetch(request)).json();
        return [method, body, request instanceof Request, request.constructor === Request];
    """,
    "credentials decide over cookies": """
        document.cookie = 'native=1';
        const names = [];
        for (const credentials of ['omit', 'same-origin']) {
          const { headers } = await (await fetch('/api/x', { credentials })).json();
          names.push(/native=1/.test(headers.cookie ?? ''));
        }
        return names;
    """,
    "a Request extended": """
        class Mine extends Request {}
        const mine = new Mine(url);
        return [mine.constructor.name, mine instanceof Request, (await fetch(mine)).status];
    """,
    "a library that wraps fetch after us": """
        const native = window.fetch, seen = [];
        window.fetch = function (...args) { seen.push(args.length); return native.apply(this, args); };
        try { return [(await fetch(url, {})).status, seen]; } finally { window.fetch = native; }
    """,
}


@pytest.mark.parametrize("url", ["/api/x", "http://localhost:5000/x"], ids=["own", "sandbox"])
@pytest.mark.parametrize("body", BEHAVIOR.values(), ids=BEHAVIOR.keys())
def test_behaves_as_without_the_patch(tabs: Tabs, body: str, url: str) -> None:
    assert_as_without_the_patch(tabs, body, url)
