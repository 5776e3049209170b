"""A long list is searched, filtered and shown in pages by its address alone. Every long list of staff does it so."""

from __future__ import annotations

import pytest

from pb.venues.actions import add_venue
from pb.web.access import COORDINATOR
from tests.support.makers.projects import actor_of


@pytest.fixture
def many(visitor, make):
    """Somebody who sees 60 venues of two kinds, one of them with accents."""
    by = actor_of(who := make.staff(COORDINATOR))
    more = {"address": "", "step_free": False, "hearing_loop": False, "quiet_time": "", "access_notes": ""}
    for n in range(59):
        add_venue(by, name=f"Hall {n:02}", kind="library" if n % 2 else "care home", **more)
    add_venue(by, name="Café Łódź", kind="library", **more)
    return visitor.signed_in_as(who)


def names(page) -> list[str]:
    return [row[0] for row in page.tables["All venues"][1:]]


def test_a_long_list_is_shown_in_pages_and_says_where_one_is(many):
    page = many.opens("/venues")
    assert len(names(page)) == 50 and names(page)[0] == "Café Łódź"
    assert "Showing 1 to 50 of 60." in page.main
    assert len(names(many.follows("Next"))) == 10 and "Showing 51 to 60 of 60." in many.page.main


def test_all_of_it_is_on_one_page_for_the_printer(many):
    many.opens("/venues")
    assert len(names(many.follows("Show all on one page, to print"))) == 60


@pytest.mark.parametrize("typed", ["café", "CAFE", "lodz", "Lodz cafe", "cafe\u0301"])
def test_a_search_looks_past_accents_and_capitals(many, typed):
    many.opens("/venues")
    assert names(many.types("Search by name or address", typed).presses("Show")) == ["Café Łódź"]
    assert "Found 1." in many.page.main


def test_what_was_chosen_is_kept_and_can_be_given_up(many):
    many.opens("/venues")
    page = many.types("Search by name or address", "hall").selects("Kind", "library").presses("Show")
    assert len(names(page)) == 29
    page = many.types("Search by name or address", "no such place").presses("Show")
    assert "Nothing on this list matches what you chose." in page.main
    assert len(names(many.follows("Show the whole list"))) == 50


def test_the_next_page_has_the_same_search(many):
    many.opens("/venues?q=hall")
    assert "Showing 1 to 50 of 59." in many.page.main
    assert "Showing 51 to 59 of 59." in many.follows("Next").main
    assert "hall" in many.page.html


@pytest.mark.parametrize("address", ["?page=x", "?page=99999999999", "?page=0", "?kind=castle", "?all=maybe"])
def test_an_address_that_nobody_was_given_shows_the_list(many, address):
    assert len(names(many.opens(f"/venues{address}"))) in (10, 50)


def test_a_short_list_has_neither_search_nor_pages(visitor, make):
    visitor.signed_in_as(make.staff(COORDINATOR))
    make.session_at(make.set_up_round())
    page = visitor.opens("/venues")
    assert "Search" not in page.main and "Showing" not in page.main
