"""Agent Canvas on this machine, as its own launcher from npm starts it: without containers.

::

    with AgentCanvas("1.20.0", folder) as canvas:
        canvas.url         # http://127.0.0.1:PORT, with the UI, its API and its sockets
        canvas.index       # the UI's index.html, which may be patched while it runs

Modules:
    install: the packages from npm and PyPI, installed once.
    launcher: a launcher that runs.
"""

from demo.real.agent_canvas.launcher import AgentCanvas

__all__ = ["AgentCanvas"]
