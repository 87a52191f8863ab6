"""Invalid targets, presets, hosts and exclusions; several errors at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from frontend_patch.errors import TableError
from frontend_patch.rules.load import load_rules
from tests.unit.tables import Edit, write_table

INVALID: dict[str, tuple[Edit, str, str]] = {
    "unknown preset": (
        lambda table: table.update(preset="x"),
        "$.preset",
        "unknown preset 'x'",
    ),
    "unknown target of a preset": (
        lambda table: table["presets"]["subdomain"].update(request="x"),
        "$.presets.subdomain.request",
        "unknown target 'x'; known: direct, path, port-path, port-subdomain, subdomain",
    ),
    "unknown variable": (
        lambda table: table["targets"].update(path="https://{port}.{host}"),
        "$.targets.path",
        "unknown variable 'host'",
    ),
    "target without a port": (
        lambda table: table["targets"].update(path="{page.origin}/{conversation}"),
        "$.targets.path",
        "{port} is missing",
    ),
    "target whose host is too long a name": (
        lambda table: table["targets"].update(path="https://{conversation}{conversation}.x/{port}"),
        "$.targets.path",
        "expands to an invalid URL, for example https://000",
    ),
    "target whose host is parsed as an address": (
        lambda table: table["targets"].update(path="https://x.{port}"),
        "$.targets.path",
        "expands to an invalid URL",
    ),
    "target with two ports": (
        lambda table: table["targets"].update(path="{page.origin}:{port}:{port}"),
        "$.targets.path",
        "expands to an invalid URL",
    ),
    "target that ends in a slash": (
        lambda table: table["targets"].update(path="{page.origin}/{port}/"),
        "$.targets.path",
        "does not match",
    ),
    "runtime target without the page's host": (
        lambda table: table.update(runtime="path"),
        "$.runtime",
        "the host name of the target 'path'",
    ),
    "runtime target of a preset without the page's host": (
        lambda table: table["presets"]["port-subdomain"].update(runtime="direct"),
        "$.presets.port-subdomain.runtime",
        "the host name of the target 'direct'",
    ),
    "network with host bits": (
        lambda table: table["hosts"]["private"].update(names=["10.0.0.1/8"]),
        "$.hosts.private.names[0]",
        "10.0.0.1/8 has host bits set",
    ),
    "built-in host class redefined": (
        lambda table: table["hosts"].update(sandbox={"names": ["x"]}),
        "$.hosts",
        "is not allowed for",
    ),
    "unknown host class in inertOn": (
        lambda table: table.update(inertOn=["moon"]),
        "$.inertOn[0]",
        "unknown host class 'moon'",
    ),
    "excluded port above 65535": (
        lambda table: table.update(never=[8000, 70000]),
        "$.never[1]",
        "70000",
    ),
}


@pytest.mark.parametrize(("edit", "where", "message"), INVALID.values(), ids=INVALID.keys())
def test_an_error_names_the_json_path(tmp_path: Path, edit: Edit, where: str, message: str) -> None:
    path = write_table(tmp_path, edit)
    with pytest.raises(TableError) as caught:
        load_rules(path)
    problem = caught.value.problems[0]
    assert (problem.where, problem.rule) == (where, None)
    assert message in problem.message
    assert str(caught.value).startswith(f"{path}: {where}: ")


def test_all_errors_are_reported_together(tmp_path: Path) -> None:
    def edit(table: dict[str, Any]) -> None:
        table["preset"] = "x"
        table["hosts"]["private"]["names"] = ["10.0.0.1/8", "10.0.0.2/8"]
        table["untouched"]["all"] = ["::"]
        table["rules"][1]["to"] = "pth"
        table["responses"][0]["fields"] = ["$.a[0]"]

    path = write_table(tmp_path, edit)
    with pytest.raises(TableError) as caught:
        load_rules(path)
    assert [problem.where for problem in caught.value.problems] == [
        "$.preset",
        "$.hosts.private.names[0]",
        "$.hosts.private.names[1]",
        "$.untouched.all[0]",
        "$.rules[1].to",
        "$.responses[0].fields[0]",
    ]
    assert len(str(caught.value).splitlines()) == len(caught.value.problems)


def test_all_schema_errors_are_reported_together(tmp_path: Path) -> None:
    def edit(table: dict[str, Any]) -> None:
        table["rules"][0]["why"] = 1
        table["rules"][1]["via"] = ["fetchh"]

    with pytest.raises(TableError) as caught:
        load_rules(write_table(tmp_path, edit))
    assert [problem.rule for problem in caught.value.problems] == [
        "vscode-assets",
        "sandbox-request",
    ]
