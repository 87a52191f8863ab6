"""Firefox, driven by WebDriver BiDi (https://w3c.github.io/webdriver-bidi/)."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

from demo.loop_thread import Loop, running_loop
from tests.support.engines.browser import ScriptError

_PREFERENCES = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.no_proxies_on": "",
    "network.proxy.allow_hijacking_localhost": True,
    "dom.disable_open_during_load": False,
    # Firefox would ask its own services.
    "app.update.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.startup.page": 0,
    "browser.tabs.warnOnClose": False,
    "media.autoplay.default": 0,
    "media.gmp-manager.updateEnabled": False,
    "media.gmp-provider.enabled": False,
    "services.settings.server": "data:,",
}
_SECONDS = 60

_LOAD = "browsingContext.load"
_FAILED = "browsingContext.navigationFailed"


class Firefox:
    """See `Browser`."""

    def __init__(self, loop: Loop, bidi: _BiDi) -> None:
        """Use `running_firefox`."""
        self._loop, self._bidi = loop, bidi
        self._id = 0

    def start(self) -> None:
        """Begins a session."""
        wanted = {"alwaysMatch": {"acceptInsecureCerts": True}}
        found = self._command("session.new", capabilities=wanted)["capabilities"]
        self.version = f"Firefox {found['browserVersion']}"
        self._context = self._contexts()[0]
        self._command("session.subscribe", events=[_LOAD, _FAILED])

    def open(self, address: str) -> None:
        """See `Browser`."""
        # With "wait": "complete", Firefox 153 never answers if the page was navigating already.
        arguments = {"context": self._context, "url": address, "wait": "none"}
        navigation = self._command("browsingContext.navigate", **arguments)["navigation"]
        self._loop.run(self._bidi.loaded(navigation))

    def evaluate(self, function: str, argument: Any = None) -> Any:
        """See `Browser`."""
        wrapped = f"async (given) => JSON.stringify(await ({function})(JSON.parse(given)))"
        answer = self._command(
            "script.callFunction",
            functionDeclaration=wrapped,
            arguments=[{"type": "string", "value": json.dumps(argument)}],
            target={"context": self._context},
            awaitPromise=True,
            userActivation=True,
        )
        if answer["type"] == "exception":
            raise ScriptError(answer["exceptionDetails"]["text"])
        text = answer["result"].get("value")
        return json.loads(text) if text else None

    def close_others(self) -> None:
        """See `Browser`."""
        for context in self._contexts():
            if context != self._context:
                self._command("browsingContext.close", context=context)

    def _contexts(self) -> list[str]:
        tree = self._command("browsingContext.getTree", maxDepth=0)
        return [each["context"] for each in tree["contexts"]]

    def _command(self, method: str, **parameters: Any) -> Any:
        return self._loop.run(self._bidi.command(method, parameters))


class _BiDi:
    """A connection to a browser; one command at a time."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._ids = count(1)
        # The name of the event that ended a navigation, by the navigation's id.
        self._ended: dict[str, str] = {}

    async def command(self, method: str, parameters: dict[str, Any]) -> Any:
        """Sends a command, and returns its result."""
        number = next(self._ids)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        async with asyncio.timeout(_SECONDS):
            while (answer := await self._receive()).get("id") != number:
                pass
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
        return answer["result"]

    async def loaded(self, navigation: str) -> None:
        """Waits until the page of a navigation is loaded.

        Raises:
            RuntimeError: the navigation failed.
        """
        async with asyncio.timeout(_SECONDS):
            while navigation not in self._ended:
                await self._receive()
        event = self._ended[navigation]
        self._ended.clear()
        if event != _LOAD:
            raise RuntimeError(event)

    async def _receive(self) -> Any:
        message = await self._socket.receive_json()
        if message.get("method") in (_LOAD, _FAILED):
            self._ended[message["params"]["navigation"]] = message["method"]
        return message


@contextmanager
def running_firefox(proxy: int, folder: Path) -> Iterator[Firefox]:
    """Runs Firefox behind a proxy on 127.0.0.1, with its profile in a folder, until it ends."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    assert program, "no Firefox: install Debian's package firefox-esr"
    ports = {"network.proxy.http_port": proxy, "network.proxy.ssl_port": proxy}
    lines = (
        f"user_pref({json.dumps(name)}, {json.dumps(value)});"
        for name, value in (_PREFERENCES | ports).items()
    )
    (folder / "user.js").write_text("\n".join(lines))
    options = ("--headless", "--no-remote", "--remote-debugging-port", "0")
    with (
        subprocess.Popen(
            (program, *options, "--profile", str(folder)),
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        ) as process,
        running_loop() as loop,
    ):
        try:
            assert process.stderr
            announced = "WebDriver BiDi listening on "
            address = next(line for line in process.stderr if line.startswith(announced))
            url = f"{address.removeprefix(announced).strip()}/session"
            client = loop.run(_client())
            try:
                firefox = Firefox(loop, _BiDi(loop.run(client.ws_connect(url, max_msg_size=0))))
                firefox.start()
                yield firefox
            finally:
                loop.run(client.close())
        finally:
            process.terminate()


async def _client() -> aiohttp.ClientSession:
    return aiohttp.ClientSession()
