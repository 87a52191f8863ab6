"""Two people at a real server that keeps its users apart, and at a stock server."""

from __future__ import annotations

import itertools
import secrets
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from demo.real.client import Client
from demo.real.model import ModelServer, Say, Script, Turn, running_model
from demo.real.server import RealServer

DOCKER = Path(__file__).parents[2] / "docker"
SECRET = secrets.token_hex(32)
ANSWER = "Hello from the scripted model."
#: The title that the model gives to each conversation.
TITLE = "canary-title"

_addresses = itertools.count(1)


def headers_of(user_id: str) -> dict[str, str]:
    """The headers that the gateway adds to a user's request."""
    # The rate limit counts requests by address; the gateway tells the browser's.
    address = f"10.0.{next(_addresses) // 250}.{next(_addresses) % 250}"
    return {
        "X-Cognito-User-Id": user_id,
        "X-Gateway-Proof": SECRET,
        "X-Forwarded-For": address,
    }


@dataclass(frozen=True)
class House:
    """A server, and the people who use it.

    Attributes:
        server: that runs.
        model: that the operator offers.
    """

    server: RealServer
    model: ModelServer

    def client(self, user_id: str) -> Client:
        """A person's client."""
        return Client(self.server.url, headers_of(user_id))


def operators_model(model: ModelServer) -> dict[str, str]:
    """The environment by which the operator offers a model to everybody."""
    return {
        "OPENHANDS_DEFAULT_MODEL": "openai/scripted",
        "OPENHANDS_DEFAULT_BASE_URL": base_url(model),
        "OPENHANDS_DEFAULT_API_KEY": model.api_key,
    }


def base_url(model: ModelServer) -> str:
    """The model's URL, as a sandbox reaches it."""
    return f"{model.url}/v1"


def patched(command: Sequence[str]) -> list[str]:
    """The command behind `apply-patch.sh`."""
    return [str(DOCKER / "apply-patch.sh"), *command]


@contextmanager
def house(
    version: str, folder: Path, *, is_patched: bool = True, env: Mapping[str, str] | None = None
) -> Iterator[House]:
    """Runs a server with the package, or without, until the block is left."""
    script = Script([Turn(".*", [Say(ANSWER)])], title=TITLE)
    with running_model(script) as model:
        environment = {
            "FORWARDED_ALLOW_IPS": "127.0.0.1",
            "GATEWAY_OPENHANDS_SECRET": SECRET,
            **operators_model(model),
            **(env or {}),
        }
        server = RealServer(
            version,
            folder,
            command=patched if is_patched else list,
            env=environment,
            progress=lambda line: sys.stderr.write(f"{line}\n"),
        )
        with server:
            yield House(server, model)
