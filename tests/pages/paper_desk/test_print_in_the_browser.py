"""Ballot papers as the printer makes them."""

from __future__ import annotations

import pytest

from pb.database import db
from pb.paper import queries
from pb.web.access import COUNTER


def pages_of(pdf: bytes) -> int:
    return pdf.count(b"/Type /Page\n")


@pytest.mark.parametrize(
    ("projects", "size", "pages", "least"), [(20, "", 1, 14), (24, "", 1, 14), (20, "?size=large", 2, 18)]
)
def test_a_paper_is_large_enough_and_begins_on_its_own_sheet(new_browser_visitor, make, projects, size, pages, least):
    round_ = make.voting_round(projects=projects, entitlement="vouch")
    account = make.staff(COUNTER, declared_in=round_)
    voting_session = make.session_at(round_)
    serials = make.papers(voting_session, printed=3, issued=0)
    batch = queries.batches(round_.id)[0][0].id
    person = new_browser_visitor().signed_in_as(account)
    person.opens(f"/rounds/{round_.id}/paper-desk/batches/{batch}{size}")
    assert pages_of(person.page.pdf(prefer_css_page_size=True)) == pages * len(serials)
    person.page.emulate_media(media="print")
    pixels = person.page.evaluate(
        "() => Math.min(...[...document.querySelectorAll('.ballot-paper :is(th, td, caption, span)')]"
        ".filter(e => e.textContent.trim() && !e.matches('.visually-hidden'))"
        ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert pixels * 72 / 96 >= least


def test_papers_of_several_sessions_are_made_in_one_press(new_browser_visitor, make):
    round_ = make.voting_round(projects=3, entitlement="vouch")
    make.session_at(round_, venue="Leith Library")
    person = new_browser_visitor().signed_in_as(make.staff(COUNTER, declared_in=round_))
    person.opens(f"/rounds/{round_.id}/paper-desk/batches/several")
    person.page.get_by_label("Leith Library").fill("4")
    person.presses("Make the papers")
    person.page.get_by_role("heading", level=1, name="The papers are ready to print").wait_for()
    db.session.rollback()
    assert list(queries.printed_by_session(round_.id).values()) == [4]
