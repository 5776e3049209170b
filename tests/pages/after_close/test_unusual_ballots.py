"""Before the publication the page of the count tells how many ballots nobody else filled in alike."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.web.access import Role


@pytest.fixture
def coordinator(make, new_visitor, clock):
    def at_the_count_of(*ballots):
        round_ = make.counted(make.opened_box(make.voting_round(projects=5), *ballots))
        clock.set(round_.post_closes_at + timedelta(hours=2))
        visitor = new_visitor().signed_in_as(make.account(Role.COORDINATOR))
        return visitor.opens(f"/rounds/{round_.id}/after-close/count")

    return at_the_count_of


def test_the_page_of_the_count_tells_how_many_ballots_are_unlike_all_others(coordinator):
    page = coordinator((1, 2), (1, 2), (3,), (4, 5), (1,))
    assert "3 of the 5 ballots have choices that nobody else made." in page.main


def test_where_no_ballot_stands_alone_it_says_so(coordinator):
    page = coordinator((1, 2), (2, 1), (3,), (3,))
    assert "Every ballot has choices that someone else made too." in page.main
    assert "nobody else made" not in page.main
