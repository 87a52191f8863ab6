"""``python -m frontend_patch``."""

from frontend_patch.cli.commands import main

main()
