"""What facilitators give at a session: papers and openings, each against one card or on their word."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from pb.database import db, transaction
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.venues.actions import cancel_session
from pb.venues.models import VotingSession
from pb.voting import actions, queries
from pb.voting.models import Kiosk, VotingRight
from pb.web.access import COORDINATOR, FACILITATOR, Actor
from tests.support.kiosks import KioskKey
from tests.support.makers.voting import COMMAND


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="code")


@pytest.fixture
def voting_session(make, round_):
    return make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))


def kiosk_at(voting_session) -> Kiosk:
    by = Actor(voting_session.team[0].account_id, FACILITATOR)
    token = actions.pair(
        by, voting_session, name="Tablet 1", next_pin="4821", leave_pin="9174", public_key=KioskKey().public
    )
    return queries.kiosk_of_device(token)


def card_of(make, round_) -> VotingRight:
    return queries.right_of_code(make.cards(round_)[0].code)


def all_at_once(app, *acts) -> list[str]:
    """Each of ``acts`` in a thread of its own, let loose together; "done" or the refusal's sentence of each."""
    gate, said = threading.Barrier(len(acts)), [""] * len(acts)

    def one(place, act):
        with app.app_context():
            gate.wait()
            try:
                act()
                said[place] = "done"
            except Refusal as refusal:
                said[place] = refusal.sentence

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return said


@pytest.mark.both_databases
def test_a_paper_is_issued_for_a_card_and_the_card_is_used_up(make, round_, voting_session):
    card = card_of(make, round_)
    actions.issue_paper(COMMAND, voting_session, card)
    assert queries.rights_of_session(voting_session.id) == {("paper", None): 1}
    with pytest.raises(Refusal, match="already been handed in. It was at a voting session, or with a vote by post"):
        actions.issue_paper(COMMAND, voting_session, card)
    assert queries.rights_of_session(voting_session.id) == {("paper", None): 1}


def test_no_paper_without_a_card_where_everyone_needs_one(voting_session):
    with pytest.raises(Refusal, match="each voter must hand in a card"):
        actions.issue_paper(COMMAND, voting_session)


def test_a_card_of_another_round_gives_nothing_and_stays_good(make, voting_session):
    card = card_of(make, make.voting_round())
    with pytest.raises(Refusal, match="another round"):
        actions.issue_paper(COMMAND, voting_session, card)
    assert db.session.get(VotingRight, card.key).status is None


@pytest.mark.both_databases
def test_a_card_handed_in_twenty_times_at_once_gives_one_paper(app, make, round_, voting_session):
    code, number = make.cards(round_)[0].code, voting_session.id

    def hand_in():
        actions.issue_paper(COMMAND, db.session.get(VotingSession, number), queries.right_of_code(code))

    said = all_at_once(app, *[hand_in] * 20)
    assert said.count("done") == 1
    assert queries.rights_of_session(number) == {("paper", None): 1}


@pytest.mark.both_databases
def test_a_spoiled_paper_is_replaced_and_both_are_counted(make, round_, voting_session):
    with pytest.raises(Refusal, match="No papers have been issued at this session"):
        actions.replace_spoiled_paper(COMMAND, voting_session)
    actions.issue_paper(COMMAND, voting_session, card_of(make, round_))
    actions.replace_spoiled_paper(COMMAND, voting_session)
    assert queries.rights_of_session(voting_session.id) == {("paper", "unused"): 1, ("paper", None): 1}


def test_who_would_give_a_vote_at_a_cancelled_session_reads_why_it_was_cancelled(make):
    voting_session = make.session_at(make.voting_round(entitlement="vouch"))
    cancel_session(Actor(None, COORDINATOR), voting_session, "  The heating is broken ")
    with pytest.raises(Refusal) as refused:
        actions.issue_paper(COMMAND, voting_session)
    assert str(refused.value.next_step).endswith("The reason was: The heating is broken")


def test_nothing_is_given_at_a_cancelled_session_or_before_voting_or_after_the_opening(make, clock):
    round_ = make.voting_round(entitlement="vouch")
    cancelled, going_on = make.session_at(round_), make.session_at(round_)
    with transaction() as session:
        session.get(VotingSession, cancelled.id).cancelled_at = round_.voting_opens_at
    with pytest.raises(Refusal, match="has been cancelled"):
        actions.issue_paper(COMMAND, cancelled)
    clock.set(round_.voting_opens_at - timedelta(hours=1))
    with pytest.raises(Refusal, match="has not started"):
        actions.issue_paper(COMMAND, going_on)
    clock.set(round_.post_closes_at + timedelta(hours=1))
    actions.decrypt_ballot_box(Actor(None, COORDINATOR), db.session.get(Round, round_.id))
    with pytest.raises(Refusal, match="has been opened"):
        actions.issue_paper(COMMAND, going_on)


