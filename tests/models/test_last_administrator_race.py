"""Two administrators who take each other's role away at the same instant: one is left.

`bench/last_administrator.py` does it a hundred times on each database.
"""

from collections import Counter

import pytest

from tests.support import databases
from tests.support.acts import duel

ROUNDS = 3


@pytest.mark.parametrize(
    ("acts", "second_hears"),
    [
        (("role", "role"), "NotAllowedAnyMore"),
        (("leave", "leave"), "LastAdministrator"),
    ],
)
def test_one_is_left(app, acts, second_hears):
    for _ in range(ROUNDS):
        databases.empty()

        assert duel(app, *acts) == (Counter({"done": 1, second_hears: 1}), 1)


def test_one_is_left_when_one_leaves_while_the_other_demotes_them(app):
    """Both wish for the same, and one administrator stays, whoever is first."""
    for _ in range(ROUNDS):
        databases.empty()
        answers, left = duel(app, "role", "leave")

        assert (answers["done"] >= 1, left) == (True, 1)
