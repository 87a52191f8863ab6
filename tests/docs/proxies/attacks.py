"""Attacks of a hostile app behind a proxy; each function returns whether the attack works."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from demo.addresses import HOST
from tests.docs.proxies.behind import HANDSHAKE
from tests.docs.proxies.payloads import EVIL_COOKIES, EVIL_REDIRECTS, FAR_REACHING, INTERIM
from tests.docs.proxies.target import Target

MAIN = f"https://{HOST}"
OWN_ORIGIN = f"https://5000-{32 * 'a'}.runtime.{HOST}"


def _has_header(name: str, answer: str) -> bool:
    return bool(re.search(rf"^{name}: evil\r?$", answer, re.IGNORECASE | re.MULTILINE))


def bypass_by_interim(target: Target) -> bool:
    """A status that promises another head, and a head that the proxy would have filtered."""
    found = []
    for status in INTERIM:
        target.answers(f"{status} X\n\nHTTP/1.1 200 OK\nNEL: evil\nContent-Length: 0")
        found.append(_has_header("NEL", target.arrives()))
        target.answers(f"{status} X\nNEL: evil\n\nHTTP/1.1 200 OK\nContent-Length: 0")
        found.append(_has_header("NEL", target.arrives()))
    return any(found)


def bypass_by_handshake(target: Target) -> bool:
    """The same in the answer to a WebSocket handshake, and a cookie in the handshake itself."""
    upgraded = "101 X\nUpgrade: websocket\nConnection: Upgrade\nNEL: evil"
    found = []
    for answer in (upgraded, f"100 X\n\nHTTP/1.1 {upgraded}"):
        target.answers(answer)
        # All bytes: a second head may follow the first.
        got = target.proxy.raw(f"{target.url()}/evil", HANDSHAKE).decode("latin-1")
        found.append(_has_header("NEL", got))
    return any(found)


def far_reaching_headers(target: Target) -> bool:
    """Headers that act on the whole host."""
    target.answers(
        "200 OK\nContent-Length: 0\n" + "\n".join(f"{one}: evil" for one in FAR_REACHING)
    )
    arrived = target.arrives("request") + target.arrives("document")
    return any(_has_header(name, arrived) for name in FAR_REACHING)


def set_a_cookie_for_the_main_site(target: Target) -> bool:
    """Set-Cookie for a path or a host that is not the app's."""
    route = urlsplit(target.url()).path
    found = []
    for cookie in EVIL_COOKIES:
        target.answers(f"200 OK\nContent-Length: 0\nSet-Cookie: {cookie}")
        for given in re.findall(r"^set-cookie: (.*?)\r?$", target.arrives(), re.I | re.M):
            attributes = [
                [part.strip(" \t").lower() for part in one.split("=", 1)]
                for one in given.split(";")[1:]
            ]
            paths = [one[1] for one in attributes if one[0] == "path" and len(one) > 1]
            domains = [one[1] for one in attributes if one[0] == "domain" and len(one) > 1]
            found.append(not route or bool(paths and not paths[-1].startswith(f"{route}/")))
            found.append(any(domains))
    return any(found)


def _received(target: Target, **headers: str) -> str:
    answer = target.proxy.ask(f"{target.url()}/", **headers)
    assert answer.status == 200
    return answer.body.decode()


def receive_the_session(target: Target) -> bool:
    """The Cookie header of OpenHands' page, with one that the app may see and some it may not."""
    cookie = "session=secret; oh_workspace_session_key=k; __Host-session=secret"
    return "secret" in _received(target, Cookie=cookie)


def receive_the_password(target: Target) -> bool:
    """The Authorization header that a browser sends everywhere on a host."""
    return "c2VjcmV0" in _received(target, Authorization="Basic c2VjcmV0")


