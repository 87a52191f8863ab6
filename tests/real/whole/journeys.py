"""What a person does in a conversation; each of these fails without the patch."""

from __future__ import annotations

from collections.abc import Callable
from zipfile import ZipFile

from playwright.sync_api import FilePayload, expect

from demo.real.deployment.script import PROMPT
from tests.real.whole.network import Network
from tests.real.whole.person import CONVERSATION, Person, expect_an_answer, say

Journey = Callable[[Person, str, Network], None]


def first_visit(person: Person, _conversation: str, _network: Network) -> None:
    """The home page asks nothing, and a conversation starts there."""
    person.page.goto(f"{person.demo.origin}/")
    expect(person.page.get_by_test_id("home-chat-launcher")).to_be_visible()
    expect(person.page.get_by_role("dialog")).to_have_count(0)
    person.ask("say Welcome")
    expect(person.page.get_by_test_id("agent-message").filter(has_text="Welcome")).to_be_visible()
    # The server also returns the first answer when the page loads.
    expect_an_answer(person.page)


def reload(person: Person, conversation: str, _network: Network) -> None:
    """A conversation continues after its page was reloaded."""
    person.open(conversation)
    expect_an_answer(person.page)
    person.page.reload()
    expect_an_answer(person.page)


def second_tab(person: Person, conversation: str, _network: Network) -> None:
    """An answer in one tab appears in another."""
    person.open(conversation)
    expect_an_answer(person.page)
    other = person.context.new_page()
    other.goto(person.page.url)
    expect_an_answer(other)
    answer = other.get_by_test_id("agent-message").last.inner_text()
    expect(person.page.get_by_test_id("agent-message").last).to_have_text(answer)


def back_and_forward(person: Person, _conversation: str, _network: Network) -> None:
    """The socket opens again when a person comes back, without a new document."""
    person.page.goto(f"{person.demo.origin}/")
    person.page.get_by_test_id("conversation-card").first.click()
    person.page.wait_for_url(CONVERSATION)
    expect_an_answer(person.page)
    person.page.go_back()
    expect(person.page.get_by_test_id("home-chat-launcher")).to_be_visible()
    person.page.go_forward()
    expect_an_answer(person.page)


def another_conversation(person: Person, conversation: str, _network: Network) -> None:
    """A link leads to the sandbox of the conversation that is shown, without a new document."""
    person.open(conversation)
    expect_an_answer(person.page)
    person.page.get_by_text("New Chat").click()
    expect(person.page.get_by_test_id("home-chat-launcher")).to_be_visible()
    another = person.start("say See http://localhost:5000/")
    assert another != conversation
    link = person.page.get_by_test_id("agent-message").get_by_role("link")
    expect(link).to_have_attribute("href", f"{person.app(another)}/")


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
        _choose_in_menu(person, "download-trajectory-button")
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


def network_cut(person: Person, conversation: str, network: Network) -> None:
    """The conversation continues when the network is back."""
    person.open(conversation)
    expect_an_answer(person.page)
    network.cut()
    try:
        expect(person.page.get_by_text("Disconnected", exact=True).first).to_be_visible()
    finally:
        network.connect()
    expect(person.page.get_by_text("Disconnected", exact=True)).to_have_count(0)
    expect_an_answer(person.page)


def pause_and_resume(person: Person, conversation: str, _network: Network) -> None:
    """A paused sandbox answers again when it is resumed."""
    person.open(conversation)
    expect_an_answer(person.page)
    sandbox = f"/api/v1/sandboxes/oh-agent-server-{conversation}"
    app = person.context.new_page()
    assert person.post(f"{sandbox}/pause") == 200
    paused = app.goto(person.app(conversation))
    assert paused
    assert paused.status == 503
    assert person.post(f"{sandbox}/resume") == 200
    person.page.reload()
    expect_an_answer(person.page)
    # The gateway's page tries again by itself.
    expect(app.get_by_role("heading", name="To-do")).to_be_visible()


def sandbox_dies(person: Person, conversation: str, _network: Network) -> None:
    """The person is told that the sandbox has stopped, and another conversation goes on.

    Agent server 1.34 does not find the conversation if it is started again within a minute.
    """
    dying = person.ask("say Hello")
    expect_an_answer(person.page)
    say(person.page, "run (sleep 2; pkill -9 -f openhands.agent_server) > /dev/null 2>&1 &")
    expect(person.page.get_by_text("Disconnected", exact=True).first).to_be_visible()
    # OpenHands may have begun to start it again.
    assert person.get(f"/runtime/{dying}/5000/")[0] in (502, 503)
    person.open(conversation)
    expect_an_answer(person.page)


def delete(person: Person, _conversation: str, _network: Network) -> None:
    """A conversation that is deleted is gone, and so is its sandbox."""
    conversation = person.ask("say Hello")
    expect_an_answer(person.page)
    _choose_in_menu(person, "delete-button")
    person.page.get_by_role("button", name="Confirm Delete").click()
    person.page.wait_for_url(lambda url: conversation not in url)
    assert person.get(f"/api/v1/sandboxes?id=oh-agent-server-{conversation}") == (200, "[null]")
    assert person.get(f"/runtime/{conversation}/8000/health")[0] == 404


def _choose_in_menu(person: Person, item: str) -> None:
    """Opens the menu beside the conversation's name, and chooses an item."""
    header = person.page.get_by_test_id("chat-pane-header")
    header.get_by_test_id("ellipsis-button").click()
    person.page.get_by_test_id(item).click()


def _run_in_terminal(person: Person, command: str, output: str) -> None:
    """Has the agent run a command, and sees its output in the Terminal tab."""
    say(person.page, f"run {command}")
    person.page.get_by_test_id("right-panel-toggle").press("Enter")
    person.page.get_by_test_id("conversation-tab-terminal").press("Enter")
    expect(person.page.get_by_text(output, exact=True)).to_be_visible()


JOURNEYS: tuple[Journey, ...] = (
    first_visit,
    reload,
    second_tab,
    back_and_forward,
    another_conversation,
    terminal,
    upload,
    download,
    code_tab,
    changes,
    pause_and_resume,
    sandbox_dies,
    delete,
    network_cut,
)
