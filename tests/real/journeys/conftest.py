"""Fixtures: a person at the real UI, whose server names localhost in every URL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from demo.addresses import UUID, C
from demo.patched import patched_copy
from demo.real.ui import real_ui
from frontend_patch.bundle.build import Bundle
from tests.real.journeys.visiting import Visiting
from tests.support.real_ui.agent_server import PORT
from tests.support.real_ui.deployment import Deployment
from tests.support.real_ui.visit import (
    CONVERSATION,
    ROOT,
    Visit,
    begin_visit,
    deployed,
    new_context,
)

#: The URL of the conversation on a server that knows the proxy.
BEHIND_THE_PROXY = f"{ROOT}runtime/{C}/{PORT}/api/conversations/{UUID}"


@pytest.fixture(scope="package", autouse=True)
def patience() -> Iterator[None]:
    """The real UI is many files."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="package")
def served(
    playwright: Playwright, bundle: Bundle, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Deployment, Browser]]:
    folder = tmp_path_factory.mktemp("real_ui")
    patched, spoilt = (patched_copy(real_ui(), folder / ui, bundle) for ui in ("patched", "spoilt"))
    index = spoilt / "index.html"
    index.write_bytes(index.read_bytes().replace(b"</script>", b"</script>\n", 1))
    uis = {"unpatched": real_ui(), "patched": patched, "spoilt": spoilt}
    with deployed(playwright, uis) as served:
        yield served


@pytest.fixture(autouse=True)
def deployment(served: tuple[Deployment, Browser]) -> Deployment:
    served[0].begin()
    return served[0]


@pytest.fixture
def visit(served: tuple[Deployment, Browser]) -> Iterator[Visiting]:
    contexts = []

    def visit(ui: str, address: str = CONVERSATION, backend: str = "app-server") -> Visit:
        contexts.append(new_context(served[1], ui, backend))
        return begin_visit(contexts[-1], address)

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def behind_the_proxy(deployment: Deployment) -> None:
    """The socket connects without the patch, too."""
    deployment.app.conversation_url = BEHIND_THE_PROXY
