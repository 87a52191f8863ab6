"""Which user ids may become a path segment and a label."""

from __future__ import annotations

import pytest

from openhands_multiuser.user_ids import is_user_id


@pytest.mark.parametrize("user_id", ["a", "a.b", "...a", "A_b:c@d.e-f", "0", "x" * 128])
def test_accepted(user_id: str) -> None:
    assert is_user_id(user_id)


@pytest.mark.parametrize(
    "user_id",
    ["", ".", "..", "...", "a/b", "a\\b", "a b", "a\n", "\n", "a\0", "é", "x" * 129, None, 1, b"a"],
)
def test_refused(user_id: object) -> None:
    assert not is_user_id(user_id)
