"""Hostile text takes time in proportion to its length, however it is made."""

from __future__ import annotations

import json
import subprocess

import pytest

from demo.addresses import HOST, C
from frontend_patch.bundle.node import find_node
from frontend_patch.paths import HOME, RULES
from frontend_patch.rules.load import load_rules

PAGE = f"https://{HOST}/conversations/{C}"

#: JavaScript for a text of about n characters.
TEXTS = {
    "plain text": "'lorem ipsum '.repeat(n / 12)",
    "closing brackets": "'http://example.org/' + ')'.repeat(n)",
    "opening brackets": "'http://example.org/' + '('.repeat(n)",
    "balanced brackets": "'http://example.org/' + '('.repeat(n / 2) + ')'.repeat(n / 2)",
    "mixed brackets": "'http://example.org/' + ')]}'.repeat(n / 3)",
    "dots": "'http://example.org/' + '.'.repeat(n)",
    "entities": "'http://example.org/' + '&amp;'.repeat(n / 5)",
    "no entities": "'http://example.org/&' + 'a'.repeat(n / 2) + ';'.repeat(n / 2)",
    "semicolons": "'http://example.org/' + 'a;'.repeat(n / 2)",
    "ampersands": "'http://example.org/' + '&'.repeat(n)",
    "URLs": "'http://localhost:5000/ '.repeat(n / 23)",
    "URLs without a space": "'http://localhost:5000/'.repeat(n / 22)",
    "schemes": "'http://'.repeat(n / 7)",
    "host names": "'http://' + 'a.'.repeat(n / 2)",
    "loopback names": "'http://' + 'localhost.'.repeat(n / 10)",
    "user names": "'http://' + 'a@'.repeat(n / 2)",
    "URLs before brackets": "`http://${')'.repeat(290)} `.repeat(n / 298)",
    "URLs before dots": "`http://a${'.'.repeat(290)}b `.repeat(n / 300)",
    "URLs before entities": "`http://a${'&a;'.repeat(96)}b `.repeat(n / 298)",
    "ports": "'http://a' + ':1'.repeat(n / 2)",
    "white space": "' '.repeat(n)",
    "slashes": "'http:' + '/'.repeat(n)",
    "tokens": "'http://localhost:5000/?' + '&tkn'.repeat(n / 4)",
    "routes": f"'/runtime/{C}/1'.repeat(n / 43) + '1'.repeat(n)",
    "digits": f"'https://{HOST}/runtime/{C}/' + '1'.repeat(n)",
    "conversations": "'/conversations/' + '0123456789abcdef'.repeat(n / 16)",
    "JSON strings": "JSON.stringify({ url: '\\\\n'.repeat(n / 2), a: 'x' })",
    "quotes": "'\"'.repeat(n)",
    "backslashes": "'\"' + '\\\\\\\\'.repeat(n)",
    "nested JSON": "'['.repeat(n / 2) + ']'.repeat(n / 2)",
}

#: URLs that are rewritten, each of which takes its time.
REWRITTEN = {"URLs"}

#: Text as an agent writes it: sentences, and a link now and then.
PROSE = (
    "'The server (a small one) runs; see https://example.org/docs/a?b=c, or ask. '.repeat(3)"
    ".concat('It answers with a list of tasks, and logs each request. '.repeat(16))"
    ".repeat(n / 1128)"
)

_MEASURE = """
import {{ changesIn }} from './src_js/dom/prose.js';
import {{ rewriterAt }} from './src_js/headless.js';
import {{ conversationIn }} from './src_js/page.js';
import {{ createFindHook }} from './src_js/responses/request_hooks.js';
import {{ responseHooks }} from './src_js/responses/index.js';
import {{ changedText }} from './src_js/responses/bodies.js';
import {{ pageAt }} from './src_js/headless.js';

const table = {table};
const {{ rewrite, explain }} = rewriterAt(table, '{page}');
const findHook = createFindHook(pageAt('{page}'), responseHooks(rewrite, table.responses));
const changes = responseHooks(rewrite, table.responses).map(({{ change }}) => change);
const uses = {{
  prose: (text) => changesIn(text, rewrite),
  url: (text) => rewrite(text, 'fetch'),
  explained: (text) => explain(text, 'fetch'),
  path: (text) => conversationIn(text),
  request: (text) => {{ try {{ findHook(text, () => 'GET') }} catch {{}} }},
  response: (text) => changes.forEach((change) => changedText(text, change.bind(undefined, '{c}'))),
}};
const timeOf = (use, text) => {{
  const times = [];
  for (let run = 0; run < 5; run++) {{
    // What an earlier text has left is not collected meanwhile.
    gc();
    // Time of the processor: other processes do not count.
    const start = process.cpuUsage();
    use(text);
    const {{ user, system }} = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }}
  return Math.min(...times);
}};
const found = {{}};
for (const [text, make] of Object.entries({{ {texts} }})) {{
  const [short, long] = [60_000, 960_000].map(make);
  for (const [name, use] of Object.entries(uses)) {{
    timeOf(use, short);
    (found[text] ??= {{}})[name] = [timeOf(use, short), timeOf(use, long)];
  }}
}}
console.log(JSON.stringify(found));
"""

#: Milliseconds for a short and for a long text, by text and use.
Times = dict[str, dict[str, tuple[float, float]]]


@pytest.fixture(scope="module")
def times() -> Times:
    rules = load_rules(RULES)
    texts = {**TEXTS, "prose": PROSE}
    script = _MEASURE.format(
        table=json.dumps(rules.compiled),
        page=PAGE,
        c=C,
        texts=", ".join(f"{json.dumps(name)}: (n) => {code}" for name, code in texts.items()),
    )
    run = subprocess.run(
        [find_node(), "--single-threaded", "--expose-gc", "--input-type=module", "-"],
        input=script,
        cwd=HOME,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=True,
    )
    found: Times = json.loads(run.stdout)
    return found


@pytest.mark.parametrize("text", TEXTS)
def test_sixteen_times_the_text_takes_about_sixteen_times_the_time(times: Times, text: str) -> None:
    for use, (short, long) in times[text].items():
        # Quadratic time would take 256 times as long. Large texts cost garbage collection and cache
        # misses, too: up to 79 times as long in all. Less than 5 ms is not measurable.
        assert long < max(128 * short, 5), use


@pytest.mark.parametrize("text", sorted(TEXTS.keys() - REWRITTEN))
def test_no_text_takes_many_times_as_long_to_read_as_prose(times: Times, text: str) -> None:
    prose = times["prose"]["prose"][1]
    assert times[text]["prose"][1] < 5 * prose
