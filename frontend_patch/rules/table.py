"""A valid rule table, as typed objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: A step of a field's path: a name, ``*~`` (the keys), or a filter of key and pattern.
Step = str | tuple[str, str]

#: The first and the last port of a range.
PortRange = tuple[int, int]


@dataclass(frozen=True)
class HostClass:
    """Host names that rules refer to by the name of the class.

    Attributes:
        name: the name of the class.
        hosts: host names, ``*.name`` and IPv4 networks.
        unless_page_is_one: whether the class is empty on a page whose own host is in it.
    """

    name: str
    hosts: tuple[str, ...]
    unless_page_is_one: bool


@dataclass(frozen=True)
class Rule:
    """A rule, with groups of vias and host classes expanded.

    Attributes:
        id: its unique name.
        vias: the vias that it applies to.
        hosts: the host classes that it applies to.
        paths: path prefixes, any of which must match; empty for any path.
        ports: ranges of the sandbox's port, any of which must match; empty for any port.
        vscode_port: the port of VS Code for URLs without a port.
        to: a target's name, ``request`` or ``document``.
    """

    id: str
    vias: tuple[str, ...]
    hosts: tuple[str, ...]
    paths: tuple[str, ...]
    ports: tuple[PortRange, ...]
    vscode_port: int | None
    to: str


@dataclass(frozen=True)
class ResponseRule:
    """A rule for JSON responses.

    Attributes:
        id: its unique name.
        method: the HTTP method of the request.
        path: the path template of the request.
        fields: for each field, the steps that lead to it.
    """

    id: str
    method: str
    path: str
    fields: tuple[tuple[Step, ...], ...]


@dataclass(frozen=True)
class Settings:
    """What to do for a user who has no OpenHands settings.

    Attributes:
        enabled: whether to do anything.
        models: name patterns of preferred models, most preferred first.
        defaults: the body that creates settings, by API version.
        onboarding: the entries of ``onboarding`` as written.
    """

    enabled: bool
    models: tuple[str, ...]
    defaults: Mapping[str, Any]
    onboarding: Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """A valid rule table.

    Attributes:
        path: its file.
        preset: the preset in force.
        targets: URL templates, by everything that ``to`` can name in this preset.
        runtime: the template whose host names form the host class ``runtime`` in this preset.
        hosts: the host classes, in order.
        inert_on: the host classes of pages on which nothing is rewritten.
        ports: the ports that a sandbox can have on the page's host name.
        never: ports and origins that are never rewritten.
        untouched: CSS selectors by ``all`` and ``text``.
        settings: what to do for a user without settings.
        rules: the rules, in order.
        responses: the rules for JSON responses, in order.
    """

    path: Path
    preset: str
    targets: Mapping[str, str]
    runtime: str
    hosts: tuple[HostClass, ...]
    inert_on: tuple[str, ...]
    ports: tuple[PortRange, ...]
    never: tuple[int | str, ...]
    untouched: Mapping[str, tuple[str, ...]]
    settings: Settings
    rules: tuple[Rule, ...]
    responses: tuple[ResponseRule, ...]
