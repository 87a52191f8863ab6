"""Targets and presets: the URL templates that sandbox URLs are rewritten to."""

from __future__ import annotations

import re
from typing import Any

from frontend_patch.rules.hosts import runtime_pattern
from frontend_patch.rules.problems import Problems
from frontend_patch.url_parts import split_url

#: The variables of a template, each with a value that is typical of a page.
_VARIABLES = {
    "port": "65535",
    "conversation": 32 * "0",
    "page.protocol": "https:",
    "page.host": "openhands.example.com",
    "page.hostname": "openhands.example.com",
    "page.origin": "https://openhands.example.com",
}

# RFC 1123, 2.1; or an address. A host whose last label is all digits is parsed as an address.
_HOST = re.compile(
    r"(?!.*(^|\.)\d+$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.|$))+|(\d{1,3}\.){3}\d{1,3}|[\da-f:]+"
)


def validate_targets(written: dict[str, Any], problems: Problems) -> None:
    """Checks targets, presets and the names that refer to them."""
    targets, presets = written["targets"], written["presets"]
    for name, template in targets.items():
        _check_template(f"$.targets.{name}", template, problems)
    for name, roles in presets.items():
        for role in ("request", "document"):
            problems.expect(f"$.presets.{name}.{role}", roles[role], targets, "target")
        if "runtime" in roles:
            _check_runtime(f"$.presets.{name}.runtime", roles["runtime"], targets, problems)
    problems.expect("$.preset", written["preset"], presets, "preset")
    _check_runtime("$.runtime", written["runtime"], targets, problems)


def target_names(written: dict[str, Any]) -> set[str]:
    """Everything that a rule's ``to`` can name."""
    return {*written["targets"], "request", "document"}


def resolve_targets(written: dict[str, Any], preset: str) -> dict[str, str]:
    """The template for everything that ``to`` can name, for a table with valid targets.

    Variables of the page are renamed to the fields of ``Page`` in src_js/types.d.ts.
    """
    resolved = {
        name: template.replace("{page.", "{") for name, template in written["targets"].items()
    }
    roles: dict[str, str] = written["presets"][preset]
    return resolved | {role: resolved[roles[role]] for role in ("request", "document")}


def runtime_template(written: dict[str, Any], preset: str) -> str:
    """The template whose host names form the host class ``runtime``, as written."""
    name = written["presets"][preset].get("runtime", written["runtime"])
    return str(written["targets"][name])


def _check_runtime(where: str, name: str, targets: dict[str, str], problems: Problems) -> None:
    if problems.expect(where, name, targets, "target") and not runtime_pattern(targets[name]):
        needs = "{port} and {page.host} exactly once, after {page.protocol}//"
        message = f"the host name of the target {name!r} must contain {needs}"
        problems.add(where, f"{message}, and {{conversation}} at most once")


def _check_template(where: str, template: str, problems: Problems) -> None:
    variables = re.findall(r"\{(.*?)\}", template)
    known = [problems.expect(where, name, _VARIABLES, "variable") for name in variables]
    if "port" not in variables:
        problems.add(where, "{port} is missing: all ports would have the same URL")
    elif all(known):
        url = re.sub(r"\{(.*?)\}", lambda found: _VARIABLES[found[1]], template)
        if not _is_valid(url):
            problems.add(where, f"expands to an invalid URL, for example {url}")


def _is_valid(url: str) -> bool:
    parts = split_url(url)
    return bool(parts and parts.port != 0 and _HOST.fullmatch(parts.hostname or ""))
