"""Hypothesis strategies for what may stand in an index.html, or be taken for one."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from frontend_patch.csp.meta import ORIGINAL
from frontend_patch.html.document import MARKER

_DOCUMENTS = Path(__file__).parents[1] / "documents"
_ACCEPTED, _REJECTED = (
    [path.read_bytes() for path in sorted((_DOCUMENTS / kind).iterdir())]
    for kind in ("accepted", "rejected")
)

_SPACES = ["", " ", "\n", "\r\n", "\t", "\f", "\v", "\xa0", "\ufeff", "\x00"]
_BETWEEN = ["", "", " ", "\r\n", "<!-- <head> -->", "<!--->"]
_POLICIES = [
    "script-src 'self'",
    "script-src &#39;self&#39;; img-src *",
    "default-src 'none'",
    "script-src-elem 'nonce-{{n}}' ; default-src *",
    "script-src 'unsafe-inline'",
    "script-src 'strict-dynamic' 'unsafe-inline', default-src 'self'",
    "report-uri /x?a=1&copy=2; SCRIPT-SRC 'NONE'",
    ";;",
]
_QUOTED = ['"%s"', '"%s"', "%s", "'%s'"]


def _metas() -> st.SearchStrategy[str]:
    name = st.sampled_from(["http-equiv", "HTTP-EQUIV", "http-equiv ", "x http-equiv"])
    kind = st.sampled_from(["Content-Security-Policy", "content-security-policy-report-only", "x"])
    policy = st.tuples(st.sampled_from(_QUOTED), st.sampled_from(_POLICIES))
    content = policy.map(lambda one: one[0] % one[1])
    end = st.sampled_from([">", "/>", " >", ' content="x">', " y", " content>", f" {ORIGINAL}=x>"])
    csp = st.builds(lambda n, k, c, e: f"<meta {n}={k} content={c}{e}", name, kind, content, end)
    charset = st.sampled_from(
        [
            "<meta charset=utf-8>",
            '<META CharSet="UTF-8"/>',
            "<meta charset=latin1>",
            "<meta charset>",
        ]
    )
    return charset | csp


_AWKWARD = [
    *("<head>", "</head>", "<HEAD/>", '<head a=">">', "<html>", "</html>", "<body>", "</body>"),
    *("<!doctype html>", "<!DOCTYPE x PUBLIC '>' \">", "<?xml version='1.0'?>", "<![CDATA[", "]]>"),
    *("<!--", "-->", "--!>", "<!-->", "<!--->", "<!x>", "</ x>", "</>", "<", ">", "&", '"', "'"),
    *("<title>", "</title>", "<style>", "</style>", "<noscript>", "</noscript >", "<noframes>"),
    *("<template>", "</template>", "<template><b a='</template>", "<textarea>", "<svg>", "<math>"),
    *("<script>", "</script>", "<script type=module>", "<script type=text/plain>", "<script/>"),
    *("<script>//<!--<script>", "</script\n>", "<script type=a type=module>", "</noframes>"),
    *("<base href='/canvas/'>", '<link rel="stylesheet" href="assets/a.css">', "<p>", "</p>"),
    *("</br>", "<br>", "<plaintext>", "<frameset>", "<select>", "<table>", "<a b='", "</svg>"),
    *(f"<script {MARKER}=1>0</script>", f"<script {MARKER}", f"<script a {MARKER}></script x>"),
    *("x", "Grüße 世界", "\u2028", "&#60;head&#62;", "<meta", "<head", "</script", "<x-y z=>"),
]

_pieces = st.sampled_from(_AWKWARD) | st.sampled_from(_SPACES) | _metas()


def _joined(least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(_pieces, min_size=least, max_size=most).map("".join)


# Where all of it stands in one order, most of what is made has a place for the script.
_grown = st.builds(
    "{}<!doctype html>{}<html>{}<head>{}</head>{}<body>{}</body></html>".format,
    *(st.sampled_from(_BETWEEN),) * 3,
    _joined(0, 8),
    _joined(0, 2),
    _joined(0, 4),
)


@st.composite
def _mutated(draw: st.DrawFn) -> bytes:
    data = draw(st.sampled_from(_ACCEPTED + _ACCEPTED + _REJECTED)).replace(b"{{HERE}}", b"")
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        piece = draw(_pieces.map(str.encode) | st.just(data[start:end] * 2) | st.binary(max_size=2))
        data = data[:start] + piece + data[end:]
    return data


documents: st.SearchStrategy[bytes] = st.one_of(
    *(strategy for _ in range(4) for strategy in (_grown.map(str.encode), _mutated())),
    _joined(0, 12).map(str.encode),
    st.binary(max_size=200),
    st.text(max_size=100).map(str.encode),
)
