"""Ways in which a page reads a response."""

from __future__ import annotations

#: How a page reads a body, and what else it can tell of the answer. Each returns a value of JSON.
READS = {
    "fetch, json()": "async (url) => (await fetch(url)).json()",
    "fetch, text()": "async (url) => (await fetch(url)).text()",
    "fetch, a Request": "async (url) => (await fetch(new Request(url))).text()",
    "fetch, blob()": """async (url) => {
        const blob = await (await fetch(url)).blob();
        return [blob.type, await blob.text()];
    }""",
    "fetch, arrayBuffer()": """async (url) =>
        new TextDecoder().decode(await (await fetch(url)).arrayBuffer())""",
    "fetch, clone()": """async (url) => {
        const answer = await fetch(url);
        const clone = answer.clone();
        return [await clone.text(), clone.url, clone.type, answer.bodyUsed, await answer.text()];
    }""",
    "fetch, body as a stream": """async (url) => {
        const answer = await fetch(url);
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        let text = '';
        for (;;) {
            const { done, value } = await reader.read();
            if (done) return [text, answer.bodyUsed];
            text += value;
        }
    }""",
    "fetch, what it tells of itself": """async (url) => {
        const answer = await fetch(url);
        const { status, statusText, ok, type, url: from, redirected, bodyUsed } = answer;
        const headers = Object.fromEntries(answer.headers);
        delete headers.date;
        await answer.text();
        const isOne = answer instanceof Response;
        return [status, statusText, ok, type, from, redirected, bodyUsed, headers, isOne,
            answer.bodyUsed, await answer.text().catch(({ name }) => name)];
    }""",
    **{
        f"xhr, responseType {kind!r}": f"""(url) => new Promise((resolve) => {{
            const xhr = new XMLHttpRequest(), events = [];
            for (const type of ['readystatechange', 'loadstart', 'load', 'loadend'])
                xhr.addEventListener(type, () => events.push([type, xhr.readyState]));
            xhr.onloadend = async () => {{
                const {{ response, status, statusText, responseURL }} = xhr;
                const again = xhr.response === response;
                let text;
                try {{ text = xhr.responseText }} catch ({{ name }}) {{ text = name }}
                const body = response instanceof Blob ? [response.type, await response.text()]
                    : response instanceof ArrayBuffer ? new TextDecoder().decode(response)
                    : response instanceof Document ? 'document' : response;
                resolve([body, text, again, status, statusText, responseURL, xhr.responseType,
                    xhr.getResponseHeader('Content-Type'), events]);
            }};
            xhr.open('GET', url);
            xhr.responseType = '{kind}';
            xhr.send();
        }})"""
        for kind in ("", "text", "json", "arraybuffer", "blob", "document")
    },
    "xhr, synchronous": """(url) => {
        const xhr = new XMLHttpRequest();
        xhr.open('GET', url, false);
        xhr.send();
        return [xhr.response, xhr.responseText];
    }""",
}
