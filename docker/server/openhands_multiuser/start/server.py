"""The OpenHands that is being patched."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openhands_multiuser import versions
from openhands_multiuser.identity import IdentitySource, process_source
from openhands_multiuser.injection import OwnedInjector
from openhands_multiuser.layer.answers import App
from openhands_multiuser.layer.guard import Guard
from openhands_multiuser.layer.sandbox_route import SandboxRoute, sandbox_in_database
from openhands_multiuser.sandboxes.owners import DockerSandboxOwners


@dataclass(eq=False)
class Server:
    """OpenHands in this process, from its configuration to its routes.

    Args:
        environment: The process's variables.
    """

    environment: Mapping[str, str]
    replaced: dict[str, OwnedInjector] = field(default_factory=dict)

    @property
    def config(self) -> Any:
        """OpenHands' app server configuration, which holds its injectors."""
        from openhands.app_server.config import get_global_config

        return get_global_config()

    @property
    def source(self) -> IdentitySource:
        """Who tells the user of a request.

        Raises:
            ConfigurationError: A variable of the environment is missing or invalid.
        """
        return process_source()

    def replace(self, name: str, own: Any) -> None:
        """Exchange an injector of the configuration, before a router captures it."""
        owned = OwnedInjector(getattr(self.config, name), own)
        setattr(self.config, name, owned)
        self.replaced[name] = owned

    @property
    def routes_app(self) -> Any:
        """The FastAPI application."""
        return importlib.import_module("openhands.server.app").app

    def guarded(self, app: App | None = None) -> Guard:
        """Return OpenHands behind the layer, or another application in its place."""
        openhands: App = app or importlib.import_module("openhands.server.listen").app
        inner = SandboxRoute(openhands, sandbox_in_database)
        owners = DockerSandboxOwners(docker_client)
        v0 = versions.has_conversation_files()
        return Guard(inner, self.source, owners, self.is_route, v0=v0)

    def is_route(self, scope: dict[str, Any]) -> bool:
        """Tell whether a request meets a route other than the static files."""
        return any(route.matches(scope)[0].value for route in self.routes())

    def routes(self) -> Iterator[Any]:
        """Go through the routes, without the static files."""
        return (route for route in self.routes_app.routes if route.name != "dist")


def docker_client() -> Any:
    """Return the Docker client that OpenHands uses."""
    from openhands.app_server.sandbox.docker_sandbox_spec_service import get_docker_client

    return get_docker_client()
