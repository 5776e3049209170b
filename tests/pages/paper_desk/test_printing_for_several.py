"""Papers for several sessions in one press, and spares: how a team prepares a fortnight."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import formats
from pb.paper import actions, queries
from pb.paper.queries import gaps
from pb.refusals import Refusal
from pb.venues.actions import cancel_session
from pb.web.access import COUNTER
from tests.support.makers.projects import actor_of
from tests.support.makers.voting import COMMAND
from tests.support.pdf import needs_a_ruler, text_of_pages


@pytest.fixture
def three(make, round_):
    return [
        make.session_at(round_, venue=name) for name in ("Leith Library", "Gilmerton Hub", "Portobello Bowling Club")
    ]


def field(session) -> str:
    return f"{session.venue.name}, {formats.short_day(session.starts_at)}, {formats.clock_time(session.starts_at)}"


def here(round_) -> str:
    return f"/rounds/{round_.id}/paper-desk/batches"


@needs_a_ruler
def test_one_press_makes_a_batch_for_each_session_and_one_file_with_covers(desks, round_, three):
    desks[0].opens(here(round_))
    page = desks[0].follows("Make papers for several sessions together")
    assert page.heading == "Papers for several sessions"
    assert desks[0].presses("Make the papers").errors == ["Enter how many papers at least one session needs."]
    desks[0].types(field(three[0]), "2").types(field(three[2]), "3")
    page = desks[0].presses("Make the papers")
    assert page.heading == "The papers are ready to print"
    assert queries.printed_by_session(round_.id) == {three[0].id: 2, three[2].id: 3}
    pages = text_of_pages(desks[0].downloads(page.links["Download as a PDF file"]).get_data())
    assert [("Counted when packed" in each) for each in pages] == [True, False, False, True, False, False, False]
    assert "Leith Library" in pages[0] and "2 ballot papers" in pages[0] and "Portobello Bowling Club" in pages[3]
    large = text_of_pages(desks[0].downloads(page.links["Download in large print"]).get_data())
    assert sum("Counted when packed" in each for each in large) == 2
    page = desks[0].opens(f"{here(round_)}/several")
    assert field(three[1]) in page.text and field(three[0]) not in page.text, (
        "those that have papers are not asked about"
    )


@pytest.mark.parametrize("typed", ["0", "2,001", "some"])
def test_a_number_that_is_none_is_refused_beside_its_field_and_nothing_is_made(desks, round_, three, typed):
    desks[0].opens(f"{here(round_)}/several")
    desks[0].types(field(three[0]), "4").types(field(three[1]), typed)
    assert desks[0].presses("Make the papers").errors == [
        "Enter how many papers to print, from 1 to 2,000, or leave it empty."
    ]
    assert queries.batches(round_.id) == []


def test_for_several_sessions_all_or_nothing_is_made(make, round_, three):
    cancel_session(COMMAND, three[1], "No heating.")
    with pytest.raises(Refusal, match="cancelled"):
        actions.print_for_several(COMMAND, round_.id, dict.fromkeys(three, 2))
    with pytest.raises(Refusal, match="between 1 and 6,000"):
        actions.print_for_several(COMMAND, round_.id, {})
    assert queries.batches(round_.id) == []


def test_spares_are_of_no_session_say_nothing_of_the_post_and_are_accounted_for(make, visitor, round_, clock):
    by = actor_of(make.staff(COUNTER, declared_in=round_))
    visitor.signed_in_as(make.account()).opens(here(round_))
    visitor.selects("Which session are the papers for?", "Spare papers, for any session")
    page = visitor.types("How many papers do you need?", "2").presses("Make the papers")
    assert page.heading == "Spare ballot papers" and "post" not in page.main.lower()
    assert "Spares" in visitor.opens(here(round_)).main
    batch = actions.print_batch(by, round_.id, None, 3, spare=True)
    clock.set(round_.post_closes_at + timedelta(hours=1))
    said = visitor.opens(f"/rounds/{round_.id}/after-close").main
    assert "3 spare papers were printed, and are at no session" in said
    assert [(gap.kind, gap.number) for gap in gaps(round_.id)] == [("batch", 2), ("batch", 3)]
    assert batch.is_spare and not batch.is_for_post
