"""The openings that a kiosk has in stock: what it uses becomes a right, what it does not use was never handed out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from pb import clock as time
from pb.database import db
from pb.paper import actions as paper
from pb.paper import queries as papers
from pb.paper.queries.gaps import lost_kiosks
from pb.paper.rules import PaperCounts
from pb.paper.rules.resolutions import CHOICES
from pb.people import actions as people
from pb.people.models import Account
from pb.programme.queries.corrections import why_texts_stay
from pb.refusals import Refusal
from pb.voting import actions, queries
from pb.voting.models import KioskContact, KioskTally, StockedOpening
from pb.voting.rules.stock import STOCK, ToSend, kept_moment
from pb.web.access import FACILITATOR, STEERING, Actor
from tests.support.makers.voting import COMMAND
from tests.support.safety.guarded_texts import correction
from tests.support.tablets import Tablet

pytestmark = pytest.mark.databases_in_turn


@pytest.fixture
def tablet(make, voting_session):
    found = Tablet(make.kiosk(voting_session))
    found.makes_contact()
    return found


def in_numbers(tablet) -> dict:
    return dict(queries.rights_of_session(tablet.session_id))


def test_what_is_in_stock_is_handed_out_to_nobody(tablet, round_):
    assert len(set(tablet.stock)) == 5 and in_numbers(tablet) == {}
    assert tablet.makes_contact() == sorted(tablet.stock), "said again, nothing else is in stock"
    assert papers.facts_of_sessions(tablet.session_id)[tablet.session_id].opened == 0


def test_what_began_is_a_right_and_what_is_used_is_filled_up(tablet):
    first, second = tablet.begins(), tablet.begins()
    tablet.unused = [second]
    stock = tablet.makes_contact()
    assert len(stock) == 5 and not {first, second} & set(stock)
    assert in_numbers(tablet) == {("opening", None): 1, ("opening", "unused"): 1}
    tablet.begun, tablet.unused = [first, second], [second]
    assert tablet.makes_contact() == stock and in_numbers(tablet) == {("opening", None): 1, ("opening", "unused"): 1}


def test_a_kiosk_has_no_more_in_stock_than_the_most_and_gets_no_other_kiosks(make, tablet, voting_session):
    tablet.makes_contact(wanted=100_000)
    assert len(tablet.makes_contact(wanted=100_000)) == STOCK
    assert len(tablet.makes_contact(wanted=3)) == STOCK, "what it was given may be in use, and is not taken back"
    other = Tablet(make.kiosk(voting_session))
    other.begun = tablet.stock[:2]
    assert not set(other.makes_contact()) & set(tablet.stock) and in_numbers(tablet) == {}


def test_wrong_pins_that_were_typed_without_a_network_are_counted(tablet):
    for in_all in (3, 3, 5, 5, 3):  # an answer was lost, or an older request came later
        tablet.makes_contact(wrong_pins_in_all=in_all)
    assert db.session.get_one(KioskTally, tablet.kiosk_id).wrong_next == 5


def test_a_kiosk_whose_person_has_left_gets_nothing(make, tablet, voting_session):
    people.close_account(COMMAND, db.session.get_one(Account, voting_session.team[0].account_id))
    tablet.begins()
    assert tablet.makes_contact() == [] and in_numbers(tablet) == {("opening", None): 1}


def test_one_that_is_stopped_gets_nothing_and_its_turns_end(tablet, voting_session):
    begun, late = tablet.begins(), tablet.begins()
    tablet.begun = [begun]
    tablet.makes_contact()
    actions.stop_kiosk(COMMAND, tablet.session, tablet.kiosk)
    assert in_numbers(tablet) == {("opening", "unused"): 1}
    tablet.begun = [late]
    assert tablet.makes_contact() == [] and in_numbers(tablet) == {("opening", "unused"): 2}


def test_a_kiosk_that_says_goodbye_leaves_no_stock_and_one_with_votes_does_not(tablet):
    tablet.vote(1)
    tablet.makes_contact()
    with pytest.raises(Refusal, match="still has votes to send"):
        actions.leave(tablet.session, tablet.kiosk)
    db.session.rollback()
    assert tablet.sends() == ["taken"]
    tablet.makes_contact()
    actions.leave(tablet.session, tablet.kiosk)
    assert db.session.scalars(select(StockedOpening.key)).all() == []
    assert queries.to_send(tablet.round_id, [tablet.session])[tablet.kiosk_id].is_heard_out


def test_words_are_not_corrected_once_a_tablet_may_have_voters(make, tablet, round_):
    """It may have had them without a network, on the words that it had then. One that was stopped is waited for no longer."""
    assert "A voting session with a tablet has begun" in str(why_texts_stay(round_))
    actions.stop_kiosk(COMMAND, tablet.session, tablet.kiosk)
    assert why_texts_stay(make.fresh(round_)) is None


def test_what_a_tablet_was_given_on_the_day_before_stops_no_correction(make, clock):
    now = time.now()
    dates = {name: now + timedelta(days=days) for name, days in (("voting_closes_at", 9), ("post_closes_at", 12))}
    round_ = make.voting_round(entitlement="vouch", voting_opens_at=now + timedelta(hours=20), **dates)
    tablet = Tablet(make.kiosk(make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))))
    assert tablet.makes_contact() and why_texts_stay(round_) is None
    correction(round_, 1, {"typist": make.staff(STEERING).id})
    tablet.begins()
    tablet.makes_contact()
    with pytest.raises(Refusal, match="Someone has already voted or begun to vote"):
        correction(round_, 2, {"typist": make.staff(STEERING).id})


def account(tablet, heads: int = 0) -> None:
    by = Actor(tablet.session.team[0].account_id, FACILITATOR)
    paper.submit_ballot_paper_account(by, tablet.session, PaperCounts(0, 0, 0, 0, 0), "We counted twice.")


def test_the_account_waits_for_votes_to_send_and_for_a_tablet_that_was_not_heard(tablet, clock):
    tablet.vote(1)
    tablet.makes_contact()
    with pytest.raises(Refusal, match="Tablet 1 has one vote to send"):
        account(tablet)
    db.session.rollback()
    tablet.sends()
    tablet.makes_contact()
    with pytest.raises(Refusal, match="has not told us that all its votes are sent"):
        account(tablet)
    db.session.rollback()
    (gap,) = [each for each in papers.gaps(tablet.round_id) if each.kind == "to_send"]
    assert (gap.number, gap.kiosk.id) == (0, tablet.kiosk_id)
    clock.set(tablet.session.ends_at + timedelta(hours=2))
    tablet.makes_contact()
    account(tablet)
    assert [each for each in papers.gaps(tablet.round_id) if each.kind == "to_send"] == []


def test_a_tablet_lost_with_votes_is_declared_by_two_and_what_it_sends_later_is_held(make, tablet, round_):
    tablet.vote(1)
    tablet.vote(2)
    tablet.makes_contact()
    (gap,) = [each for each in papers.gaps(round_.id) if each.kind == "to_send"]
    assert gap.number == 2 and lost_kiosks(round_.id) == set()
    one, two = (Actor(make.staff(STEERING).id, STEERING) for _ in range(2))
    proposed = paper.propose_resolution(one, round_.id, "to_send", tablet.kiosk_id, CHOICES["to_send"][0])
    with pytest.raises(Refusal, match="someone else"):
        paper.agree_resolution(one, proposed)
    db.session.rollback()
    paper.agree_resolution(two, papers.resolutions(round_.id)[0])
    assert tablet.kiosk.revoked_at is not None and lost_kiosks(round_.id) == {tablet.kiosk_id}
    assert [each for each in papers.gaps(round_.id) if each.kind == "to_send"] == []
    account(tablet)
    assert tablet.sends() == ["held", "held"] and queries.held_by_kiosk(round_.id) == {tablet.kiosk_id: 2}


def test_when_a_tablet_is_heard_out(clock):
    ends = time.now()
    before, after = kept_moment(ends) - timedelta(minutes=5), kept_moment(ends)
    assert not ToSend(0, before, ends).is_heard_out and ToSend(0, after, ends).is_heard_out
    assert not ToSend(1, after + timedelta(days=1), ends).is_heard_out


def test_the_moment_of_a_contact_is_kept_to_five_minutes(tablet, clock):
    clock.set(time.now().replace(minute=44, second=59))
    tablet.makes_contact()
    kept = db.session.get_one(KioskContact, tablet.kiosk_id).last_at
    assert (kept.minute, kept.second, kept.microsecond) == (40, 0, 0)


def test_a_tablet_says_of_no_more_votes_than_it_can_have(make, tablet, round_):
    """Two declare it lost, and the result tells the number."""
    tablet.vote(1)
    last = tablet.vote(2)
    assert tablet.sends(last) == ["taken"]
    said = actions.KioskReport([each.right_key for each in tablet.waiting], (), 99_999, 5)
    actions.take_contact(tablet.session, tablet.kiosk, said, accounted=False, may_begin=True)
    assert db.session.get_one(KioskContact, tablet.kiosk_id).waiting == 1 + 3, "one that began, and what is in stock"
    actions.stop_kiosk(COMMAND, tablet.session, tablet.kiosk)
    actions.take_contact(tablet.session, tablet.kiosk, said, accounted=False, may_begin=False)
    (gap,) = [each for each in papers.gaps(round_.id) if each.kind == "to_send"]
    assert gap.number == queries.openings_without_vote(tablet.kiosk_id) <= 6


def test_of_what_a_tablet_sends_and_is_no_vote_no_more_is_told_than_it_can_have_had(tablet, round_):
    rubbish = [actions.SentVote(f"{n:032x}", f"{n:032x}", b"x") for n in range(10)]
    for _ in range(3):
        assert set(tablet.sends(*rubbish)) == {"refused"}
    assert db.session.get_one(KioskContact, tablet.kiosk_id).refused == 30
    assert queries.votes_not_taken(round_.id) == len(tablet.stock) == 5
