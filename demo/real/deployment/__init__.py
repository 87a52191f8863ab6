"""A whole OpenHands on this machine, for people who want to try it: ``python build.py demo``.

The browser asks the edge, which knows the user by a cookie; the edge asks the gateway; the gateway
asks the OpenHands server with the server half, or an app in a sandbox. The server serves the real
UI with the patch.

Modules, from the outside in:
    command: the command line.
    run: runs it until Ctrl-C.
    deployment: all of it, started and stopped together.
    requirements: what must be there before.
    browser: a Chromium with a profile of its own.
    edge: ends TLS, and lets a person choose a user.
    certificate: of the edge.
    ui: the UI with the patch.
    script: the scripted model, which builds ``to_do_app``.
    model: the model of all users.
"""
