"""The identity source that the operator's environment names."""

from __future__ import annotations

from collections.abc import Mapping

from openhands_multiuser.identity import IdentitySource
from openhands_multiuser.identity.gateway import GatewayHeader
from openhands_multiuser.identity.single import SingleUser


def identity_source(environment: Mapping[str, str]) -> IdentitySource:
    """Return the source that `OPENHANDS_IDENTITY` names: `gateway` (the default) or `single`.

    Raises:
        ValueError: An unknown source, or one that lacks its settings.
    """
    kind = environment.get("OPENHANDS_IDENTITY", "gateway")
    if kind == "gateway":
        return GatewayHeader(environment.get("GATEWAY_OPENHANDS_SECRET", ""))
    if kind == "single":
        return SingleUser(environment.get("OPENHANDS_SINGLE_USER", "owner"))
    message = f"OPENHANDS_IDENTITY={kind}: expected gateway or single"
    raise ValueError(message)
