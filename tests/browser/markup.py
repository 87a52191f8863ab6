"""Markup for the tests of the loading sink: Hypothesis strategies, and known attacks."""

from __future__ import annotations

import json
import subprocess

from hypothesis import strategies as st

from frontend_patch.bundle.node import find_node
from frontend_patch.paths import HOME

SANDBOX_IMAGE = '<img src="http://localhost:5000/x">'

#: Markup whose second parse differs from the first (mXSS). The first entry ran a script in an
#: earlier version of this patch. The others are from DOMPurify 3 (MPL-2.0 or Apache-2.0),
#: test/fixtures/expect.mjs, which its npm package does not contain.
MUTATION_XSS = [
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<svg></p><textarea><title><style></textarea><img src=x onerror=alert(1)></style></title></svg>",
    '<svg></p><title><a id="</title><img src=x onerror=alert()>"></textarea></svg>',
    "<math></p><textarea><mi><style></textarea><img src=x onerror=alert(1)></mi></math>",
    "<svg></p><title><template><style></title><img src=x onerror=alert(1)>",
    "<math></br><textarea><mtext><template><style></textarea><img src=x onerror=alert(1)>",
    "<svg></p><math><title><style><img src=x onerror=alert(1)></style></title>",
    '<svg><p><style><g title="</style><img src=x onerror=alert(1)>">',
    '<svg><foreignobject><p><style><p title="</style><iframe onload&#x3d;alert(1)<!--"></style>',
    '<math><annotation-xml encoding="text/html"><p><style><p title="</style><iframe onload&#x3d;alert(1)<!--"></style>',
    "<xmp><svg><b><style><b title='</style><img>'>",
    "<noembed><svg><b><style><b title='</style><img>'>",
    "<form><math><mtext></form><form><mglyph><style><img src=x onerror=alert(1)>",
    "<math><mtext><table><mglyph><style><math href=javascript:alert(1)>CLICKME</math>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=alert(1) src>">',
    '<math><mtext><table><mglyph><svg><mtext><style><path id="</style><img onerror=alert(1) src>">',
    "<math><mtext><h1><a><h6></a></h6><mglyph><svg><mtext><style><a title=\"</style><img src onerror='alert(1)'>\"></style></h1>",
    '<b><noscript><a alt="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<b><noscript><!-- </noscript><img src=x onerror=alert(1) --></noscript>",
]  # fmt: skip


def published_vectors() -> list[str]:
    """The payloads of DOMPurify's own tests, from the last npm package that contained them."""
    fixtures = HOME / "node_modules" / "dompurify-vectors" / "test" / "fixtures" / "expect.js"
    script = f"console.log(JSON.stringify(require({json.dumps(str(fixtures))})))"
    run = subprocess.run([find_node(), "-e", script], capture_output=True, check=True)
    payloads: list[str] = [vector["payload"] for vector in json.loads(run.stdout)]
    return payloads


_URLS = [
    *("http://localhost:5000/x", "http://127.0.0.1:5000/?a=1&amp;b=2", "//localhost:3000/"),
    *("/x", "https://example.org/x", "http://localhost:5000/&quot;&gt;&lt;img onerror=x&gt;"),
]
_LOADING = ["img", "image", "iframe", "embed", "object", "video", "audio", "source"]
_NAMES = [
    *_LOADING,
    *("math", "mtext", "mglyph", "malignmark", "mi", "annotation-xml", "svg", "foreignObject"),
    *("desc", "title", "style", "script", "template", "noscript", "textarea", "xmp", "iframe"),
    *("noembed", "noframes", "plaintext", "select", "option", "table", "tbody", "tr", "td"),
    *("caption", "form", "p", "div", "b", "a", "nobr", "button", "pre", "listing", "li", "h1"),
    *("body", "html", "head", "frameset", "br", "input", "col", "x-y"),
]
_TEXTS = ["x", " ", "\n", "&lt;", "&amp", "\0", "<", ">", '"', "'", "--", "]]>", "\r\n", "é"]
_SPECIAL = ["<!--", "-->", "--!>", "<!-->", "<![CDATA[", "<!doctype html>", "<?x>", "</>", "</p"]

_attributes = st.sampled_from(
    [
        *("", " contenteditable", ' title="</style><img src=x onerror=alert(1)>"', " data=/y"),
        *(' encoding="text/html"', " id=a", " SRC", ' srcset="http://localhost:5000/ 1x"'),
        *(f' {name}="{url}"' for url in _URLS for name in ("src", "data", "href")),
        *(f" src={url}" for url in _URLS),
    ]
)
_opening = st.builds("<{}{}{}>".format, st.sampled_from(_NAMES), _attributes, _attributes)
_closing = st.sampled_from(_NAMES).map("</{}>".format)
# Chromium's parser nests elements at most 512 deep.
_deep = st.sampled_from(["div", "b", "svg", "math", "mtext", "template", "font"]).map(
    lambda name: f"<{name}>" * 520
)
_rare = st.sampled_from(_SPECIAL + _TEXTS) | _deep.filter(lambda text: len(text) % 3 == 0)
_piece = st.one_of(_opening, _opening, _opening, _closing, _closing, _rare)
_generated = st.lists(_piece, min_size=1, max_size=16).map("".join)


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(MUTATION_XSS)) + SANDBOX_IMAGE
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(_piece | st.just(text[start:end] * 2)) + text[end:]
    return text


markup: st.SearchStrategy[str] = _generated | _mutated()
