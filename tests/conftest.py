"""Fixtures: the built bundle, the stub UI with it and without, a server and a browser for them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright

from demo.stub_server.app import Stub
from demo.stub_server.serve import Ports, serving
from frontend_patch.bundle.build import Bundle, build_bundle
from frontend_patch.paths import RULES, STUB_UI
from frontend_patch.rules.load import Rules, load_rules
from tests.browser.served import Served
from tests.support.browser import launch_arguments
from tests.support.patched import patched_copy
from tests.support.react_ui.build import build_react_ui
from tests.support.real_ui.fetch import real_ui
from tests.support.url_probe import Tabs


@pytest.fixture(scope="session")
def rules() -> Rules:
    return load_rules(RULES)


@pytest.fixture(scope="session")
def bundle(rules: Rules) -> Bundle:
    return build_bundle(rules, print)


@pytest.fixture(scope="session")
def faulty_bundle(rules: Rules) -> Bundle:
    """One whose rewriter throws at every URL that a rule might take: the vias are missing."""
    compiled = copy.deepcopy(rules.compiled)
    for rule in compiled["rules"]:
        rule["via"] = None
    return build_bundle(replace(rules, compiled=compiled), print)


@pytest.fixture(scope="session")
def operators_bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """One of an operator who prefers a model, and has an app server at the page's origin."""
    table = json.loads(RULES.read_text())
    table["settings"]["models"] = ["nobody/*", "anthropic/*", "openai/*"]
    table["settings"]["onboarding"] = {"onboarded": True, "backend": "app-server"}
    path = tmp_path_factory.mktemp("rules") / "rules.json"
    path.write_text(json.dumps(table))
    return build_bundle(load_rules(path), print)


@pytest.fixture(scope="session")
def stub(
    bundle: Bundle,
    faulty_bundle: Bundle,
    operators_bundle: Bundle,
    tmp_path_factory: pytest.TempPathFactory,
) -> Stub:
    folder = tmp_path_factory.mktemp("ui")
    react = folder / "react-unpatched"
    build_react_ui(react)
    for name, ui, one in [
        ("patched", STUB_UI, bundle),
        ("faulty", STUB_UI, faulty_bundle),
        ("react", react, bundle),
        ("react-spoilt", react, bundle),
        ("react-operators", react, operators_bundle),
        ("real-operators", real_ui(), operators_bundle),
    ]:
        patched_copy(ui, folder / name, one)
    for preset in ("path", "port-path", "direct"):
        patched_copy(STUB_UI, folder / preset, build_bundle(load_rules(RULES, preset), print))
    spoilt = folder / "react-spoilt" / "index.html"
    spoilt.write_bytes(spoilt.read_bytes().replace(b"</script>", b"</script>\n", 1))
    unpatched = {"unpatched": STUB_UI, "real-unpatched": real_ui()}
    return Stub(unpatched | {path.name: path for path in folder.iterdir()})


@pytest.fixture(scope="session")
def ports(stub: Stub) -> Iterator[Ports]:
    with serving(stub) as ports:
        yield ports


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], playwright: Playwright, ports: Ports
) -> dict[str, Any]:
    return browser_type_launch_args | launch_arguments(playwright, ports)


@pytest.fixture
def served(page: Page, stub: Stub, bundle: Bundle) -> Iterator[Served]:
    yield Served(page, stub, bundle)
    stub.answers.clear()


@pytest.fixture(scope="module")
def tabs(browser: Browser, stub: Stub) -> Iterator[Tabs]:
    context = browser.new_context()
    yield Tabs(context, stub)
    context.close()
