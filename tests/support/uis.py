"""The UIs that the stub server can serve, each built when a test first asks for it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import RLock

from demo.patched import patched_copy
from demo.real.ui import real_ui
from frontend_patch.bundle.build import Bundle, build_bundle
from frontend_patch.paths import RULES, STUB_UI
from frontend_patch.rules.load import Rules, load_rules
from tests.support.react_ui.build import build_react_ui

PRESETS = ("path", "port-path", "port-subdomain", "direct")


class Uis(Mapping[str, Path]):
    """Folders of UIs by name. A test of one rule does not wait for the other bundles.

    Args:
        folder: an empty folder for the patched copies.
        rules: the default rule table.
        bundle: the bundle of that table.
    """

    def __init__(self, folder: Path, rules: Rules, bundle: Bundle) -> None:
        self._folder, self._rules, self._bundle = folder, rules, bundle
        self._built: dict[str, Path] = {}
        self._builders: dict[str, Callable[[], Path]] = {
            "unpatched": lambda: STUB_UI,
            "patched": lambda: self._patched("patched", STUB_UI, bundle),
            "faulty": lambda: self._patched("faulty", STUB_UI, self._faulty_bundle()),
            "react-unpatched": self._react,
            "react": lambda: self._patched("react", self["react-unpatched"], bundle),
            "react-spoilt": self._spoilt_react,
            "react-operators": lambda: self._patched(
                "react-operators", self["react-unpatched"], self._operators_bundle()
            ),
            "real-unpatched": real_ui,
            "real-operators": lambda: self._patched(
                "real-operators", real_ui(), self._operators_bundle()
            ),
        }
        self._builders |= {preset: partial(self._preset, preset) for preset in PRESETS}
        self._lock = RLock()

    def __getitem__(self, name: str) -> Path:
        # The server asks from threads of its own, for several requests at once.
        with self._lock:
            if name not in self._built:
                self._built[name] = self._builders[name]()
            return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._builders)

    def __len__(self) -> int:
        return len(self._builders)

    def _patched(self, name: str, ui: Path, bundle: Bundle) -> Path:
        return patched_copy(ui, self._folder / name, bundle)

    def _preset(self, preset: str) -> Path:
        bundle = build_bundle(load_rules(RULES, preset), print)
        return self._patched(preset, STUB_UI, bundle)

    def _react(self) -> Path:
        folder = self._folder / "react-unpatched"
        build_react_ui(folder)
        return folder

    def _spoilt_react(self) -> Path:
        """A React page with a newline after the script, which breaks hydration."""
        folder = self._patched("react-spoilt", self["react-unpatched"], self._bundle)
        index = folder / "index.html"
        index.write_bytes(index.read_bytes().replace(b"</script>", b"</script>\n", 1))
        return folder

    def _faulty_bundle(self) -> Bundle:
        """A bundle whose rewriter throws at every URL that a rule might match."""
        compiled = copy.deepcopy(self._rules.compiled)
        for rule in compiled["rules"]:
            rule["via"] = None
        return build_bundle(replace(self._rules, compiled=compiled), print)

    def _operators_bundle(self) -> Bundle:
        """A bundle for an operator who prefers a model and runs an app server."""
        table = json.loads(RULES.read_text())
        table["settings"]["models"] = ["nobody/*", "anthropic/*", "openai/*"]
        table["settings"]["onboarding"] = {"onboarded": True, "backend": "app-server"}
        path = self._folder / "operators-rules.json"
        path.write_text(json.dumps(table))
        return build_bundle(load_rules(path), print)
