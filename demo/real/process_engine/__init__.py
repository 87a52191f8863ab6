r"""A Docker Engine API that starts a process in place of each container.

It is for machines where Docker cannot run. An unmodified OpenHands that finds this engine at its
``DOCKER_HOST`` starts, pauses, resumes and deletes agent servers as usual::

    python -m demo.real.process_engine --socket engine.sock --folder containers \
        --readable VENV -- VENV/bin/python -m openhands.agent_server --host '{address}'
    DOCKER_HOST=unix://$PWD/engine.sock …

Whatever image a container is created from, the engine runs the command after ``--``, followed by
the container's own arguments. Each container has

- a loopback address of its own, such as 127.83.4.9, which replaces ``{address}`` in the command;
- the ports that it publishes, on 127.0.0.1 of the host;
- a folder that keeps its ``/workspace`` and home directory until it is removed;
- with bubblewrap, its own file system and processes, and the host names of its ``ExtraHosts``.

**This is no security boundary.** With bubblewrap, a container still shares the host's network.
Without, it is an ordinary process of the user who runs the engine: it can read and change all of
that user's files, and all containers share one ``/workspace``.

Needs Linux, Python 3.11 or newer, and aiohttp. Containers end with the engine; the engine that is
started next on the same folder lists them as exited, and can start them again.

Modules, from the outside in:
    __main__: the command line.
    api: routes of the Engine API, and ``errors`` what they answer when a request fails.
    descriptions: containers and images in the Engine API's JSON.
    filters: ``filters`` of a request.
    engine: the containers and their states.
    events: what happens to them, for all who follow.
    records: containers on disk.
    container: a container, and ``creation`` the request that it was created by.
    running: the process and the published ports of a container that runs.
    isolation: the command line that starts it.
    processes: finds and signals all processes of a container.
    ports: forwards a published port.
"""
