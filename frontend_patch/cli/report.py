"""The report of a build, as text and as JSON."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import brotli

from frontend_patch import __version__
from frontend_patch.bundle.build import Bundle
from frontend_patch.cli.sentences import notes_text
from frontend_patch.inject.inject import csp_source
from frontend_patch.planning.plan import Outcome
from frontend_patch.rules.load import Rules


@dataclass(frozen=True)
class Report:
    """The figures of a bundle, and what was done to which file.

    Attributes:
        rules: the rule table.
        bundle: the bundle made from it.
        outcomes: what was done to each file.
        csp_sources: source expressions, any of which lets the script run under a policy.
    """

    rules: Rules
    bundle: Bundle
    outcomes: Mapping[Path, Outcome]
    csp_sources: Sequence[str]

    def as_json(self) -> str:
        """A JSON object; sizes are in bytes."""
        rules, script = self.rules, self.bundle.script
        report = {
            "version": __version__,
            "rules": rules.count,
            "rules_path": relative_to_here(rules.path),
            "rules_hash": rules.hash,
            "preset": rules.preset,
            "bytes": len(script),
            "gzip": gzip_size(script),
            "brotli": len(brotli.compress(script)),
            "csp_source": csp_source(self.bundle),
            "csp_sources": list(self.csp_sources),
            "files": {str(path): outcome.action.value for path, outcome in self.outcomes.items()},
            "notes": {
                str(path): [note.value for note in outcome.notes]
                for path, outcome in self.outcomes.items()
                if outcome.notes
            },
        }
        return json.dumps(report, indent=2)

    def as_text(self) -> str:
        """One line per fact, with a label in the first column."""
        rules, script = self.rules, self.bundle.script
        sizes = f"{len(script):,} bytes, gzip {gzip_size(script):,}"
        lines = [
            ("rules", f"{rules.count}, preset {rules.preset}, from {relative_to_here(rules.path)}"),
            ("bundle", f"{sizes}, brotli {len(brotli.compress(script)):,}"),
            ("CSP", f"script-src {', or '.join(self.csp_sources)}"),
            *(
                (outcome.action.value, f"{path}{notes_text(outcome)}")
                for path, outcome in self.outcomes.items()
            ),
        ]
        title = f"openhands-frontend-patch {__version__}+{rules.hash}"
        return "\n".join([title, *(f"  {label:<10} {text}" for label, text in lines)])


def relative_to_here(path: Path) -> str:
    """A path relative to the current folder, if it is inside."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def gzip_size(data: bytes) -> int:
    """The size of the data in bytes after gzip at its best level."""
    return len(gzip.compress(data, 9, mtime=0))
