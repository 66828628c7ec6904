"""What else is hidden to protect secrets: as little as there must be, by ranks of the equations."""

import numpy as np
import pytest

from weakties import _core

SHOWN, SECRET, OUTSIDE = range(3)
KEPT, HIDDEN, EXPOSED = range(3)


def fates(roles, costs, relations, minimum=0.0, firms=None):
    sets = [[value] for value in range(len(roles))]
    sizes = [1.0] * len(roles) if firms is None else firms
    return _core.complementary(roles, costs, sets, sizes, relations, minimum).tolist()


def is_determined(relations, count, unknown, value):
    """Whether the relations and all values that are known leave one value only."""
    matrix = np.zeros((len(relations), count))
    for row, members in enumerate(relations):
        for member, coefficient in members:
            matrix[row, member] += coefficient
    unknown = sorted(unknown)
    one = np.array([[float(other == value) for other in unknown]])
    among = matrix[:, unknown]
    rank = np.linalg.matrix_rank
    return rank(np.vstack([among, one])) == rank(among)


def table(rows, columns):
    """Return the relations of a table with margins: cells by row, then both margins."""
    cells = np.arange(rows * columns).reshape(rows, columns)
    of_rows = rows * columns + np.arange(rows)
    of_columns = rows * columns + rows + np.arange(columns)
    return [
        [*((int(cell), 1.0) for cell in line), (int(margin), -1.0)]
        for line, margin in [
            *zip(cells, of_rows, strict=True),
            *zip(cells.T, of_columns, strict=True),
        ]
    ]


@pytest.mark.parametrize("seed", range(30))
def test_no_value_is_hidden_that_could_be_shown_and_no_secret_is_known(seed):
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(3, 5, 2)
    relations = table(rows, columns)
    count = int(rows * columns + rows + columns)
    secrets = set(rng.choice(rows * columns, 3, replace=False).tolist())
    roles = [SECRET if value in secrets else SHOWN for value in range(count)]
    costs = [*rng.permutation(int(rows * columns)) + 1.0, *[1000.0] * int(rows + columns)]
    found = fates(roles, costs, relations)
    hidden = {value for value in range(count) if found[value] == HIDDEN}
    unknown = secrets | hidden
    assert not any(is_determined(relations, count, unknown, secret) for secret in secrets)
    for value in hidden:
        fewer = unknown - {value}
        assert any(is_determined(relations, count, fewer, secret) for secret in secrets)


def test_a_relation_with_a_value_from_outside_tells_no_sum():
    # Two firms rest on the secret, far from ten, but what it would be taken from is not known.
    relation = [[(0, 1.0), (1, 1.0), (2, -1.0)]]
    costs = [1.0, 1.0, np.inf]
    firms = [2.0, 5.0, 5.0]
    assert fates([SECRET, SHOWN, OUTSIDE], costs, relation, 10.0, firms) == [KEPT] * 3
    assert fates([SECRET, SHOWN, SHOWN], costs, relation, 10.0, firms) == [KEPT, HIDDEN, KEPT]


@pytest.mark.parametrize(("least", "hidden"), [(5.0, [1]), (5.5, [2])])
def test_as_many_firms_as_asked_for_are_enough(least, hidden):
    # One and four are five; with one more asked for, nine alone will do.
    relation = [[(0, 1.0), (1, 1.0), (2, 1.0), (3, -1.0)]]
    found = fates(
        [SECRET, SHOWN, SHOWN, SHOWN], [1.0, 2.0, 3.0, 9.0], relation, least, [1, 4, 9, 9]
    )
    assert [value for value in range(4) if found[value] == HIDDEN] == hidden
