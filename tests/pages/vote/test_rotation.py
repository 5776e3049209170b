"""Voters get the projects in different orders, on screens and on paper, and every vote is for what was pressed."""

from __future__ import annotations

import pytest

from pb.pages.paper_desk.batches import papers_pdf
from pb.paper.rules import shown_serial
from pb.paper.rules.printed_papers import list_on, words_on
from pb.voting import queries
from pb.voting.rules.rotation import list_of
from pb.web.access import COUNTER
from tests.support import browser
from tests.support.ballot_types import values_of
from tests.support.pdf import needs_a_ruler, numbers_on_pages, text_of_pages
from tests.support.voters import at_the_ballot, choice_of, chooses, draft_on, noted

PROJECTS = 4


@pytest.fixture
def round_(make):
    return make.voting_round(projects=PROJECTS, rotation=True, min_choices=1, max_choices=2)


def lines_on(page) -> list[int]:
    """The numbers of the projects on a ballot's page, from the top."""
    return [int(each.get("data-line")) for each in page.all("li") if "data-line" in each.attrib]


def lists_of(round_) -> list[list[int]]:
    return [numbers for _list, numbers in queries.frozen_ballot(round_.id).numbers_by_list()]


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


def test_what_is_cast_is_what_was_pressed_on_every_list(new_visitor, make, round_):
    cards, lists = make.cards(round_, 8), lists_of(round_)
    for card in cards:
        voter = new_visitor()
        at_the_ballot(voter, make, round_, card)
        chooses(voter, 1, 4)
        assert voter.presses("Cast my vote").title.startswith("Your vote is saved")
    assert len(lists) == 8
    assert values_of(make.opened_box(make.fresh(round_)).id) == [{1: 1, 4: 1}] * 8


def test_what_a_script_noted_is_read_in_the_order_of_that_page(visitor, make, round_):
    at_the_ballot(visitor, make, round_)
    order = lines_on(visitor.page)
    page = visitor.posts("/vote/review", {"draft": draft_on(visitor.page), "noted": noted(1, lines=PROJECTS)})
    assert f"Number {order[0]}: Project number {order[0]}" in page.text, (
        "the first line of the page, whatever its number"
    )


def test_without_rotation_the_projects_stand_by_their_numbers(visitor, make):
    round_ = make.voting_round(projects=PROJECTS)
    at_the_ballot(visitor, make, round_)
    assert lines_on(visitor.page) == [1, 2, 3, 4]
    assert lists_of(round_) == []


def test_everybody_can_see_the_lists(visitor, make, round_):
    page = visitor.opens(f"/rounds/{round_.id}")
    assert "Voters see the projects in different orders." in page.text and "There are 8 lists." in page.text
    rows = page.tables["The numbers of the projects in each list"][1:]
    assert rows == [[str(place), ", ".join(map(str, numbers))] for place, numbers in enumerate(lists_of(round_), 1)]


@needs_a_ruler
@pytest.mark.parametrize(("projects", "pots", "pages"), [(4, 1, 1), (40, 2, 2)])
def test_papers_come_in_the_same_orders(visitor, make, projects, pots, pages):
    round_ = make.voting_round(projects=projects, pots=pots, rotation=True)
    visitor.signed_in_as(make.staff(COUNTER, declared_in=round_))
    serials = [shown_serial(each) for each in make.papers(make.session_at(round_), printed=6, issued=0)]
    ballot = queries.frozen_ballot(round_.id)
    printed = papers_pdf(ballot, serials, words_on(ballot, ""), large=False)
    assert numbers_on_pages(printed) == [serial for serial in serials for _page in range(pages)]
    texts = text_of_pages(printed)
    for place, serial in enumerate(serials):
        number = list_on(serial, ballot.lists)
        text = " ".join(texts[place * pages : (place + 1) * pages])
        assert text.count(f"List {number}") == pages
        stand = [text.index(f"Project number {line.number} ") for line in ballot.as_list(number).lines_on_screen]
        assert stand == sorted(stand)
    assert len({list_on(serial, ballot.lists) for serial in serials}) > 1
    page = visitor.opens(f"/rounds/{round_.id}/paper-desk/batches/1")
    assert all(f"List {list_on(serial, ballot.lists)} · Paper {serial}" in page.text for serial in serials)


def test_a_paper_has_the_same_list_however_its_number_is_written():
    assert list_on("482 1937", 48) == list_on("4821937", 48) == list_of("4821937", 48)


def test_a_script_chooses_what_is_pressed(new_browser_visitor, make, round_):
    for card in make.cards(round_, 2):
        voter = new_browser_visitor(browser.PHONE)
        at_the_ballot(voter, make, round_, card)
        voter.presses(choice_of(4)).presses(choice_of(2)).presses("Check my choices")
        assert "Number 2: Project number 2" in voter.text and "Number 4: Project number 4" in voter.text
        voter.presses("Cast my vote")
        assert voter.heading == "Your vote is saved"
    assert values_of(make.opened_box(make.fresh(round_)).id) == [{2: 1, 4: 1}] * 2
