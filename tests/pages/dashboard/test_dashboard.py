"""For each state of a round the dashboard says what is due next and who has to do it, with a link for them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.database import db, exclusive_transaction
from pb.paper.models import BallotPaperAccount, Bundle
from pb.programme.queries.facts import status_facts_of
from pb.programme.rules.round_status import RoundState, next_act
from pb.projects.models import BallotText
from pb.results import actions as results
from pb.results.queries.counts import latest_count
from pb.rounds.models import Round
from pb.voting import actions as voting
from pb.web.access import Actor, Role
from tests.support.makers.projects import WORDS


@pytest.fixture
def desk(visitor, make):
    return visitor.signed_in_as(make.account(name="Morag Coordinator"))


def shows(visitor, act: str, who: str, *, link: bool = True):
    """The dashboard names this act first, with the person or role who does it, and leads a person who may to it."""
    page = visitor.opens("/dashboard")
    assert f"{act}" in page.main, page.main
    assert f"Who: {who}" in page.main, page.main
    led = [words for words in page.links if words.startswith(act)]
    assert bool(led) == link, page.links
    if link:
        assert visitor.opens(page.links[led[0]]).status == 200
    return page


def state_of(round_) -> RoundState:
    db.session.rollback()
    return next_act(status_facts_of(db.session.get(Round, round_.id))).state


def test_before_applications_open(desk, make):
    round_ = make.set_up_round()
    page = shows(desk, "Check the settings and plan the sessions", "the coordinator")
    assert state_of(round_) == RoundState.SETTING_UP and "Being set up." in page.main and "By " in page.main


def test_while_groups_apply(desk, make):
    round_ = make.applying_round()
    shows(desk, "Help groups to apply, and type in paper applications", "the coordinator or the facilitators")
    assert state_of(round_) == RoundState.APPLYING


def test_a_facilitator_who_may_not_read_applications_is_led_to_typing_one_in(visitor, make):
    round_ = make.applying_round()
    visitor.signed_in_as(make.account(Role.FACILITATOR))
    page = shows(visitor, "Help groups to apply, and type in paper applications", "the coordinator or the facilitators")
    assert page.links["Help groups to apply, and type in paper applications"].endswith(
        f"/rounds/{round_.id}/applications/type-in"
    )


def test_before_applications_open_and_with_a_session_planned_the_settings_are_next(desk, make):
    round_ = make.set_up_round()
    make.session_at(round_)
    page = shows(desk, "Check the settings once more", "the coordinator")
    assert state_of(round_) == RoundState.SET_UP
    assert page.links["Check the settings once more"].endswith("/settings")


def test_while_the_steering_group_decides(visitor, make):
    round_ = make.applying_round()
    make.application(round_)
    closed(round_)
    visitor.signed_in_as(make.account(Role.STEERING))
    shows(visitor, "Decide on the applications (1)", "a steering group member")
    assert state_of(round_) == RoundState.ASSESSING


def closed(round_, **days):
    """Applications have closed."""
    now = program_clock.now()
    with exclusive_transaction() as session:
        values = session.get(Round, round_.id)
        values.applications_close_at = now - timedelta(days=1)
        values.voting_opens_at = now + timedelta(days=days.get("voting_in", 20))


def test_when_no_application_may_be_on_the_ballot(visitor, make):
    round_ = make.applying_round()
    make.decided(make.application(round_), "not_eligible", "It is outside the city.", (1,))
    closed(round_)
    visitor.signed_in_as(make.account(Role.STEERING))
    shows(visitor, "Check the applications again", "a steering group member")
    assert state_of(round_) == RoundState.NOTHING_ELIGIBLE


def eligible_round(make):
    round_ = make.applying_round()
    project = make.eligible(round_)
    closed(round_)
    return round_, project


def writes_text(project, writer, approver=None):
    with exclusive_transaction() as session:
        text = BallotText(
            project_id=project.id, title="Trips", body=WORDS, written_by=writer.id, written_at=program_clock.now()
        )
        if approver:
            text.approved_by, text.approved_at = approver.id, program_clock.now()
            text.silence_until = program_clock.now()  # its group has said nothing
        session.add(text)


def test_when_ballot_texts_are_to_be_written(desk, make):
    round_, _project = eligible_round(make)
    shows(desk, "Write the ballot texts (1)", "the coordinator or a steering group member")
    assert state_of(round_) == RoundState.TEXTS_TO_WRITE


def test_when_a_different_person_has_to_approve_a_text(visitor, make):
    round_, project = eligible_round(make)
    writes_text(project, make.account(Role.STEERING, name="Ina Writer"))
    visitor.signed_in_as(make.account(Role.STEERING))
    shows(
        visitor,
        "Check and approve the ballot texts (1)",
        "the coordinator or a steering group member, but not Ina Writer",
    )
    assert state_of(round_) == RoundState.TEXTS_TO_APPROVE


def test_when_the_ballot_can_be_frozen_and_when_that_is_late(desk, make, clock):
    round_ = make.ready_round(3)
    shows(desk, "Propose to freeze the ballot", "the coordinator")
    assert state_of(round_) == RoundState.READY_TO_FREEZE
    clock.set(round_.voting_opens_at + timedelta(days=30))
    assert "This is late. It was due by" in desk.opens("/dashboard").main


def test_when_cards_are_to_be_made_and_then_voting_is_waited_for(desk, make, clock):
    round_ = make.voting_round()
    clock.set(round_.voting_opens_at - timedelta(hours=5))
    shows(desk, "Make the voting cards", "the coordinator")
    assert state_of(round_) == RoundState.CARDS_TO_MAKE
    make.cards(round_, 3)
    make.session_at(round_, make.account(Role.FACILITATOR))
    shows(desk, "Get the sessions ready", "the coordinator")
    assert state_of(round_) == RoundState.FROZEN


def test_while_people_vote_the_next_team_is_named(visitor, make):
    round_ = make.voting_round()
    rose = make.account(Role.FACILITATOR, name="Rose Facilitator")
    make.session_at(round_, rose)
    visitor.signed_in_as(rose)
    shows(visitor, "Run the next voting session", "Rose Facilitator")
    assert state_of(round_) == RoundState.SESSION_DUE


def test_while_people_vote_at_home_only(desk, make):
    round_ = make.voting_round()
    shows(desk, "Replace lost cards and answer questions", "the coordinator")
    assert state_of(round_) == RoundState.VOTING


def test_while_post_is_still_open(visitor, make, clock):
    round_ = make.voting_round()
    clock.set(round_.voting_closes_at + timedelta(hours=1))
    visitor.signed_in_as(make.staff(Role.COUNTER, declared_in=round_))
    shows(visitor, "Check in the reply envelopes that arrive", "the coordinator or the counters")
    assert state_of(round_) == RoundState.POST_OPEN


@pytest.fixture
def closed_round(make, clock):
    """After the last close, with two votes in the box."""
    round_ = make.voting_round()
    make.cast(round_, (1,), (2, 3))
    clock.set(round_.post_closes_at + timedelta(hours=1))
    return round_


def test_after_the_close_sessions_are_accounted_and_bundles_settled(visitor, desk, make, closed_round):
    rose, nan = make.account(Role.FACILITATOR, name="Rose"), make.account(Role.COUNTER, name="Nan")
    voting_session = make.session_at(closed_round, rose, venue="Thistle Lunch Club")
    with program_clock.moved(closed_round.voting_closes_at - timedelta(hours=1)):
        make.papers(voting_session, printed=1, issued=0)
    shows(desk, "Submit the ballot paper account of Thistle Lunch Club", "Rose or the coordinator")
    assert state_of(closed_round) == RoundState.SESSIONS_TO_ACCOUNT
    numbers = {"received": 1, "unused": 1, **dict.fromkeys(("issued", "spoiled", "taken_away"), 0)}
    with exclusive_transaction() as session:
        session.add(
            BallotPaperAccount(
                session_id=voting_session.id, submitted_by=rose.id, submitted_at=program_clock.now(), **numbers
            )
        )
        bundle = Bundle(
            round_id=closed_round.id, channel="post", papers_in_box=1, counted_by=nan.id, made_at=program_clock.now()
        )
        session.add(bundle)
    visitor.signed_in_as(make.staff(Role.COUNTER, declared_in=closed_round))
    shows(visitor, "Count the papers from the post a second time", "the coordinator or the counters, but not Nan")
    assert state_of(closed_round) == RoundState.BUNDLES_TO_SETTLE


def test_after_the_close_box_lot_count_signatures_and_publication_follow(visitor, new_visitor, make, closed_round):
    round_ = closed_round
    coordinator, steering = make.account(name="Morag"), new_visitor()
    ina, hugh = (make.account(Role.STEERING, name=name) for name in ("Ina Signer", "Hugh Signer"))
    visitor.signed_in_as(coordinator)
    steering.signed_in_as(ina)
    as_coordinator = Actor(coordinator.id, Role.COORDINATOR)
    shows(visitor, "Open the ballot box", "the coordinator")
    voting.decrypt_ballot_box(as_coordinator, db.session.get(Round, round_.id))
    anyone = "the coordinator, a steering group member or the counters"
    shows(steering, "Draw the lot with a second person", anyone)
    shows(visitor, "Draw the lot with a second person", anyone)
    digits = "31415926535897932384"
    results.type_lot(Actor(hugh.id, Role.STEERING), db.session.get(Round, round_.id), digits)
    page = shows(steering, "Draw the lot with a second person", f"{anyone}, but not Hugh Signer")
    assert "Hugh Signer has entered the digits." in page.main
    results.type_lot(Actor(ina.id, Role.STEERING), db.session.get(Round, round_.id), digits)
    shows(visitor, "Count the votes", "the coordinator")
    results.count_round(as_coordinator, db.session.get(Round, round_.id))
    shows(steering, "Sign the result", "Hugh Signer, Ina Signer (steering group)")
    shows(visitor, "Sign the result", "Hugh Signer, Ina Signer (steering group)", link=False)
    results.sign(Actor(hugh.id, Role.STEERING), db.session.get(Round, round_.id), latest_count(round_.id).outcome_hash)
    shows(steering, "Sign the result", "Ina Signer (steering group)")
    results.sign(Actor(ina.id, Role.STEERING), db.session.get(Round, round_.id), latest_count(round_.id).outcome_hash)
    shows(visitor, "Publish the result", "the coordinator")
    results.publish(as_coordinator, db.session.get(Round, round_.id))
    shows(visitor, "Start the next round from this one", "the coordinator")
    assert state_of(round_) == RoundState.PUBLISHED


def test_somebody_who_may_not_do_it_sees_who_does_and_gets_no_link(visitor, make):
    make.voting_round()
    visitor.signed_in_as(make.account(Role.COUNTER))
    shows(visitor, "Replace lost cards and answer questions", "the coordinator", link=False)


def test_a_programme_without_rounds_says_how_to_begin(desk):
    assert "Set up the first round" in desk.opens("/dashboard").links
