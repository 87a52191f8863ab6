"""A model server with scripted answers, which speaks OpenAI's and Anthropic's API.

OpenHands uses it like any model: ``openai/scripted`` with the base URL ``http://HOST:PORT/v1``, or
``anthropic/scripted`` with ``http://HOST:PORT``. It answers by a script, as a whole or streamed, in
text and in tool calls, and only to requests with its API key::

    with running_model(Script([Turn("hello", [Say("Hello!")])])) as model:
        model.url, model.api_key, model.requests

Modules:
    script: what the model answers.
    openai: OpenAI's chat completions.
    anthropic: Anthropic's messages.
    server: the HTTP server.
"""

from demo.real.model.script import Call, Reply, Say, Script, Turn
from demo.real.model.server import ModelServer, running_model

__all__ = ["Call", "ModelServer", "Reply", "Say", "Script", "Turn", "running_model"]
