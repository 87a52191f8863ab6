"""What a build tells a person, or with --json a program."""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import brotli

from frontend_patch import __version__
from frontend_patch.bundle.build import Bundle
from frontend_patch.inject.inject import csp_source
from frontend_patch.rules.load import Rules


@dataclass(frozen=True)
class Report:
    """The figures of a bundle, sizes in bytes, and what was done to which file."""

    version: str
    rules: int
    rules_path: str
    rules_hash: str
    preset: str
    bytes: int
    gzip: int
    brotli: int
    csp_source: str
    csp_sources: list[str]
    files: dict[str, str]

    def as_json(self) -> str:
        """One JSON object."""
        return json.dumps(asdict(self), indent=2)

    def as_text(self) -> str:
        """A line a thing, labels in a column."""
        lines = [
            ("rules", f"{self.rules}, preset {self.preset}, from {self.rules_path}"),
            ("bundle", f"{self.bytes:,} bytes, gzip {self.gzip:,}, brotli {self.brotli:,}"),
            ("CSP", f"script-src {', or '.join(self.csp_sources)}"),
            *(_done(path, done) for path, done in self.files.items()),
        ]
        title = f"openhands-frontend-patch {self.version}+{self.rules_hash}"
        return "\n".join([title, *(f"  {label:<10} {text}" for label, text in lines)])


def _done(path: str, done: str) -> tuple[str, str]:
    """What was done as a label; what more there is to say follows the path."""
    label, _, more = done.partition(" ")
    return label, f"{path} {more}".rstrip()


def make_report(
    rules: Rules, bundle: Bundle, files: dict[Path, str], csp_sources: list[str]
) -> Report:
    """The report of a build.

    Args:
        rules: the table.
        bundle: what was made of it.
        files: what was done to each file.
        csp_sources: of which a policy needs one.
    """
    return Report(
        version=__version__,
        rules=rules.count,
        rules_path=from_here(rules.path),
        rules_hash=rules.hash,
        preset=rules.preset,
        bytes=len(bundle.script),
        gzip=gzip_size(bundle.script),
        brotli=len(brotli.compress(bundle.script)),
        csp_source=csp_source(bundle),
        csp_sources=csp_sources,
        files={str(path): done for path, done in files.items()},
    )


def from_here(path: Path) -> str:
    """A path as a person in the current folder writes it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def gzip_size(data: bytes) -> int:
    """Bytes of the data as gzip at its best level."""
    return len(gzip.compress(data, 9, mtime=0))
