"""The door: ``python build.py --index …/index.html``."""

from frontend_patch.cli.commands import main

if __name__ == "__main__":
    main(prog_name="python build.py")
