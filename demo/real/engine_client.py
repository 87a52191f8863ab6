"""Asks an Engine API which containers it has."""

from __future__ import annotations

import http.client
import json
import socket
from pathlib import Path
from typing import Any


def containers(engine_socket: Path) -> list[dict[str, Any]]:
    """All containers, as ``GET /containers/{id}/json`` describes them, newest first."""
    listed = _get(engine_socket, "/containers/json?all=1")
    return [_get(engine_socket, f"/containers/{entry['Id']}/json") for entry in listed]


def _get(engine_socket: Path, path: str) -> Any:
    connection = _UnixConnection(engine_socket)
    try:
        connection.request("GET", path)
        return json.load(connection.getresponse())
    finally:
        connection.close()


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("engine", timeout=10)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(str(self._path))
