"""The payloads of a hostile app."""

from __future__ import annotations

from demo.addresses import HOST

#: Headers that act on the whole host, or on the browser beyond the app's origin.
FAR_REACHING = (
    "Accept-CH",
    "Activate-Storage-Access",
    "Alt-Svc",
    "Attribution-Reporting-Register-Source",
    "Clear-Site-Data",
    "Critical-CH",
    "NEL",
    "Observe-Browsing-Topics",
    "Origin-Agent-Cluster",
    "Public-Key-Pins",
    "Report-To",
    "Service-Worker-Allowed",
    "Set-Login",
    "Strict-Transport-Security",
    "Supports-Loading-Mode",
    "Use-As-Dictionary",
)
#: Statuses after which another head may follow, and some that HTTP does not know.
INTERIM = ("000", "099", "100", "101", "102", "103", "199")

EVIL_COOKIES = (
    "evil=1; Path=/",
    "evil=1; Path =/",
    "evil=1;\tpath\t=\t/",
    "evil=1; Path=/x; PATH=/",
    f"evil=1; Domain={HOST}; Path=/",
    f"evil=1;\tdomain\t=\t{HOST}; Path=/",
)

EVIL_REDIRECTS = (
    "../../../../api/x",
    "/../../../api/x",
    "%2e%2e/%2E%2E/../api/x",
    ".%2e/.%2e/.%2e/api/x",
    "a/../../../../api/x",
    f"https://{HOST}/api/x",
    f"HTTPS://{HOST.upper()}:443/api/x",
    f"https://{HOST}:0443/api/x",
    f"https://user@{HOST}/api/x",
    f"https://user:1@{HOST}/api/x",
    f"//{HOST}/api/x",
    f"///{HOST}/api/x",
    f"https:///{HOST}/api/x",
    f"https:\\\\{HOST}\\api\\x",
    "\\api\\x",
    "/\\" + HOST + "/api/x",
    "HTTPS:/api/x",
    "https:/api/x",
    "ht\ttps:/api/x",
    "/.\t./.\t./.\t./api/x",
)
