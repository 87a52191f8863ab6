"""Asks the page script what becomes of a URL, and why, outside a page."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict, dataclass
from typing import Any

from frontend_patch.bundle.build import run_esbuild
from frontend_patch.bundle.esbuild import Progress
from frontend_patch.bundle.node import find_node
from frontend_patch.errors import NodeError
from frontend_patch.paths import HEADLESS
from frontend_patch.rules.load import Rules

_NOT = {"via": "not by", "host": "host class not", "path": "path not under"}


@dataclass(frozen=True)
class Explanation:
    """What becomes of a URL by some vias, as src_js/types.d.ts calls ``Explanation``."""

    vias: list[str]
    becomes: str
    because: str
    rule: str | None
    host: str | None
    tried: dict[str, list[str]]


def explain(
    rules: Rules, page: str, url: str, vias: list[str], progress: Progress
) -> list[Explanation]:
    """What becomes of ``url`` on the page at that address; vias with the same outcome together.

    Raises:
        EsbuildError, BundleError: as ``build_bundle``.
        NodeError: there is no Node.js, or it fails.
        ValueError: the page's address is no http(s) URL.
    """
    script, _ = run_esbuild(HEADLESS, progress, "--global-name=outside")
    arguments = ", ".join(json.dumps(one) for one in (rules.compiled, page, url, vias))
    call = f"console.log(JSON.stringify(outside.explainAll({arguments})))"
    found = json.loads(_run_node(script.decode() + call))
    if found is None:
        raise ValueError(f"{page!r} is no http(s) URL")
    grouped: dict[str, Explanation] = {}
    for via, one in zip(vias, found, strict=True):
        group = Explanation([], **({"rule": None, "host": None} | one))
        grouped.setdefault(json.dumps(one), group).vias.append(via)
    return list(grouped.values())


def _run_node(script: str) -> str:
    node = find_node()
    try:
        run = subprocess.run(
            [node, "-"], input=script, capture_output=True, encoding="utf-8", check=False
        )
    except OSError as error:
        raise NodeError(f"{node}: cannot run it: {error.strerror}") from error
    if run.returncode:
        raise NodeError(f"{node} failed:\n{run.stderr.strip()}")
    return run.stdout


def explained_as_json(page: str, url: str, explanations: list[Explanation]) -> str:
    """One JSON object."""
    return json.dumps(
        {"url": url, "page": page, "outcomes": [asdict(one) for one in explanations]}, indent=2
    )


def explained_as_text(rules: Rules, page: str, url: str, explanations: list[Explanation]) -> str:
    """For a person: a paragraph an outcome, and in it a line a rule."""
    by_id = {rule["id"]: rule for rule in rules.table["rules"]}
    width = max(len(rule_id) for rule_id in by_id)
    lines = [url, f"on {page}"]
    for one in explanations:
        lines += ["", f"by {', '.join(one.vias)}"]
        lines.append(f"  {'becomes ' + one.becomes if one.becomes != url else 'stays as it is'}")
        lines.append(f"  {one.because}" + (f" (host class: {one.host})" if one.host else ""))
        lines += [
            f"    {rule_id:<{width}}  {_words(by_id[rule_id], misses)}"
            for rule_id, misses in one.tried.items()
        ]
    return "\n".join(lines)


def _words(rule: dict[str, Any], misses: list[str]) -> str:
    wanted = {"via": rule["via"], **rule["match"]}
    return "; ".join(f"{_NOT[miss]} {', '.join(wanted[miss])}" for miss in misses) or "matches"
