"""What the patches are tried on: two users, files in memory, a Docker daemon that starts nothing.

The server has not started yet when patches are verified, and its own data stays untouched.
"""

ALICE = "rehearsal-alice"
BOB = "rehearsal-bob"
