"""Journeys in the workspace of a conversation: terminal, files and VS Code."""

from __future__ import annotations

from zipfile import ZipFile

from playwright.sync_api import FilePayload, expect

from demo.real.deployment.script import PROMPT
from tests.real.whole.network import Network
from tests.real.whole.person import Person, choose_in_menu, expect_an_answer, say


def terminal(person: Person, conversation: str, _network: Network) -> None:
    """The output of a command is shown as it runs."""
    person.open(conversation)
    expect_an_answer(person.page)
    _run_in_terminal(person, "echo output-$((6 * 7))", "output-42")


def upload(person: Person, conversation: str, _network: Network) -> None:
    """A file that a person adds to a message reaches the sandbox."""
    person.open(conversation)
    expect_an_answer(person.page)
    file: FilePayload = {
        "name": "notes.txt",
        "mimeType": "text/plain",
        "buffer": b"uploaded-text",
    }
    person.page.get_by_test_id("upload-image-input").first.set_input_files(file)
    expect(person.page.get_by_text("notes.txt").first).to_be_visible()
    _run_in_terminal(person, "find / -name notes.txt -exec cat {} + 2> /dev/null", "uploaded-text")


def download(person: Person, conversation: str, _network: Network) -> None:
    """The conversation's events arrive as a file."""
    person.open(conversation)
    expect_an_answer(person.page)
    with person.page.expect_download() as downloading:
        choose_in_menu(person, "download-trajectory-button")
    with ZipFile(downloading.value.path()) as archive:
        events = b"".join(archive.read(name) for name in archive.namelist())
    assert PROMPT.encode() in events


def code_tab(person: Person, conversation: str, _network: Network) -> None:
    """VS Code opens, and lists the files of the sandbox over its own WebSocket."""
    person.open(conversation)
    expect_an_answer(person.page)
    person.page.get_by_test_id("right-panel-toggle").press("Enter")
    with person.context.expect_page() as opened:
        person.page.get_by_test_id("drawer-vscode-link").click()
    expect(opened.value.get_by_role("treeitem", name="app.py", exact=True)).to_be_visible()


def changes(person: Person, conversation: str, _network: Network) -> None:
    """The files that the agent has changed are listed, and one can be opened.

    Agent Canvas 1.20 shows its text in an editor that it loads from another site.
    """
    person.open(conversation)
    expect_an_answer(person.page)
    person.page.get_by_test_id("right-panel-toggle").press("Enter")
    person.page.get_by_test_id("conversation-tab-commits").press("Enter")
    person.page.get_by_test_id("uncommitted-changes-row-toggle").click()
    person.page.get_by_test_id("diff-change-list").get_by_text("app.py", exact=True).click()
    expect(person.page.get_by_test_id("view-mode-diff").first).to_be_visible()


def _run_in_terminal(person: Person, command: str, output: str) -> None:
    """Has the agent run a command, and sees its output in the Terminal tab."""
    say(person.page, f"run {command}")
    person.page.get_by_test_id("right-panel-toggle").press("Enter")
    person.page.get_by_test_id("conversation-tab-terminal").press("Enter")
    expect(person.page.get_by_text(output, exact=True)).to_be_visible()
