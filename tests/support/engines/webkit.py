"""WebKitGTK's MiniBrowser, driven by WebDriver (https://www.w3.org/TR/webdriver2/)."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from demo.real.process import Process
from tests.gateway.process import free_ports
from tests.support.engines.browser import ScriptError

#: A pattern below `/`: Debian installs it outside of `PATH`.
MINI_BROWSER = "usr/lib/*/webkit2gtk-4.*/MiniBrowser"

# Calls back with [value, error].
_SCRIPT = """
const done = arguments[arguments.length - 1];
(async () => JSON.stringify(await ({function})(JSON.parse(arguments[0]))))().then(
  (value) => done([value ?? null, null]),
  (error) => done([null, String(error)]),
);
"""


class WebKit:
    """See `Browser`."""

    def __init__(self, url: str, session: str, version: str) -> None:
        """Use `running_webkit`."""
        self._url = f"{url}/session/{session}"
        self.version = version
        self._window = _send("GET", f"{self._url}/window")
        _send("POST", f"{self._url}/timeouts", {"script": 30_000, "pageLoad": 60_000})

    def open(self, address: str) -> None:
        """See `Browser`."""
        _send("POST", f"{self._url}/url", {"url": address})

    def evaluate(self, function: str, argument: Any = None) -> Any:
        """See `Browser`."""
        body = {"script": _SCRIPT.replace("{function}", function), "args": [json.dumps(argument)]}
        value, error = _send("POST", f"{self._url}/execute/async", body)
        if error:
            raise ScriptError(error)
        return json.loads(value) if value else None

    def close_others(self) -> None:
        """See `Browser`."""
        for window in _send("GET", f"{self._url}/window/handles"):
            if window != self._window:
                _send("POST", f"{self._url}/window", {"handle": window})
                _send("DELETE", f"{self._url}/window")
        _send("POST", f"{self._url}/window", {"handle": self._window})

    def end(self) -> None:
        """Closes the browser."""
        _send("DELETE", self._url)


@contextmanager
def running_webkit(proxy: int, folder: Path) -> Iterator[WebKit]:
    """Runs MiniBrowser behind a proxy on 127.0.0.1, on a screen of its own, until it ends."""
    found = next(Path("/").glob(MINI_BROWSER), None)
    assert found, "no MiniBrowser: install Debian's package webkit2gtk-driver"
    [port] = free_ports(1)
    environment = {**os.environ, "WEBKIT_DISABLE_COMPOSITING_MODE": "1", "GDK_BACKEND": "x11"}
    driver = ("xvfb-run", "--auto-servernum", "WebKitWebDriver", f"--port={port}")
    url = f"http://127.0.0.1:{port}"
    options = {
        "binary": str(found),
        "args": [
            "--automation",
            f"--proxy=http://127.0.0.1:{proxy}",
            "--javascript-can-open-windows-automatically=true",
        ],
    }
    wanted = {"acceptInsecureCerts": True, "webkitgtk:browserOptions": options}
    with Process("WebKitWebDriver", driver, environment, folder, folder / "webkit.log") as process:
        process.wait_until(lambda: _is_ready(url), 30)
        made = _send("POST", f"{url}/session", {"capabilities": {"alwaysMatch": wanted}})
        version = f"WebKitGTK {made['capabilities']['browserVersion']}"
        webkit = WebKit(url, made["sessionId"], version)
        try:
            yield webkit
        finally:
            webkit.end()


def _is_ready(url: str) -> bool:
    try:
        return bool(_send("GET", f"{url}/status")["ready"])
    except OSError:
        return False


def _send(method: str, url: str, body: Any = None) -> Any:
    data = None if body is None and method != "POST" else json.dumps(body or {}).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=90) as response:
            return json.loads(response.read())["value"]
    except urllib.error.HTTPError as error:
        with error:
            value = json.loads(error.read())["value"]
        raise RuntimeError(f"{method} {url}: {value['error']}: {value['message']}") from None
