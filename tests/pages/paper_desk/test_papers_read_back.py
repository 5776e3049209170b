"""What a printed paper says, read back from the PDF: every number and word that the screen has, and the square."""

from __future__ import annotations

import pytest

from pb.paper import queries
from pb.paper.rules import read_serial, shown_serial
from pb.web.access import COUNTER
from tests.support.document import Page, words
from tests.support.pdf import letters_sizes, lines_of_pages, needs_a_ruler, pictures_of, square_read, text_of_pages

TYPES = (
    {"max_choices": 3},
    {"ballot_type": "points", "points_to_share": 10},
    {"ballot_type": "rank", "max_choices": 3},
    {"ballot_type": "score"},
    {"ballot_type": "budget"},
)


@pytest.fixture
def batch_of(visitor, make):
    """Prints papers of a round with these settings; the visitor who sees them, their address and their serials."""

    def prints(papers: int, **settings):
        round_ = make.voting_round(entitlement="vouch", **settings)
        serials = make.papers(make.session_at(round_), printed=papers, issued=0)
        visitor.signed_in_as(make.staff(COUNTER, declared_in=round_))
        return visitor, f"/rounds/{round_.id}/paper-desk/batches/{queries.batches(round_.id)[0][0].id}", serials

    return prints


def said(page: Page, name: str) -> list[str]:
    """What the parts of the paper with this name say."""
    every = page.all("th", "td", "span", "strong")
    return [words(each) for each in every if f"ballot-paper__{name}" in each.get("class", "").split()]


@needs_a_ruler
@pytest.mark.parametrize("settings", TYPES)
@pytest.mark.parametrize("size", ["", "?size=large"])
def test_each_word_of_the_screen_is_on_the_paper(batch_of, app, settings, size):
    app.config["HELP_PHONE"] = "0131 496 0000"
    desk, here, [serial] = batch_of(1, projects=28, **settings)
    page = desk.opens(here + size)
    pdf = desk.downloads(f"{here}/papers.pdf{size}").get_data()
    pages, lines = text_of_pages(pdf), sum(lines_of_pages(pdf), [])
    [rule] = said(page, "rule")
    for each in pages:
        assert rule in each and shown_serial(serial) in each
    for end in said(page, "how"):
        assert end in pages[-1]
    numbers, costs = said(page, "number"), said(page, "cost")
    assert numbers == [str(at) for at in range(1, 29)] and len(costs) == 28
    for number, cost in zip(numbers, costs, strict=True):
        title = f"Project number {number}"
        assert title in page.main
        # In large print circles stand below the title, and number and cost beside the middle of both.
        on_one = [cost] if size and settings.get("ballot_type") == "score" else [title, cost]
        assert any(each.startswith(f"{number} ") and all(part in each for part in on_one) for each in lines), number
        assert any(title in each for each in lines), number
    assert [f"Page {at} of {len(pages)}" in each for at, each in enumerate(pages, 1)] == [len(pages) > 1] * len(pages)
    assert all(any(f"Project number {at}" in each for at in range(1, 29)) for each in pages), "a page without projects"


@needs_a_ruler
@pytest.mark.parametrize(("size", "least"), [("", 14), ("?size=large", 18)])
def test_no_letter_is_smaller_than_it_should_be(batch_of, size, least):
    desk, here, _serials = batch_of(1, projects=28, rotation=True)
    assert min(letters_sizes(desk.downloads(f"{here}/papers.pdf{size}").get_data())) >= least


@needs_a_ruler
def test_the_square_of_each_page_says_its_number_and_nothing_else(batch_of):
    desk, here, serials = batch_of(4, projects=35)
    for size, pages in (("", 2), ("?size=large", 3)):
        pdf = desk.downloads(f"{here}/papers.pdf{size}").get_data()
        read = [square_read(each) for each in pictures_of(pdf)]
        assert sorted(read) == sorted(serials * pages)
        for square, text in zip(read, text_of_pages(pdf), strict=True):
            assert shown_serial(square) in text and read_serial(square) == square


@needs_a_ruler
def test_the_page_to_print_has_the_same_square(new_browser_visitor, make):
    round_ = make.voting_round(projects=3, entitlement="vouch")
    [serial] = make.papers(make.session_at(round_), printed=1, issued=0)
    here = f"/rounds/{round_.id}/paper-desk/batches/{queries.batches(round_.id)[0][0].id}"
    person = new_browser_visitor().signed_in_as(make.staff(COUNTER, declared_in=round_))
    person.opens(here)
    [picture] = pictures_of(person.page.pdf(prefer_css_page_size=True))
    assert square_read(picture) == serial
