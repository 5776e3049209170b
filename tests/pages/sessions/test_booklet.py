"""The booklet of the projects: every word that voters read of them on a screen, in letters that are large enough."""

from __future__ import annotations

import pytest

from pb.formats import money
from pb.roles import FACILITATOR, STEERING
from pb.voting.queries import frozen_ballot
from tests.support.pdf import letters_sizes, needs_a_ruler, text_of_pages

LINKS = {"": "Booklet of the projects (PDF)", "large": "Booklet of the projects in large print (PDF)"}
pytestmark = needs_a_ruler


@pytest.fixture
def file_of(visitor, make):
    """The file behind one of the links of a round's sessions, for somebody of a team."""

    def downloads(round_, size: str) -> bytes:
        page = visitor.signed_in_as(make.staff(FACILITATOR)).opens(f"/rounds/{round_.id}/sessions")
        return visitor.downloads(page.links[LINKS[size]]).get_data()

    return downloads


@pytest.mark.parametrize("size", ["", "large"])
@pytest.mark.parametrize("pots", [1, 2])
def test_it_says_of_each_project_what_the_screen_says(file_of, make, size, pots):
    round_ = make.voting_round(projects=26, pots=pots, max_choices=3)
    ballot = frozen_ballot(round_.id)
    pages = text_of_pages(file_of(round_, size))
    inside = " ".join(pages[1:])
    for line in ballot.lines:
        assert f"{line.number}. {line.title}" in inside and f"Cost: {money(line.cost_pence)}" in inside
        assert " ".join(line.body.split()) in inside
        assert f"{line.number}. {line.title}" in " ".join(pages[:3]), "the list at the front"
    assert "This booklet is not a ballot paper." in pages[0]
    assert [each.split()[-3:] for each in pages[:1]] == [["1", "/", str(len(pages))]]
    for pot in ballot.pots:
        assert pot.name in inside


@pytest.mark.parametrize(("size", "least"), [("", 14), ("large", 18)])
def test_no_letter_is_smaller_than_it_should_be(file_of, make, size, least):
    assert min(letters_sizes(file_of(make.voting_round(projects=5), size))) >= least


def test_there_is_none_before_the_freeze_nor_for_others(visitor, make):
    round_ = make.set_up_round()
    page = visitor.signed_in_as(make.staff(FACILITATOR)).opens(f"/rounds/{round_.id}/sessions")
    assert not set(LINKS.values()) & set(page.links)
    assert visitor.asks("GET", f"/rounds/{round_.id}/sessions/booklet.pdf").status_code == 404
    other = make.voting_round(projects=3)
    visitor.signed_in_as(make.staff(STEERING))
    assert visitor.asks("GET", f"/rounds/{other.id}/sessions/booklet.pdf").status_code == 403