@pytest.mark.both_databases
def test_a_reply_envelope_is_checked_in_once_and_not_after_the_last_post(make, clock):
    round_ = make.voting_round()
    card, late = (card_of(make, round_) for _ in range(2))
    actions.check_in_envelope(COMMAND, round_.id, card)
    assert db.session.scalars(
        select(VotingRight.kind).where(VotingRight.round_id == round_.id, VotingRight.kind == "post")
    ).all() == ["post"]
    with pytest.raises(Refusal, match="already"):
        actions.check_in_envelope(COMMAND, round_.id, card)
    clock.set(round_.post_closes_at + timedelta(hours=1))
    with pytest.raises(Refusal, match="Postal voting has closed"):
        actions.check_in_envelope(COMMAND, round_.id, late)


@pytest.mark.both_databases
def test_next_voter_closes_the_turn_that_was_walked_away_from(make, round_, voting_session):
    kiosk = kiosk_at(voting_session)
    first = actions.begin_turn(voting_session, kiosk, card=card_of(make, round_))
    second = actions.begin_turn(voting_session, kiosk, card=card_of(make, round_), assisted=True)
    assert first != second and queries.open_turn(kiosk.id).key == second
    assert queries.rights_of_session(voting_session.id) == {("opening", "unused"): 1, ("opening", None): 1}
    actions.end_turn(kiosk)
    assert queries.open_turn(kiosk.id) is None


@pytest.mark.both_databases
def test_a_turn_closed_without_a_vote_is_given_again_once(make, round_, voting_session):
    kiosk = kiosk_at(voting_session)
    actions.begin_turn(voting_session, kiosk, card=card_of(make, round_))
    actions.end_turn(kiosk)
    actions.begin_turn(voting_session, kiosk, again=True)
    with transaction() as session:  # the voter casts, so nothing is left to give again
        session.get(VotingRight, queries.open_turn(kiosk.id).key).status = "cast"
    with pytest.raises(Refusal, match="No ballot at this session was closed without a vote"):
        actions.begin_turn(voting_session, kiosk, again=True)


@pytest.mark.both_databases
def test_two_presses_at_once_open_a_kiosk_for_one_voter(app, make):
    voting_session = make.session_at(
        round_ := make.voting_round(entitlement="vouch"), make.staff(FACILITATOR, declared_in=round_)
    )
    kiosk_id, session_id = kiosk_at(voting_session).id, voting_session.id

    def press():
        actions.begin_turn(db.session.get(VotingSession, session_id), db.session.get(Kiosk, kiosk_id))

    said = all_at_once(app, *[press] * 8)
    assert "done" in said
    counts = queries.rights_of_session(session_id)
    assert counts[("opening", None)] == 1 and counts.total() == said.count("done")


@pytest.mark.both_databases
def test_a_revoked_kiosk_opens_nothing_and_its_turn_is_closed(make, round_, voting_session):
    kiosk, by = kiosk_at(voting_session), Actor(voting_session.team[0].account_id, FACILITATOR)
    actions.begin_turn(voting_session, kiosk, card=card_of(make, round_))
    actions.stop_kiosk(by, voting_session, kiosk)
    assert queries.rights_of_session(voting_session.id) == {("opening", "unused"): 1}
    with pytest.raises(Refusal, match="no longer a kiosk"):
        actions.begin_turn(voting_session, kiosk, card=card_of(make, round_))
    acts = db.session.scalars(select(RecordLine.act).where(RecordLine.act.like("kiosk.%"))).all()
    assert acts == ["kiosk.paired", "kiosk.revoked"]


@pytest.mark.parametrize(
    ("next_pin", "leave_pin", "said"),
    [
        ("123", "9876", "4 to 12"),
        ("12a4", "9876", "4 to 12"),
        ("2580", "2580", "must be different"),
        ("1234", "2580", "too easy"),
        ("2580", "0000", "too easy"),
        ("9012", "2580", "too easy"),
        ("474747", "2580", "too easy"),
    ],
)
def test_weak_or_equal_pins_are_refused(voting_session, next_pin, leave_pin, said):
    with pytest.raises(Refusal, match=said):
        actions.pair(
            Actor(None, FACILITATOR),
            voting_session,
            name="Tablet",
            next_pin=next_pin,
            leave_pin=leave_pin,
            public_key=KioskKey().public,
        )
