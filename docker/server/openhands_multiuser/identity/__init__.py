"""Who sent a request. Fails closed: there is no default user."""

from openhands_multiuser.identity.asgi import identify, refusal_headers, refuse
from openhands_multiuser.identity.environment import from_environment, process_source
from openhands_multiuser.identity.errors import (
    ConfigurationError,
    ConfigurationProblem,
    IdentityError,
    IdentityProblem,
)
from openhands_multiuser.identity.model import Identity, IdentitySource

__all__ = [
    "ConfigurationError",
    "ConfigurationProblem",
    "Identity",
    "IdentityError",
    "IdentityProblem",
    "IdentitySource",
    "from_environment",
    "identify",
    "process_source",
    "refusal_headers",
    "refuse",
]
