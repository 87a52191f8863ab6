"""Asks the page script, in Node.js, what it does with a URL and why."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass

from frontend_patch.bundle.build import run_esbuild
from frontend_patch.bundle.node import find_node
from frontend_patch.errors import NodeError
from frontend_patch.paths import HEADLESS
from frontend_patch.progress import Progress
from frontend_patch.rules.load import Rules


@dataclass(frozen=True)
class Explanation:
    """What happens to a URL for some vias; ``ExplanationInWords`` of src_js/types.d.ts."""

    vias: list[str]
    becomes: str
    reason: str
    because: str
    rule: str | None
    host: str | None
    tried: dict[str, list[str]]


def explain(
    rules: Rules, page: str, url: str, vias: list[str], progress: Progress
) -> list[Explanation]:
    """What happens to ``url`` on the page at an address; vias with equal outcomes are grouped.

    Raises:
        EsbuildError, BundleError: for the same reasons as ``build_bundle``.
        NodeError: Node.js is not installed, or fails.
        ValueError: the page's address is not an http or https URL.
    """
    script, _ = run_esbuild(HEADLESS, progress, "--global-name=headless")
    arguments = ", ".join(json.dumps(value) for value in (rules.compiled, page, url, vias))
    call = f"console.log(JSON.stringify(headless.explainAll({arguments})))"
    found = json.loads(_run_node(script.decode() + call))
    if found is None:
        raise ValueError(f"{page!r} is not an http or https URL")
    grouped: dict[str, Explanation] = {}
    for via, outcome in zip(vias, found, strict=True):
        group = Explanation([], **({"rule": None, "host": None} | outcome))
        grouped.setdefault(json.dumps(outcome), group).vias.append(via)
    return list(grouped.values())


def _run_node(script: str) -> str:
    node = find_node()
    try:
        run = subprocess.run(
            [node, "-"], input=script, capture_output=True, encoding="utf-8", check=False
        )
    except OSError as error:
        raise NodeError(f"{node}: cannot be run: {error.strerror}") from error
    if run.returncode:
        raise NodeError(f"{node} failed:\n{run.stderr.strip()}")
    return run.stdout
