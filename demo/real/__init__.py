"""The real OpenHands on this machine: its server, its agent servers, and a scripted model.

Modules:
    install: the releases of OpenHands, each in a virtual environment of its own.
    process_engine: a Docker Engine API that starts processes in place of containers.
    model: a model server with scripted answers.
    server: all of it, started and stopped together.
    ui: the UI from npm, in the version that is pinned.
    nginx: Debian's, started without root.
    gateway: its configuration for a deployment.
    deployment: a whole OpenHands with these, ``python build.py demo``.
"""
