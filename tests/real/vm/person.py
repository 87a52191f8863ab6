"""What a person does in Agent Canvas, and what the browser requested meanwhile."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Response,
    WebSocket,
    expect,
)

from demo.addresses import HOST

ROOT = f"https://{HOST}/"

#: Agent Canvas loads many files, and an agent takes its time.
_PATIENCE = 60_000


class Person:
    """A person with a tab at Agent Canvas.

    Attributes:
        context: of the browser.
        page: the tab.
        failed: status and URL of responses from 400 to 499.
        lost: WebSockets that failed, with the reason.
        hosts: the host names that the browser requested.
        patched: how often the patch has said that it runs.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.failed: list[tuple[int, str]] = []
        self.lost: list[str] = []
        self.hosts: set[str] = set()
        self.patched = 0
        context.add_init_script("localStorage['openhands-onboarded'] ??= '1'")
        context.on("request", lambda request: self._note(request.url))
        context.on("response", self._note_failure)
        self.page = context.new_page()
        self.page.on("websocket", self._note_socket)
        self.page.on("console", self._note_patch)
        # It comes up at some time, over everything else.
        consent = self.page.get_by_role("button", name="Confirm preferences")
        self.page.add_locator_handler(consent, self._refuse_telemetry)

    def open(self, address: str = ROOT) -> None:
        """Opens a page of Agent Canvas.

        The launcher's own proxy sometimes answers 502 to the first requests after a pause.
        """
        for _ in range(3):
            self.page.goto(address)
            try:
                expect(self.page.get_by_test_id("chat-input")).to_be_visible(timeout=_PATIENCE / 3)
            except AssertionError:
                continue
            return
        raise AssertionError(f"{address} is not ready")

    def say(self, text: str) -> None:
        """Starts a conversation."""
        self.page.get_by_test_id("chat-input").click()
        self.page.keyboard.type(text)
        self.page.get_by_test_id("submit-button").click()

    def links(self) -> Locator:
        """The links in the agent's last message."""
        links = self.page.get_by_test_id("agent-message").last.get_by_role("link")
        expect(links.first).to_be_visible(timeout=_PATIENCE)
        return links

    def click(self, link: Locator) -> Page:
        """The tab that a link opens."""
        with self.context.expect_page() as opened:
            link.click()
        opened.value.wait_for_load_state()
        return opened.value

    def open_file(self, name: str) -> None:
        """Opens a file of the workspace in the panel at the right, which may be open."""
        self.page.bring_to_front()
        refresh = self.page.get_by_test_id("files-tab-refresh")
        for _ in range(2):
            self.page.get_by_test_id("right-panel-toggle").click()
            try:
                expect(refresh).to_be_in_viewport(ratio=1)
                break
            except AssertionError:
                continue
        # The list is as old as the page.
        refresh.click()
        self.page.get_by_test_id(f"file-tree-file-{name}").click()

    def _refuse_telemetry(self, consent: Locator) -> None:
        self.page.get_by_label("Send anonymous usage data").uncheck()
        consent.click()

    def _note(self, url: str) -> None:
        self.hosts.add(urlsplit(url).hostname or "")

    def _note_socket(self, socket: WebSocket) -> None:
        self._note(socket.url)
        socket.on("socketerror", lambda error: self.lost.append(f"{socket.url}: {error}"))

    def _note_failure(self, response: Response) -> None:
        if 400 <= response.status < 500:
            self.failed.append((response.status, response.url))

    def _note_patch(self, message: ConsoleMessage) -> None:
        self.patched += message.text.startswith("[frontend-patch]")
