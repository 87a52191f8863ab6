"""Validates a rule table and turns it into typed objects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from frontend_patch.errors import PresetError, TableError
from frontend_patch.rules.hosts import validate_hosts
from frontend_patch.rules.ports import validate_ports
from frontend_patch.rules.problems import Problems
from frontend_patch.rules.responses import validate_responses
from frontend_patch.rules.settings import parse_settings
from frontend_patch.rules.table import Table
from frontend_patch.rules.targets import resolve_targets, runtime_template, validate_targets
from frontend_patch.rules.untouched import validate_untouched
from frontend_patch.rules.url_rules import validate_rules


def validate(path: Path, written: dict[str, Any], preset: str | None = None) -> Table:
    """The table, if it is valid.

    Args:
        path: the table's file, for messages.
        written: its JSON, which matches the schema.
        preset: the preset in force, instead of the table's own choice.

    Raises:
        TableError: with every error in the table.
        PresetError: the table has no such preset.
    """
    problems = Problems()
    validate_targets(written, problems)
    hosts = validate_hosts(written, problems)
    untouched = validate_untouched(written, problems)
    ports = validate_ports("$.ports", written["ports"], problems)
    rules = validate_rules(written, problems)
    if problems.found:
        # The response rules need the targets.
        validate_responses(written, "", problems)
        raise TableError(path, problems.found)
    preset = preset or str(written["preset"])
    if preset not in written["presets"]:
        known = ", ".join(written["presets"])
        raise PresetError(f"{path} has no preset {preset!r}; known: {known}")
    targets = resolve_targets(written, preset)
    responses = validate_responses(written, targets["request"], problems)
    if problems.found:
        raise TableError(path, problems.found)
    return Table(
        path=path,
        preset=preset,
        targets=targets,
        runtime=runtime_template(written, preset),
        hosts=hosts,
        inert_on=tuple(written["inertOn"]),
        ports=ports,
        never=tuple(written["never"]),
        untouched=untouched,
        settings=parse_settings(written),
        rules=rules,
        responses=responses,
    )
