"""The desk of a voting session: papers handed out against cards or on a facilitator's word, spoiled ones replaced."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.codes import shown
from pb.paper.actions import move_papers, print_batch, submit_ballot_paper_account
from pb.paper.rules import PaperCounts
from pb.voting import queries
from pb.voting.actions import stop_kiosk
from pb.web.access import COORDINATOR, FACILITATOR, Actor
from tests.support.makers.voting import COMMAND
from tests.support.tablets import Tablet
from tests.support.voters import desk


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="code")


@pytest.fixture
def voting_session(make, round_):
    return make.session_at(round_, make.staff(FACILITATOR, declared_in=round_), venue="Leith Library")


@pytest.fixture
def facilitator(visitor, voting_session):
    from pb.database import db
    from pb.people.models import Account

    print_batch(COMMAND, voting_session.round_id, voting_session, 20)
    visitor.signed_in_as(db.session.get(Account, voting_session.team[0].account_id))
    visitor.opens(f"/rounds/{voting_session.round_id}/session-desk/{voting_session.id}")
    visitor.follows("Issue ballot papers")
    return visitor


def takes(facilitator, code: str):
    return facilitator.types("Code on the card", code).presses("Take the card and issue one paper")


def test_a_card_gives_one_paper_and_is_said_without_accusing_when_it_comes_again(
    facilitator, make, round_, voting_session
):
    card = make.cards(round_)[0]
    page = takes(facilitator, shown(card.code).lower())
    assert "Give the voter one paper now." in page.text and "Papers issued so far: 1" in page.text
    page = takes(facilitator, card.code)
    assert page.status == 422
    assert "This card has already been handed in. Check that two cards have not been mixed up" in page.text
    assert f'value="{card.code}"' in page.html
    assert queries.rights_of_session(voting_session.id) == {("paper", None): 1}


def test_a_slip_an_unknown_code_and_a_card_of_another_round_each_say_what_to_do(facilitator, make, voting_session):
    other = make.cards(make.voting_round())[0]
    for code, said in (
        ("", "Enter the code printed on the card."),
        ("22222-2222A", "This code is not right"),
        (other.code, "is for another round"),
    ):
        page = takes(facilitator, code)
        assert page.status == 422 and said in page.text
    assert queries.rights_of_session(voting_session.id) == {}


def test_a_spoiled_paper_is_replaced_and_the_desk_counts_both(facilitator, make, round_, voting_session):
    takes(facilitator, make.cards(round_)[0].code)
    page = facilitator.presses("Replace a spoiled paper")
    assert "Write SPOILED on the old paper" in page.text and "Papers issued so far: 2" in page.text
    page = facilitator.follows("Back to the session")
    assert "2 papers issued" in page.text or "papers issued 2" in page.text


def test_replacing_a_paper_when_none_is_out_is_refused(facilitator):
    page = facilitator.presses("Replace a spoiled paper")
    assert page.status == 409 and "No papers have been issued at this session" in page.text


def test_where_the_facilitator_vouches_one_press_issues_one_paper(new_visitor, make):
    round_ = make.voting_round(entitlement="vouch")
    who = make.staff(FACILITATOR, declared_in=round_)
    voting_session = make.session_at(round_, who)
    person = new_visitor().signed_in_as(who)
    person.opens(f"/rounds/{round_.id}/session-desk/{voting_session.id}/papers")
    assert "There are no ballot papers at this session." in person.page.main
    page = person.presses("Issue one paper")
    assert page.status == 409 and "If papers were brought, write that down" in page.text
    assert queries.rights_of_session(voting_session.id) == {}
    spares = print_batch(COMMAND, round_.id, None, 5, spare=True)
    move_papers(COMMAND, spares, None, voting_session, 3, "Nan")
    person.opens(f"/rounds/{round_.id}/session-desk/{voting_session.id}/papers")
    person.presses("Issue one paper")
    page = person.presses("Issue one paper")
    assert "Papers issued so far: 2 of 3" in page.text and "recorded as issued" not in page.main
    assert queries.rights_of_session(voting_session.id) == {("paper", None): 2}
    page = person.presses("Issue one paper")
    assert "Every paper of this session is recorded as issued." in page.main and "More papers" not in page.main
    page = person.presses("Issue one paper")
    assert "4 papers are recorded as issued, and 3 are here." in page.main
    assert "Explain it in the ballot paper account" in page.main


def test_after_the_close_only_papers_from_before_are_noted(facilitator, make, round_, clock):
    card = make.cards(round_)[0]
    clock.set(round_.voting_closes_at)
    clock.forward(minutes=30)
    page = facilitator.opens(facilitator.page.address)
    assert "Only add papers that were issued before voting closed." in page.text
    assert "Papers issued so far: 1" in takes(facilitator, card.code).text


def test_once_the_account_is_submitted_the_desk_only_notes_papers_and_nobody_is_told_to_give_one(
    facilitator, make, round_, voting_session
):
    by = Actor(voting_session.team[0].account_id, FACILITATOR)
    submit_ballot_paper_account(by, voting_session, PaperCounts(0, 0, 0, 0, 0), "Nobody came.")
    page = facilitator.opens(f"/rounds/{round_.id}/session-desk/{voting_session.id}")
    assert {"Add papers that were issued", "Look at the ballot paper account"} <= set(page.links)
    assert "Issue ballot papers" not in page.links and "End the session and account for the papers" not in page.links
    assert "Only add papers that were issued at the session." in facilitator.follows("Add papers that were issued").main
    page = takes(facilitator, make.cards(round_)[0].code)
    assert "Someone must now submit the ballot paper account again." in page.text and "Give the voter" not in page.text


def test_facilitators_declare_their_interests_first_and_the_coordinator_may_open_every_desk(
    new_visitor, make, round_, voting_session
):
    fresh = make.staff(FACILITATOR)
    theirs = make.session_at(round_, fresh)
    page = new_visitor().signed_in_as(fresh).opens(f"/rounds/{round_.id}/session-desk/{theirs.id}")
    assert page.status == 403 and "Declare my interests" in page.links
    coordinator = new_visitor().signed_in_as(make.staff(COORDINATOR))
    assert "Leith Library" in coordinator.opens(f"/rounds/{round_.id}/session-desk/{voting_session.id}").heading
    other = make.voting_round()
    assert coordinator.opens(f"/rounds/{other.id}/session-desk/{voting_session.id}").status == 404


@pytest.mark.parametrize(
    ("pins", "wrong"),
    [
        (("1234", "97531"), ["next_pin"]),
        (("2468", "1111"), ["leave_pin"]),
        (("12", "1111"), ["next_pin", "leave_pin"]),
        (("2468", "2468"), ["leave_pin"]),
    ],
)
def test_what_is_wrong_with_a_pin_stands_at_that_pin(visitor, make, pins, wrong):
    round_ = make.voting_round(entitlement="vouch")
    who = make.staff(FACILITATOR, declared_in=round_)
    visitor.signed_in_as(who).opens(f"{desk(make.session_at(round_, who))}/kiosk")
    visitor.types("PIN for the next voter", pins[0]).types("PIN to end the kiosk", pins[1])
    page = visitor.presses("Set up this device as a kiosk")
    at = [each.get("id") for each in page.all("input") if each.get("aria-invalid") == "true"]
    assert page.status == 422 and at == wrong


KIOSK = "Use this device as a kiosk"


def test_a_kiosk_is_offered_as_long_as_one_can_be_set_up(facilitator, round_, voting_session, clock):
    here = f"/rounds/{round_.id}/session-desk/{voting_session.id}"
    assert KIOSK in facilitator.opens(here).links and "Set up this device" in str(facilitator.follows(KIOSK).buttons)
    for over in (voting_session.ends_at + timedelta(hours=1), round_.voting_closes_at + timedelta(minutes=30)):
        clock.set(over)
        assert KIOSK not in facilitator.opens(here).links
        page = facilitator.opens(f"{here}/kiosk")
        assert "No device can be set up as a kiosk here now" in page.main and "Set up this device" not in str(
            page.buttons
        )


def test_a_tablet_that_was_set_up_with_an_older_version_is_named_until_it_is_stopped(facilitator, make, voting_session):
    make.kiosk(voting_session)
    said = "was set up with an older version of this program."
    assert said not in facilitator.opens(desk(voting_session)).main
    older = Tablet(make.kiosk(voting_session), older_scripts=True)
    assert f"{older.kiosk.name} {said}" in facilitator.opens(desk(voting_session)).main
    stop_kiosk(COMMAND, older.session, older.kiosk)
    assert said not in facilitator.opens(desk(voting_session)).main
