"""``python -m frontend_patch``."""

from frontend_patch.cli import main

main()
