"""Turnout is published for groups of at least ten ballots; nothing smaller can be worked out."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pb.results.rules.groups import LEAST, TurnoutGroup, merged, split

counts = st.dictionaries(st.sampled_from([f"venue {n}" for n in range(12)]), st.integers(0, 40), min_size=1)
HOME, AWAY = ("online", "post"), ("kiosk", "paper")
home_cells = st.dictionaries(st.tuples(st.none(), st.sampled_from(HOME)), st.integers(0, 25))
venue_cells = st.dictionaries(
    st.tuples(st.sampled_from(["Abbey", "Bruntsfield", "Craigmillar", "Dean", "Easter Road"]), st.sampled_from(AWAY)),
    st.integers(0, 25),
    max_size=10,
)
rounds = st.tuples(home_cells, venue_cells).map(lambda sides: sides[0] | sides[1]).filter(bool)


@given(counts)
def test_groups_are_a_partition_and_each_has_ten_ballots_unless_there_is_only_one(given_counts):
    groups = merged(given_counts)
    members = [member for group in groups for member in group.members]
    assert sorted(members) == sorted(given_counts)
    assert all(group.ballots == sum(given_counts[m] for m in group.members) for group in groups)
    assert len(groups) == 1 or min(group.ballots for group in groups) >= LEAST


@given(counts, st.randoms())
def test_the_order_in_which_venues_come_from_the_database_does_not_matter(given_counts, random):
    shuffled = list(given_counts.items())
    random.shuffle(shuffled)
    assert merged(dict(shuffled)) == merged(given_counts)


@given(counts.filter(lambda c: min(c.values()) >= LEAST))
def test_large_venues_stand_alone(given_counts):
    assert all(len(group.members) == 1 for group in merged(given_counts))


def test_small_venues_are_named_together():
    assert merged({"Abbey": 30, "Dean": 3, "Leith": 8}) == (
        TurnoutGroup(("Abbey",), 30),
        TurnoutGroup(("Dean", "Leith"), 11),
    )


def test_the_post_cannot_be_had_by_taking_online_from_home():
    found = split({(None, "online"): 50, (None, "post"): 3, ("Abbey", "kiosk"): 10, ("Abbey", "paper"): 40})
    assert found.places == (TurnoutGroup((None,), 53), TurnoutGroup(("Abbey",), 50))
    assert TurnoutGroup(("online", "post"), 53) in found.channels


def test_papers_of_one_venue_cannot_be_had_by_knowing_that_the_other_had_no_kiosk():
    found = split({("Abbey", "paper"): 10, ("Dean", "kiosk"): 20, ("Dean", "paper"): 2})
    assert found.places == (TurnoutGroup(("Dean",), 22), TurnoutGroup(("Abbey",), 10))
    assert found.channels == (TurnoutGroup(("kiosk", "paper"), 32),)


@given(rounds)
def test_no_group_of_fewer_than_ten_can_be_worked_out_by_adding_and_taking_away(cells):
    """Every published number is a sum over cells; a hidden number is known when it is a combination of those sums."""
    found, order = split(cells), sorted(cells, key=str)
    published = [[1] * len(order)]
    published += [[int(cell[0] in group.members) for cell in order] for group in found.places]
    published += [[int(cell[1] in group.members) for cell in order] for group in found.channels]
    places = [[cell for cell in order if cell[0] == place] for place in {cell[0] for cell in order}]
    channels = [[cell for cell in order if cell[1] == channel] for channel in {cell[1] for cell in order}]
    for hidden in [[cell] for cell in order] + places + channels:
        known = _is_combination([int(cell in hidden) for cell in order], published)
        number = sum(cells[cell] for cell in hidden)
        assert not known or number >= LEAST or len(hidden) == len(order), (hidden, found)


def _is_combination(wanted, rows):
    return _rank(rows) == _rank([*rows, wanted])


def _rank(rows):
    rows = [[Fraction(value) for value in row] for row in rows]
    rank = 0
    for column in range(len(rows[0])):
        pivot = next((r for r in range(rank, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for r in range(rank + 1, len(rows)):
            factor = rows[r][column] / rows[rank][column]
            if factor:
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[rank], strict=True)]
        rank += 1
    return rank
