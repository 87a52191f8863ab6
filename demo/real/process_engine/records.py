"""Containers on disk, so that they outlive the engine."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from demo.real.process_engine.container import Container, Creation


class Records:
    """A folder with a folder for each container: its record, log, workspace and home."""

    def __init__(self, folder: Path) -> None:
        """Keeps the records in a folder, which is created if it is missing."""
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def folder(self, container: Container) -> Path:
        """The folder of a container."""
        return self._folder / container.id

    def log(self, container: Container) -> Path:
        """The file that receives the output of a container."""
        return self.folder(container) / "log"

    def load(self) -> list[Container]:
        """All containers; those that ran when the engine ended have exited."""
        return [_load(path) for path in self._folder.glob("*/container.json")]

    def save(self, container: Container) -> None:
        """Writes the record of a container."""
        folder = self.folder(container)
        folder.mkdir(exist_ok=True)
        record = asdict(container)
        partial = folder / "container.json.part"
        partial.write_text(json.dumps(record, default=datetime.isoformat))
        partial.replace(folder / "container.json")

    def remove(self, container: Container) -> None:
        """Removes the container's folder."""
        shutil.rmtree(self.folder(container))


def _load(path: Path) -> Container:
    record = json.loads(path.read_text())
    creation = record["creation"]
    return Container(
        creation=Creation(
            **creation
            | {
                "arguments": tuple(creation["arguments"]),
                "env": tuple(creation["env"]),
                "ports": {int(private): port for private, port in creation["ports"].items()},
                "binds": tuple((source, target, ro) for source, target, ro in creation["binds"]),
            }
        ),
        id=record["id"],
        address=record["address"],
        created_at=datetime.fromisoformat(record["created_at"]),
        started_at=_time(record["started_at"]),
        finished_at=_time(record["finished_at"]),
        status="created" if record["status"] == "created" else "exited",
        exit_code=record["exit_code"],
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
