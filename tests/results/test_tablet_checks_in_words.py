"""What a result says of checked ballots is no more than is known: the tablets have told it themselves."""

from __future__ import annotations

import pytest

from pb.results.rules.tablet_checks import checks_in_words

FITS = "Each time the choices that the tablet told us were those that it had sealed."
ONE = "For one of them the choices that the tablet told us were not those that it had sealed."
TWO = "For 2 of them the choices that the tablet told us were not those that it had sealed."


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"checked": 3, "tablets": 2, "not_shown": 0, "not_shown_on": 0}, [FITS]),
        ({"checked": 3, "tablets": 2, "not_shown": 1, "not_shown_on": 1}, [ONE]),
        ({"checked": 3, "tablets": 2, "not_shown": 2, "not_shown_on": 1}, [TWO, "They were all on one tablet."]),
        ({"checked": 3, "tablets": 2, "not_shown": 2, "not_shown_on": 2}, [TWO, "They were on 2 tablets."]),
        ({"checked": 3, "tablets": 2, "not_shown": 2}, [TWO]),  # a result of before
    ],
)
def test_it_says_what_does_not_fit_and_on_how_many_tablets(known, said):
    first, *found, last = map(str, checks_in_words(known))
    assert first == "To test the tablets, 3 ballots were checked instead of cast, on 2 tablets."
    assert found == said
    assert ("the tablets told us" in last) == (said == [FITS]) and ("spread distrust" in last) == (said != [FITS])


def test_where_nothing_was_checked_nobody_has_told_anything():
    assert list(map(str, checks_in_words({"checked": 0, "tablets": 0, "not_shown": 0}))) == [
        "No ballot on a tablet was checked instead of cast."
    ]
