"""Whether a Content-Security-Policy allows a script, and how to extend it (CSP3)."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from frontend_patch.csp.source import matches

_TOKEN = re.compile(r"[^\t\n\f\r ]+")
_HASH = re.compile(r"'(sha256|sha384|sha512)-([a-z0-9+/_-]+=*)'", re.IGNORECASE)
_NONCE = re.compile(r"'nonce-(.+)'", re.IGNORECASE)

#: The directives that can govern a script element; the first one present does (6.8.3, 6.8.4).
_GOVERNING = ("script-src-elem", "script-src", "default-src")


@dataclass(frozen=True)
class Script:
    """A classic script element.

    Attributes:
        content: the source text.
        nonce: the element's nonce.
        url: the script's URL, relative to ``page``; None for an inline script.
        page: the document's URL; empty if unknown.
    """

    content: bytes
    nonce: str | None = None
    url: str | None = None
    page: str = ""

    def source(self, algorithm: str = "sha256") -> str:
        """The source expression that allows only this script (2.3.1)."""
        digest = hashlib.new(algorithm, self.content).digest()
        return f"'{algorithm}-{base64.b64encode(digest).decode()}'"


@dataclass(frozen=True)
class Directive:
    """A directive of a policy; ``end`` is the offset after its last token."""

    name: str
    sources: tuple[str, ...]
    end: int


@dataclass(frozen=True)
class Change:
    """Replaces the text of a policy from ``start`` to ``end``."""

    start: int
    end: int
    text: str


def forbidding(text: str, script: Script, *, is_header: bool = False) -> list[Directive]:
    """The directives that keep a script from running, at most one for each policy in ``text``.

    Args:
        text: a header's value, or a meta element's ``content``.
        script: the script.
        is_header: whether ``text`` is a header, in which ``sandbox`` counts.
    """
    found: list[Directive] = []
    for policy in re.finditer("[^,]+", text):
        directives = _directives(policy[0], policy.start())
        sandbox = directives.get("sandbox") if is_header else None
        if sandbox and "allow-scripts" not in _lower(sandbox.sources):
            found.append(sandbox)
            continue
        governing = next((directives[name] for name in _GOVERNING if name in directives), None)
        if governing and not _allows(governing.sources, script):
            found.append(governing)
    return found


def allowing(directive: Directive, script: Script) -> str:
    """The directive that allows a script, to replace or follow one that forbids it."""
    if directive.name == "sandbox":
        return " ".join(("sandbox", *directive.sources, "allow-scripts"))
    # A hash in default-src would disable 'unsafe-inline' for style-src too.
    name = "script-src" if directive.name == "default-src" else directive.name
    sources = [source for source in directive.sources if source.lower() != "'none'"]
    return " ".join((name, *sources, _grant(directive, script)))


def extending(directive: Directive, script: Script) -> Change:
    """The change that allows a script: in the directive, or for default-src after it."""
    if directive.name == "default-src":
        return Change(directive.end, directive.end, f"; {allowing(directive, script)}")
    if _lower(directive.sources) == ["'none'"]:
        return Change(directive.end - len("'none'"), directive.end, _grant(directive, script))
    return Change(directive.end, directive.end, f" {_grant(directive, script)}")


def _grant(directive: Directive, script: Script) -> str:
    """The source to add: a hash, unless that would disable 'unsafe-inline'."""
    if script.url is None or not _allows(directive.sources, Script(b"")):
        return script.source()
    return script.url if urlsplit(script.url).netloc else "'self'"


def _directives(policy: str, offset: int) -> dict[str, Directive]:
    """The directives by name; the first of duplicates counts (2.2.1)."""
    directives: dict[str, Directive] = {}
    for part in re.finditer("[^;]+", policy):
        if tokens := list(_TOKEN.finditer(part[0])):
            name, *sources = (token[0] for token in tokens)
            end = offset + part.start() + tokens[-1].end()
            directives.setdefault(name.lower(), Directive(name.lower(), tuple(sources), end))
    return directives


def _allows(sources: tuple[str, ...], script: Script) -> bool:
    keywords = _lower(sources)
    nonces = [match[1] for match in map(_NONCE.fullmatch, sources) if match]
    hashes = [match for match in map(_HASH.fullmatch, sources) if match]
    if script.nonce and script.nonce in nonces:
        return True
    # For an external script, the hash in `integrity` counts (6.7.1.1), which is a sha256.
    algorithms = ("sha256", "sha384", "sha512") if script.url is None else ("sha256",)
    own = {script.source(algorithm) for algorithm in algorithms}
    if any(_canonical(match) in own for match in hashes):
        return True
    if "'strict-dynamic'" in keywords:
        return False
    if script.url is None:
        return "'unsafe-inline'" in keywords and not nonces and not hashes
    return any(matches(source, script.url, script.page) for source in sources)


def _canonical(hash_source: re.Match[str]) -> str:
    value = hash_source[2].replace("-", "+").replace("_", "/")
    return f"'{hash_source[1].lower()}-{value}'"


def _lower(sources: tuple[str, ...]) -> list[str]:
    return [source.lower() for source in sources]
