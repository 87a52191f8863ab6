"""Browsers besides Chromium, each with the same few commands.

Modules:
    browser: the commands.
    firefox: Firefox, by WebDriver BiDi.
    webkit: WebKitGTK's MiniBrowser, by WebDriver.
    forward_proxy: the proxy by which both find every host at the stub server.
"""
