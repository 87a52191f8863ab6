"""What the operator's images for sandboxes rely on: the variables that choose them."""

from __future__ import annotations

import ast

from tests.contract.requirements import APP
from tests.contract.source import Source

_SPECS = f"{APP}.sandbox.sandbox_spec_service"
_CONFIG = "openhands.core.config.sandbox_config"
FIRST_WITH_IMAGE_FUNCTION = 1
LAST_WITH_RUNTIME_IMAGES = 6


def agent_server_image_is_chosen_by_two_variables(wheel: Source, minor: int) -> None:
    text = wheel.text(_SPECS)
    if minor >= FIRST_WITH_IMAGE_FUNCTION:
        text = ast.unparse(wheel.function(_SPECS, "get_agent_server_image"))
    assert "AGENT_SERVER_IMAGE_REPOSITORY" in text
    assert "AGENT_SERVER_IMAGE_TAG" in text


def runtime_image_is_a_field_of_the_sandbox_configuration(wheel: Source, minor: int) -> None:
    if minor <= LAST_WITH_RUNTIME_IMAGES:
        fields = wheel.find_class(_CONFIG, "SandboxConfig").fields
        assert "runtime_container_image" in fields
