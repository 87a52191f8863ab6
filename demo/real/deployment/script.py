"""What the scripted model says and does: it builds a small app, and runs commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo.real.deployment.model import Model
from demo.real.model import Call, Say, Script, Turn, running_model

#: What a person can ask it.
PROMPT = "Build a to-do app"

# Long enough to see that an answer is streamed.
_CHUNK_SECONDS = 0.03

_PORT = "5000"
_APP = "app.py"
_SOURCE = Path(__file__).with_name("to_do_app.py").read_text()

# By default an app listens on the address of its own sandbox, since all of them share this machine.
_START = (
    f'pkill -f "{_APP} $SANDBOX_ADDRESS" ; '
    f'nohup python3 {_APP} "$SANDBOX_ADDRESS" {_PORT} > {_APP}.log 2>&1 < /dev/null & '
    f"sleep 1; tail {_APP}.log"
)

SCRIPT = Script(
    [
        Turn(r"^\s*say (.+)", [Say("{1}")]),
        Turn(r"^\s*run (.+)", [Call("terminal", {"command": "{1}"}), Say("The command has run.")]),
        Turn(
            r"\bapp\b|to-?do|\bbuild\b",
            [
                Call("terminal", {"command": f"cat > {_APP} <<'PYTHON'\n{_SOURCE}PYTHON"}),
                Call("terminal", {"command": _START}, "I start it."),
                Say(
                    f"The app is in `{_APP}`. It runs at http://localhost:{_PORT}/\n\n"
                    f"Its items as JSON are [here](http://localhost:{_PORT}/items.json)."
                ),
            ],
        ),
    ],
    title="To-do app",
    otherwise=(
        "I am a script, not a model, and I understand three things: "
        f"**{PROMPT}**; **run**, followed by a shell command; and **say**, followed by a text, "
        "such as a link to an app. To use a model of your own, start the demo with `LLM_MODEL` and "
        "`LLM_API_KEY`."
    ),
)


@contextmanager
def scripted_model() -> Iterator[Model]:
    """Runs a scripted model until the block is left."""
    with running_model(SCRIPT, _CHUNK_SECONDS) as model:
        yield Model("openai/scripted", model.api_key, f"{model.url}/v1")
