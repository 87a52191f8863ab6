"""Runs the command line from a checkout: ``python build.py --index …/index.html``."""

from importlib.util import find_spec

from frontend_patch.cli.commands import main

# An image build copies neither the explorer nor the demo.
if find_spec("explorer"):
    from demo.real.deployment.command import demo
    from explorer.command import serve

    main.add_command(serve)
    main.add_command(demo)

if __name__ == "__main__":
    main(prog_name="python build.py")
