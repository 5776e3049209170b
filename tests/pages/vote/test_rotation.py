"""Voters get the projects in different orders, on screens and on paper, and every vote is for what was pressed."""

from __future__ import annotations

import re

import pytest

from pb.pages.paper_desk.batches import papers_pdf
from pb.paper.rules import shown_serial
from pb.paper.rules.printed_papers import in_its_order, order_on, words_on_paper
from pb.voting import queries
from pb.voting.rules import frozen_ballot
from pb.web.access import COUNTER
from tests.support import browser
from tests.support.ballot_types import values_of
from tests.support.pdf import needs_a_ruler, numbers_on_pages, text_of_pages
from tests.support.voters import at_the_ballot, choice_of, draft_on, noted

PROJECTS = 4


@pytest.fixture
def round_(make):
    return make.voting_round(projects=PROJECTS, rotation=True, min_choices=1, max_choices=2)


def lines_on(page) -> list[int]:
    """The numbers of the projects on a ballot's page, from the top."""
    return [int(each.get("data-line")) for each in page.all("li") if "data-line" in each.attrib]


def says_where_it_starts(words: str) -> int:
    return " ".join(words.split()).count("This list starts in a different place for each voter. Use the numbers.")


def lists_of(round_) -> list[list[int]]:
    return [numbers for _pot, _list, numbers in queries.frozen_ballot(round_.id).numbers_by_list()]


def test_each_voter_keeps_one_list(new_visitor, make, round_):
    found = []
    for card in make.cards(round_, 12):
        voter = new_visitor()
        at_the_ballot(voter, make, round_, card)
        found.append(lines_on(voter.page))
        pressed = voter.presses(choice_of(3))
        assert lines_on(pressed) == found[-1]
        at_the_ballot(voter, make, round_, card)
        assert lines_on(voter.page) == found[-1], "whoever begins again finds the same list"
        group = next(each for each in voter.page.all("div") if each.get("aria-label") == "Go to a number")
        buttons = [each.get("data-show") for each in group.iter() if "data-show" in each.attrib]
        assert buttons == ["1", "2", "3", "4"], "numbers to press stay in their order"
    assert all(each in lists_of(round_) for each in found) and len({tuple(each) for each in found}) > 1


@pytest.mark.parametrize("number", range(1, 2 * PROJECTS + 1))
def test_what_is_cast_is_what_was_pressed_on_every_list(visitor, make, round_, monkeypatch, number):
    monkeypatch.setattr(frozen_ballot, "list_of", lambda _key, _pot, _projects: number)
    at_the_ballot(visitor, make, round_)
    order = lists_of(round_)[number - 1]
    assert lines_on(visitor.page) == order and says_where_it_starts(visitor.page.main) == 1
    page = visitor.posts("/vote/review", {"draft": draft_on(visitor.page), "noted": noted(1, 3, lines=PROJECTS)})
    for chosen in (order[0], order[2]):  # a script notes values line by line, in the order of its page
        assert f"Number {chosen}: Project number {chosen}" in page.text
    visitor.presses("Cast my vote")
    assert values_of(make.opened_box(make.fresh(round_)).id) == [{order[0]: 1, order[2]: 1}]


def test_without_rotation_the_projects_stand_by_their_numbers(visitor, make):
    round_ = make.voting_round(projects=PROJECTS)
    at_the_ballot(visitor, make, round_)
    assert lines_on(visitor.page) == [1, 2, 3, 4] and says_where_it_starts(visitor.page.main) == 0
    assert lists_of(round_) == [] and words_on_paper(queries.frozen_ballot(round_.id), "")["rotated"] == ""


def test_everybody_can_see_the_lists(visitor, make, round_):
    page = visitor.opens(f"/rounds/{round_.id}")
    assert "Voters see the projects in different orders." in page.text
    rows = page.tables["The numbers of the projects in each list"][1:]
    every = [[str(place), ", ".join(map(str, numbers))] for place, numbers in enumerate(lists_of(round_), 1)]
    assert rows == [*every[:4], every[-1]]


@needs_a_ruler
@pytest.mark.parametrize(("projects", "pots", "pages"), [(4, 1, 1), (40, 2, 2)])
def test_papers_come_in_the_same_orders(visitor, make, projects, pots, pages):
    round_ = make.voting_round(projects=projects, pots=pots, rotation=True)
    visitor.signed_in_as(make.staff(COUNTER, declared_in=round_))
    serials = [shown_serial(each) for each in make.papers(make.session_at(round_), printed=6, issued=0)]
    ballot = queries.frozen_ballot(round_.id)
    printed = papers_pdf(ballot, serials, words_on_paper(ballot, ""), large=False)
    assert numbers_on_pages(printed) == [serial for serial in serials for _page in range(pages)]
    texts = text_of_pages(printed)
    page = visitor.opens(f"/rounds/{round_.id}/paper-desk/batches/1")
    on_page = ["".join(each.itertext()) for each in page.all("section") if "ballot-paper" in (each.get("class") or "")]
    orders = [in_its_order(ballot, serial) for serial in serials]
    for place, (serial, ordered) in enumerate(zip(serials, orders, strict=True)):
        name = str(order_on(ordered.lists))
        text = " ".join(texts[place * pages : (place + 1) * pages])
        assert text.count(name) == pages and says_where_it_starts(text) == 1
        (printed_here,) = [each for each in on_page if f"{name} · Paper {serial}" in " ".join(each.split())]
        assert says_where_it_starts(printed_here) == 1
        for said in (text, " ".join(printed_here.split())):
            stand = [
                re.search(rf"Project number {line.number}(?!\d)", said).start() for line in ordered.lines_on_screen
            ]
            assert stand == sorted(stand)
    assert len({each.lists for each in orders}) > 1 and len(orders[0].lists) == pots


def test_a_paper_has_the_same_order_however_its_number_is_written(make, round_):
    ballot = queries.frozen_ballot(round_.id)
    assert in_its_order(ballot, "482 1937") == in_its_order(ballot, "4821937")


def test_a_script_chooses_what_is_pressed(new_browser_visitor, make, round_):
    for card in make.cards(round_, 2):
        voter = new_browser_visitor(browser.PHONE)
        at_the_ballot(voter, make, round_, card)
        voter.presses(choice_of(4)).presses(choice_of(2)).presses("Check my choices")
        assert "Number 2: Project number 2" in voter.text and "Number 4: Project number 4" in voter.text
        voter.presses("Cast my vote")
        assert voter.heading == "Your vote is saved"
    assert values_of(make.opened_box(make.fresh(round_)).id) == [{2: 1, 4: 1}] * 2