def act_on_openhands(target: Target) -> bool:
    """A form, and a WebSocket, of a page at the app's own origin; on the path route as well."""
    before = target.openhands.requests + target.app.requests
    urls = [f"{MAIN}/api/x"]
    if target.url().startswith(f"{MAIN}/"):
        urls.append(f"{target.url()}/api/x")
    for headers in ({"Origin": OWN_ORIGIN}, {"Origin": "null"}, {"Sec-Fetch-Site": "same-site"}):
        for url in urls:
            for method in ("POST", "PUT", "DELETE"):
                target.proxy.ask(url, method, **headers)
            target.proxy.handshake(url, **headers)
    return target.openhands.requests + target.app.requests > before


def redirect_a_request(target: Target) -> bool:
    """A redirect that a browser resolves to OpenHands' API, where it repeats the request."""
    route = urlsplit(target.url()).path
    if not route:
        # From another origin, so that the repeated request says `Origin: null` (Fetch, 4.4).
        before = target.openhands.requests
        target.proxy.ask(f"{MAIN}/api/x", "POST", Origin="null")
        return target.openhands.requests > before
    found = []
    for location in EVIL_REDIRECTS:
        target.answers(f"307 X\nContent-Length: 0\nLocation: {location}")
        for given in re.findall(r"^location: (.*?)\r?$", target.arrives(), re.I | re.M):
            inside = given.removeprefix(MAIN)
            is_safe = inside.startswith(f"{route}/") and ".." not in inside and "%2e" not in inside
            found.append(not is_safe)
    assert found
    return any(found)


def run_in_the_main_origin(target: Target) -> bool:
    """A document on the path route, or a script that OpenHands' page is made to load."""
    if not target.url("document").startswith(f"{MAIN}/"):
        if not target.url().startswith(f"{MAIN}/"):
            return False
        document = target.proxy.ask(f"{target.url()}/", **{"Sec-Fetch-Dest": "document"})
        if document.headers.get("Content-Security-Policy") == "sandbox":
            kinds = (
                "script",
                "worker",
                "serviceworker",
                "sharedworker",
                "style",
                "object",
                "embed",
            )
            answers = [
                target.proxy.ask(f"{target.url()}/", **{"Sec-Fetch-Dest": kind}) for kind in kinds
            ]
            return any(one.status != 403 for one in answers)
    return True


def fetch_by_accel_redirect(target: Target) -> bool:
    """X-Accel-Redirect, which nginx by default follows inside."""
    before = target.openhands.requests
    target.answers("200 OK\nContent-Length: 0\nX-Accel-Redirect: /api/secret")
    target.arrives()
    return target.openhands.requests > before


def reach_anothers_sandbox(target: Target) -> bool:
    """A request for the sandbox's port by a user who does not own the sandbox."""
    before = target.app.requests
    target.proxy.ask(f"{target.url()}/")
    return target.app.requests > before


#: The attacks, by their names in the table of docs/how-to/proxy.md.
ATTACKS: dict[str, Callable[[Target], bool]] = {
    "bypass the proxy's filters with an interim response (`100 Continue`)": bypass_by_interim,
    "bypass them in its answer to a WebSocket handshake": bypass_by_handshake,
    "send a response header that acts on the whole host (`NEL`, `Clear-Site-Data`)": (
        far_reaching_headers
    ),
    "set a cookie for OpenHands in its answer to a request of OpenHands' page": (
        set_a_cookie_for_the_main_site
    ),
    "receive the session cookie of OpenHands": receive_the_session,
    "receive the password of HTTP Basic authentication at the proxy": receive_the_password,
    "have its page at another origin post to OpenHands, or open a WebSocket there": (
        act_on_openhands
    ),
    "redirect a request of OpenHands' page to OpenHands' API": redirect_a_request,
    "run a script in the origin of OpenHands": run_in_the_main_origin,
    "make the proxy fetch a page of OpenHands (`X-Accel-Redirect`)": fetch_by_accel_redirect,
    "reach another user's sandbox": reach_anothers_sandbox,
}
