"""Serves one patched document with a policy, and opens it."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

from demo.addresses import HOST, UUID
from demo.stub_server.app import Answer, Stub
from frontend_patch.bundle.build import Bundle
from frontend_patch.paths import STUB_UI
from frontend_patch.planning.assets import asset_path

#: What the server replaces by a nonce, in the document and in the policy.
NONCE = "{{nonce}}"

_PATH = f"/conversations/{UUID}"

_NOTE_VIOLATIONS = """
globalThis.violations = [];
addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
  violations.push(`${effectiveDirective} ${blockedURI}`));
"""


@dataclass
class Served:
    """A conversation's page of the stub, where violations of the policy are noted."""

    page: Page
    stub: Stub
    bundle: Bundle

    def open(self, document: bytes, policy: str = "") -> Page:
        """Opens the document; its external script is served beside the stub UI's assets."""
        headers = {"Content-Type": "text/html"}
        if policy:
            headers["Content-Security-Policy"] = policy
        self.stub.answers[_PATH] = Answer(document, headers=headers, nonce=NONCE)
        self.stub.answers[f"/assets/{self.asset}"] = Answer(
            self.bundle.script, headers={"Content-Type": "text/javascript"}
        )
        self.page.add_init_script(_NOTE_VIOLATIONS)
        self.page.goto(f"https://{HOST}{_PATH}")
        return self.page

    @property
    def asset(self) -> str:
        """The name of the external script."""
        return asset_path(STUB_UI, self.bundle).name
