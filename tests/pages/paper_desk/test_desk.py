"""The paper desk as counters and facilitators see it, page after page."""

from __future__ import annotations

import pytest

from pb import formats
from pb.pages.paper_desk.lookups import paper_in_address
from pb.paper import actions, queries
from pb.paper.rules import PaperCounts, shown_serial
from pb.record.queries import newest_hash, verify_record
from pb.web.access import COORDINATOR, COUNTER, FACILITATOR, STEERING, Actor
from tests.support.makers.papers import SEAL, counted


def desk(round_) -> str:
    return f"/rounds/{round_.id}/paper-desk"


def test_papers_are_printed_for_a_session_each_with_a_number_and_every_project(desks, round_, voting_session):
    page = desks[0].opens(desk(round_))
    assert page.heading == "Paper desk" and "Leith Library" in page.text
    assert any(each.startswith("Print ballot papers, if people vote on paper there Leith") for each in page.links)
    desks[0].follows("Print ballot papers")
    desks[0].types("How many papers do you need?", "3")
    assert desks[0].presses("Make the papers").errors == ["Choose which session the papers are for."]
    session = f"Leith Library, {formats.short_day(voting_session.starts_at)}"
    page = desks[0].selects("Which session are the papers for?", session).presses("Make the papers")
    assert page.heading == "Ballot papers for Leith Library"
    [(batch, _papers)] = queries.batches(round_.id)
    serials = queries.serials_of(batch.id)
    for serial in serials:
        assert page.text.count(shown_serial(serial)) == 1
    assert page.text.count("Project number 12") == 3 and "Tick 1, 2 or 3." in page.text and "£1,200" in page.text
    assert "ballot-paper--large" in desks[0].follows("Large print").html


def test_too_many_papers_at_once_are_refused_beside_the_field(desks, round_, voting_session):
    desks[0].opens(desk(round_) + "/batches")
    desks[0].selects("Which session are the papers for?", "Papers for postal voting")
    page = desks[0].types("How many papers do you need?", "2001").presses("Make the papers")
    assert page.errors == ["Enter how many papers to print, from 1 to 2,000."] and queries.batches(round_.id) == []


def test_before_papers_for_the_post_are_made_it_is_said_that_they_end_corrections(desks, round_, clock):
    clock.set(round_.voting_opens_at)
    warning = "Read every text on the ballot once more before you make papers for the post"
    assert warning in desks[0].opens(desk(round_) + "/batches").text
    desks[0].selects("Which session are the papers for?", "Papers for postal voting")
    desks[0].types("How many papers do you need?", "2").presses("Make the papers")
    assert warning not in desks[0].opens(desk(round_) + "/batches").text


def test_a_facilitator_closes_the_account_and_what_does_not_fit_needs_a_reason_and_a_second_person(
    visitor, new_visitor, make, round_, voting_session, facilitator
):
    make.papers(voting_session, printed=10, issued=6)
    visitor.signed_in_as(facilitator).opens(f"/rounds/{round_.id}/session-desk/{voting_session.id}")
    visitor.follows("End the session and account for the papers")
    for label, number in (
        ("Papers received", "10"),
        ("Papers issued", "7"),
        ("Unused papers", "3"),
        ("Spoiled papers", "0"),
        ("Papers taken away", "0"),
    ):
        visitor.types(label, number)
    page = visitor.presses("Submit the ballot paper account")
    assert page.status == 422 and "Papers recorded when they were issued: 6." in page.text and 'value="7"' in page.html
    page = visitor.types("If the numbers do not add up, explain why", "One was given in the kitchen.").presses(
        "Submit the ballot paper account"
    )
    assert "A second person must check it." in page.text and "I have checked it" not in page.text
    second = new_visitor().signed_in_as(make.staff(COORDINATOR))
    second.opens(f"/rounds/{round_.id}/session-desk/{voting_session.id}/ballot-paper-account")
    page = second.presses("I have checked it and agree")
    assert "Two people have agreed" in page.text
    assert queries.papers_issued(voting_session.id) == (7, 0)
    assert (
        newest_hash() in page.main and not verify_record(newest_hash()).faults
    )  # printed with the account, to be compared later


@pytest.fixture
def sealed_box(make, voting_session, facilitator):
    """A session whose account says that 27 papers are in its box."""
    make.papers(voting_session, printed=30, issued=29)
    figures = PaperCounts(30, 29, 1, 0, 2)
    by = Actor(facilitator.id, FACILITATOR)
    actions.submit_ballot_paper_account(by, voting_session, figures, heads=counted(voting_session, figures), seal=SEAL)


def test_a_box_is_counted_by_two_who_do_not_see_each_others_number(desks, round_, sealed_box):
    desks[0].opens(desk(round_))
    desks[0].follows("Open the session box")
    page = desks[0].types("Number on the seal", SEAL).types("Papers you counted", "28").presses("Save my count")
    assert "A second person must now count" in page.text and "Save my count" not in page.buttons
    page = desks[1].opens(page.address)
    assert "28" not in page.main and "27" not in page.main, "who counts second is told neither number"
    page = desks[1].types("Number on the seal", SEAL).types("Papers you counted", "27").presses("Save my count")
    assert "The two counts are different" in page.text
    page = desks[2].opens(page.address)
    page = desks[2].types("Papers you counted", "27").presses("Save my count")
    assert "The papers can now be typed." in page.text and "27 papers, counted by" in page.text


