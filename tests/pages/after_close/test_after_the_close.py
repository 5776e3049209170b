"""After the close: step by step, each refused until the one before is done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.database import db
from pb.edits import NothingChanged
from pb.record.queries import verify_record
from pb.record.rules import START
from pb.refusals import Refusal
from pb.results import actions
from pb.results.models import Lot, LotEntry, Publication, Signature
from pb.results.queries.checklist import checklist
from pb.results.queries.counts import latest_count
from pb.rounds.models import Round
from pb.voting.models import BoxOpening
from pb.web.access import Actor, Role
from tests.support.makers.people import PASSWORD
from tests.support.makers.results import DIGITS

BALLOTS = [(1, 2), (1, 3), (2,), (1,), (4, 1)]


@pytest.fixture
def closed(make, clock) -> Round:
    """A round in whose sealed box five votes lie, an hour after the last close."""
    round_ = make.voting_round(projects=5, costs=[30_000, 40_000, 20_000, 60_000, 10_000])
    make.cast(round_, *BALLOTS)
    clock.set(round_.post_closes_at + timedelta(hours=1))
    return round_


def states(round_: Round) -> dict[str, str]:
    db.session.rollback()
    return {each.key: each.state for each in checklist(db.session.get(Round, round_.id))}


def signs_in(new_visitor, make, *roles: Role):
    return new_visitor().signed_in_as(make.account(*roles))


@pytest.mark.both_databases
def test_the_programme_goes_from_the_close_to_the_publication(closed, make, new_visitor):
    here = f"/rounds/{closed.id}/after-close"
    coordinator = signs_in(new_visitor, make, Role.COORDINATOR)
    assert coordinator.opens(here).heading == "After the close"
    coordinator.follows("The ballot box is opened")
    assert "5 sealed votes" in coordinator.page.main
    page = coordinator.presses("Open the ballot box now")
    assert "The ballot box has been opened. There were 5 votes in it." in page.main
    opening = db.session.get(BoxOpening, closed.id)
    assert opening.ballots_hash in page.main and opening.record_head in page.main  # for the minutes

    coordinator.follows("The lot is drawn")
    coordinator.types("Digits of the lot, in the order they came", "31415 92653 58979 32384")
    assert "A second person must now enter them" in coordinator.presses("Save these digits").main
    counter = signs_in(new_visitor, make, Role.COUNTER)
    counter.opens(here)
    counter.follows("The lot is drawn")
    counter.types("Digits of the lot, in the order they came", DIGITS)
    assert "The lot has been drawn." in counter.presses("Save these digits").main

    coordinator.opens(here)
    assert "1 of 5" not in coordinator.page.main
    page = coordinator.presses("Count the votes")
    assert page.heading == "Provisional result" and "This is not public yet" in page.main
    for name in ("Ann", "Bob"):
        member = new_visitor().signed_in_as(make.account(Role.STEERING, name=name))
        member.opens(here)
        member.follows("The result is signed")
        assert latest_count(closed.id).outcome_hash in member.page.main
        member.types("Your password", PASSWORD)
        assert "You have signed the result." in member.presses("Sign this result").main
    coordinator.opens(here)
    coordinator.follows("The result is published")
    page = coordinator.presses("Publish the result now")
    assert page.heading.startswith("Result:") and "Ann, for the steering group" in page.main and "Bob" in page.main
    page = coordinator.opens(f"{here}/count")
    assert "This result is published" in page.main and "not public yet" not in page.main
    assert coordinator.follows("Read the published result").heading.startswith("Result:")
    assert set(states(closed).values()) == {"done"}
    heads_can_be_compared(new_visitor().opens(f"/rounds/{closed.id}/results"), opening.record_head, closed.id)


def heads_can_be_compared(page, at_the_opening: str, round_id: int) -> None:
    """What was printed at the opening and stands on the result is in the record, so that nobody can have cut it off."""
    db.session.rollback()
    at_the_publication = db.session.get(Publication, (round_id, 1)).record_head
    assert "Fingerprint of the record" in page.main and at_the_publication in page.main
    assert len({START, at_the_opening, at_the_publication}) == 3
    for head in (at_the_opening, at_the_publication):
        found = verify_record(head)
        assert found.faults == () and found.head_checked
    assert verify_record("0" * 63 + "1").faults


@pytest.mark.both_databases
def test_every_step_waits_for_the_one_before_it(closed, make):
    assert states(closed) == {
        "post": "done",
        "sessions": "done",
        "bundles": "done",
        "adds_up": "done",
        "box": "next",
        "lot": "waiting",
        "count": "waiting",
        "sign": "waiting",
        "publish": "waiting",
    }
    coordinator, member = make.actor(Role.COORDINATOR), make.actor(Role.STEERING)
    for act, sentence in (
        (lambda: actions.type_lot(coordinator, make.fresh(closed), DIGITS), "The ballot box has not been opened yet."),
        (lambda: actions.count_round(coordinator, make.fresh(closed)), "The ballot box has not been opened yet."),
        (lambda: actions.sign(member, make.fresh(closed), "0" * 64), "The votes have not been counted yet."),
        (lambda: actions.publish(coordinator, make.fresh(closed)), "The votes have not been counted yet."),
    ):
        with pytest.raises(Refusal, match=sentence):
            act()


def test_pages_of_later_steps_say_what_comes_first(closed, make, new_visitor):
    coordinator = signs_in(new_visitor, make, Role.COORDINATOR)
    for path in ("lot", "count"):
        page = coordinator.opens(f"/rounds/{closed.id}/after-close/{path}")
        assert page.status == 409, path


def test_a_box_is_not_opened_before_the_last_post(make, clock, new_visitor):
    round_ = make.voting_round()
    page = signs_in(new_visitor, make, Role.COORDINATOR).opens(f"/rounds/{round_.id}/after-close/box")
    assert page.status == 409 and "Postal votes can arrive until" in page.main


def test_digits_that_differ_are_named_and_both_people_type_again(make, clock):
    round_ = make.opened_box(make.voting_round(), (1,))
    first, second = make.actor(Role.STEERING), make.actor(Role.STEERING)
    assert actions.type_lot(first, make.fresh(round_), DIGITS).state == "waiting"
    typed = actions.type_lot(second, make.fresh(round_), "31415926535897932385")
    assert typed == actions.LotTyped("differs", "Digit 20 is different. One person entered 4, the other 5.")
    assert db.session.query(LotEntry).count() == 0
    assert actions.type_lot(second, make.fresh(round_), DIGITS).state == "waiting"
    assert actions.type_lot(first, make.fresh(round_), DIGITS).state == "drawn"


def test_one_person_cannot_draw_the_lot_alone(make):
    round_ = make.opened_box(make.voting_round(), (1,))
    alone = make.actor(Role.COORDINATOR)
    assert actions.type_lot(alone, make.fresh(round_), DIGITS).state == "waiting"
    with pytest.raises(NothingChanged):
        actions.type_lot(alone, make.fresh(round_), DIGITS)
    assert actions.type_lot(alone, make.fresh(round_), "9" * 20).state == "waiting"
    assert db.session.get(Lot, round_.id) is None


@pytest.mark.parametrize(("kind", "counted"), [("choose", "votes"), ("points", "points"), ("rank", "points")])
def test_the_lot_is_told_to_decide_between_equal_votes_or_equal_points(kind, counted, make, clock, new_visitor):
    round_ = make.opened_box(make.voting_round(ballot_type=kind, max_choices=3), (1,))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    page = signs_in(new_visitor, make, Role.COORDINATOR).opens(f"/rounds/{round_.id}/after-close/lot")
    assert f"projects that have the same number of {counted}." in page.main


@pytest.mark.both_databases
def test_a_second_draw_is_refused(make):
    round_ = make.lot(make.opened_box(make.voting_round(), (1,)))
    with pytest.raises(Refusal, match="The lot can only be drawn once."):
        actions.type_lot(make.actor(Role.STEERING), make.fresh(round_), "9" * 20)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("123", "Enter at least 20 digits. You have entered 3."),
        ("1" * 19 + "x", "Enter only digits"),
        ("1" * 201, "Enter 200 or fewer"),
    ],
)
def test_what_is_no_lot_is_refused_and_not_lost(typed, sentence, make, new_visitor):
    round_ = make.opened_box(make.voting_round(), (1,))
    program_now = round_.post_closes_at + timedelta(hours=2)
    with program_clock.moved(program_now, everywhere=True):
        member = signs_in(new_visitor, make, Role.STEERING)
        member.opens(f"/rounds/{round_.id}/after-close/lot")
        page = member.types("Digits of the lot, in the order they came", typed).presses("Save these digits")
    assert page.status == 422 and sentence in page.main and typed in page.html


@pytest.mark.both_databases
def test_counting_again_gives_the_same_bytes_and_is_refused(make):
    round_ = make.counted(make.opened_box(make.voting_round(), *BALLOTS))
    with pytest.raises(Refusal, match="If you count them again, the result will be the same."):
        actions.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
    from pb.counting import count
    from pb.results.queries.elections import ballots_of, election_of, lot_for_count
    from pb.rounds.rules import rulebook_of

    again = make.fresh(round_)
    outcome = count(election_of(again, ballots_of(again.id)), rulebook_of(again), lot_for_count(again.id))
    assert outcome.to_json().decode() == latest_count(round_.id).outcome


@pytest.mark.both_databases
def test_nobody_signs_twice_and_only_the_steering_group_signs(make):
    round_ = make.counted(make.opened_box(make.voting_round(), *BALLOTS))
    shown, member = latest_count(round_.id).outcome_hash, make.actor(Role.STEERING)
    actions.sign(member, make.fresh(round_), shown)
    with pytest.raises(Refusal, match="You have already signed this result."):
        actions.sign(member, make.fresh(round_), shown)
    with pytest.raises(Refusal, match="in your role") as refused:
        actions.sign(make.actor(Role.COORDINATOR), make.fresh(round_), shown)
    assert str(refused.value.next_step) == "Ask a steering group member."
    false_role = Actor(make.account(Role.COORDINATOR).id, Role.STEERING)
    with pytest.raises(Refusal, match="Your role in the programme has changed"):
        actions.sign(false_role, make.fresh(round_), shown)
    with pytest.raises(Refusal, match="The count has changed since you saw it."):
        actions.sign(make.actor(Role.STEERING), make.fresh(round_), "0" * 64)
    assert db.session.query(Signature).count() == 1


def test_a_wrong_password_signs_nothing(make, new_visitor, clock):
    round_ = make.counted(make.opened_box(make.voting_round(), *BALLOTS))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    member = signs_in(new_visitor, make, Role.STEERING)
    member.opens(f"/rounds/{round_.id}/after-close/count")
    page = member.types("Your password", "not my password").presses("Sign this result")
    assert page.status == 422 and "The password is wrong." in page.main
    assert db.session.query(Signature).count() == 0


@pytest.mark.both_databases
def test_one_signature_does_not_publish(make):
    round_ = make.counted(make.opened_box(make.voting_round(), *BALLOTS))
    actions.sign(make.actor(Role.STEERING), make.fresh(round_), latest_count(round_.id).outcome_hash)
    with pytest.raises(Refusal, match="Not enough steering group members have signed"):
        actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    assert db.session.query(Publication).count() == 0