def test_what_the_account_says_is_told_once_two_have_counted_another_number(desks, round_, sealed_box):
    desks[0].opens(desk(round_))
    desks[0].follows("Open the session box")
    page = desks[0].types("Number on the seal", SEAL).types("Papers you counted", "26").presses("Save my count")
    desks[1].opens(page.address)
    desks[1].types("Number on the seal", SEAL).types("Papers you counted", "26")
    page = desks[1].presses("Save my count")
    assert page.errors == ["The ballot paper account says 27 papers are in the session box."] and page.status == 422
    page = desks[1].types("If this is not the number", "One was taken home.").presses("Save my count")
    assert "The papers can now be typed." in page.text and "One was taken home." in page.text


def test_the_address_of_a_box_that_is_open_leads_to_its_bundle(desks, make, voting_session, counters):
    make.papers(voting_session, printed=2, issued=2)
    bundle = make.bundle(voting_session, in_box=2, one=counters[0], two=counters[1])
    here = f"/rounds/{bundle.round_id}/paper-desk/bundles"
    page = desks[0].opens(f"{here}/of-session/{voting_session.id}")
    assert page.address == f"{here}/{bundle.id}" and "Save this count" not in page.buttons


def test_a_reply_envelope_is_checked_in_and_a_used_code_is_said_without_accusing(visitor, make, counters, round_):
    card = make.cards(round_)[0]
    visitor.signed_in_as(counters[0]).opens(desk(round_))
    visitor.follows("Check in reply envelopes")
    page = visitor.types("Code on the envelope", card.code).presses("Check in this envelope")
    assert "Checked in so far: 1" in page.text
    page = visitor.types("Code on the envelope", card.code).presses("Check in this envelope")
    assert (
        page.status == 422
        and "This code has already been used. Do not open the envelope." in page.text
        and f'value="{card.code}"' in page.html
    )


def test_counters_declare_their_interests_first_and_others_stay_out(new_visitor, make, round_):
    fresh = new_visitor().signed_in_as(make.staff(COUNTER))
    page = fresh.opens(desk(round_))
    assert page.status == 403 and page.heading == "Declare your interests first"
    for role in (FACILITATOR, STEERING):
        person = new_visitor().signed_in_as(make.staff(role, declared_in=round_))
        assert person.opens(desk(round_)).status == 403
    assert new_visitor().opens(desk(round_)).heading == "Sign in"


def test_a_bundle_is_looked_up_inside_its_round(typing_desks, make):
    (first, _, _), bundle, serials = typing_desks
    other = make.voting_round()
    person = first
    for path in ("", "/typing/1", f"/papers/{paper_in_address(serials[0])}"):
        page = person.opens(f"/rounds/{other.id}/paper-desk/bundles/{bundle.id}{path}")
        assert page.status in (403, 404)
    assert person.opens(f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle.id}/typing/3").status == 404


def test_the_board_says_what_is_missing_at_each_place_and_who_can_do_it(
    desks, make, round_, voting_session, facilitator, counters, clock
):
    from datetime import timedelta

    from pb.paper import actions
    from pb.venues.actions import cancel_session
    from tests.support.makers.voting import COMMAND

    overdue, cancelled = (make.session_at(round_, facilitator, venue=name) for name in ("Far Hall", "Cold Hall"))
    make.papers(overdue, printed=3, issued=1)
    actions.print_batch(COMMAND, round_.id, cancelled, 4)
    cancel_session(COMMAND, cancelled, "No heating.")
    make.papers(voting_session, printed=2, issued=2)
    make.bundle(voting_session, in_box=2, one=counters[0], two=counters[1])
    page = desks[0].opens(desk(round_))
    rows = {each.split(" Status ")[0]: each for each in page.main.split("Session ")}
    assert f"Type 2 papers from {voting_session.venue.name}" in page.main, rows
    assert "4 papers are still there" in page.main
    clock.set(overdue.ends_at + timedelta(hours=30))
    main = desks[0].opens(desk(round_)).main
    assert "Submit the ballot paper account of Far Hall" in main and facilitator.name in main


def test_the_board_asks_the_database_as_often_for_many_sessions_as_for_few(desks, make, round_, facilitator, database):
    from sqlalchemy import event

    from pb.database import db

    asked: list[str] = []

    def queries_of_the_page() -> int:
        asked.clear()
        desks[0].opens(desk(round_) + "?all=yes")
        return len(asked)

    make.papers(make.session_at(round_, facilitator), printed=2, issued=1)
    desks[0].opens(desk(round_))
    event.listen(db.engine, "before_cursor_execute", lambda *sent: asked.append(sent[2]))
    few = queries_of_the_page()
    for _ in range(9):
        make.papers(make.session_at(round_, facilitator), printed=2, issued=1)
    assert 0 < queries_of_the_page() <= few
