"""In a round with cards a tablet without a network takes the card in, and its code comes sealed with the vote: the first vote of
a card is taken, later ones wait for two people, who cannot give the card a second vote.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from pb import clock as time
from pb.codes import LENGTH, new_code
from pb.database import db, exclusive_transaction, transaction
from pb.keystore import KeyLost, desk_key, file_of_key, load_key
from pb.marked import Forged, change_rows
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.voting import actions, queries
from pb.voting.models import HeldEnvelope, VotingRight
from pb.voting.queries.late_cards import public_card_key
from pb.voting.rules.card_sealing import SEALED_CARD, code_on_card, key_of_cards, public_half
from pb.web.access import FACILITATOR
from tests.support.makers.voting import COMMAND
from tests.support.safety.to_decide import decide
from tests.support.tablets import Tablet, sealed_card

pytestmark = pytest.mark.databases_in_turn


@pytest.fixture
def round_(make) -> Round:
    found = make.voting_round(entitlement="code", min_choices=1, max_choices=3)
    with transaction():
        load_key(desk_key(found.id))  # as the freeze makes it
    return found


@pytest.fixture
def other(make, round_) -> Tablet:
    """A tablet of another session."""
    found = Tablet(make.kiosk(make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))))
    found.makes_contact(wanted=12)
    return found


def card_of(number: int, round_id: int) -> str | None:
    db.session.rollback()
    return queries.right_of_card(round_id, number).status


def why(tablet: Tablet) -> dict[str, int]:
    db.session.rollback()
    return dict(queries.held_by_reason(tablet.kiosk_id))


def test_a_card_gives_one_vote_when_it_arrives_and_not_before(make, round_, tablet):
    (card,) = make.cards(round_)
    vote = tablet.vote(1, code=card.code)
    assert len(vote.card) == SEALED_CARD == 65 + LENGTH + 16
    tablet.makes_contact()
    assert card_of(1, round_.id) is None, "a turn that has begun takes no card"
    assert tablet.sends(vote) == ["taken"] == tablet.sends(vote), "the answer was lost"
    assert card_of(1, round_.id) == "exchanged" and queries.envelopes_in(round_.id) == 1
    assert queries.rights_of_session(tablet.session_id) == {("opening", "cast"): 1}


def test_a_voter_who_stops_keeps_a_card_that_works_and_no_ballot_is_given_again_for_it(make, round_, tablet):
    (card,) = make.cards(round_)
    tablet.unused.append(tablet.begins())
    tablet.makes_contact()
    assert queries.rights_of_session(tablet.session_id) == {("opening", "unused"): 1}
    assert queries.turns_to_give_again(tablet.session_id) == 0, "or it would give a second vote, without a card"
    assert tablet.sends(tablet.vote(2, code=card.code)) == ["taken"]


def test_the_same_card_at_two_tablets_counts_once_and_the_second_is_told_by_its_number(make, round_, tablet, other):
    make.cards(round_, 2)
    _first, card = make.cards(round_, 2)
    early, late = tablet.vote(1, code=card.code), other.vote(2, code=card.code)
    assert other.sends(late) == ["taken"], "the first that arrives"
    assert tablet.sends(early) == ["held"] == tablet.sends(early)
    assert why(tablet) == {"card_used": 1} and queries.envelopes_in(round_.id) == 1
    assert queries.cards_held(tablet.kiosk_id) == [(card.number, "card_used")]


def test_a_card_that_gives_no_vote_holds_the_vote_with_its_reason(make, round_, tablet):
    make.cards(round_, 3, torn=(1,))
    lost = make.cards(round_, 1)[0]
    make.replaced_card(round_, lost.number)
    of_another = make.cards(make.voting_round(entitlement="code"))[0]
    waiting = actions.issue_cards(COMMAND, round_, 1)[0]
    for code, reason in (
        (new_code(), "no_card"),
        (of_another.code, "no_card"),
        (lost.code, "card_void"),
        (waiting.code, "unreleased"),
    ):
        before = why(tablet).get(reason, 0)
        assert tablet.sends(tablet.vote(1, code=code)) == ["held"]
        assert why(tablet)[reason] == before + 1, reason
    assert tablet.sends(tablet.vote(1)) == ["held"] and why(tablet)["no_card"] == 3, "no card at all"
    assert queries.envelopes_in(round_.id) == 0


def test_a_sealed_code_opens_for_its_own_ballot_only(make, round_, tablet):
    one, two = make.cards(round_, 2)
    mine, theirs = tablet.vote(1, code=one.code), tablet.vote(2, code=two.code)
    assert tablet.sends(replace(mine, card=theirs.card)) == ["held"] and why(tablet) == {"no_card": 1}
    assert tablet.sends(theirs) == ["taken"]
    assert card_of(1, round_.id) is None and card_of(2, round_.id) == "exchanged"


def test_a_used_card_is_never_let_in_and_a_card_that_was_released_meanwhile_is(make, round_, tablet, other):
    (card,) = make.cards(round_)
    (later,) = actions.issue_cards(COMMAND, round_, 1)
    assert other.sends(other.vote(1, code=card.code)) == ["taken"]
    assert tablet.sends(tablet.vote(2, code=card.code), tablet.vote(3, code=later.code)) == ["held", "held"]
    make.releases(round_)
    assert queries.cards_held(tablet.kiosk_id) == [(card.number, "card_used"), (later.number, "")]
    decide(make, round_.id, "held", tablet.kiosk_id, "count:voter_was_there")
    assert why(tablet) == {} and queries.envelopes_in(round_.id) == 2
    assert queries.rights_of_session(tablet.session_id) == {("opening", "cast"): 1, ("opening", "void"): 1}
    assert card_of(later.number, round_.id) == "exchanged"
    for each in (tablet, other):
        each.waiting = []
        each.makes_contact()
        actions.leave(each.session, each.kiosk)
        make.accounted(each.session)
    with time.moved(round_.post_closes_at + timedelta(hours=1)):
        assert actions.decrypt_ballot_box(COMMAND, db.session.get_one(Round, round_.id)) == 2


def test_a_vote_that_waits_for_another_reason_has_spent_its_card(make, round_, tablet, other):
    (card,) = make.cards(round_)
    vote = tablet.vote(1, code=card.code)
    actions.stop_kiosk(COMMAND, tablet.session, tablet.kiosk)
    assert tablet.sends(vote) == ["held"] == tablet.sends(vote) and why(tablet) == {"stopped": 1}
    assert other.sends(other.vote(2, code=card.code)) == ["held"] and why(other) == {"card_used": 1}
    assert db.session.scalars(select(HeldEnvelope.sealed_card).where(HeldEnvelope.why == "stopped")).all() == [None]
    decide(make, round_.id, "held", tablet.kiosk_id, "count:voter_was_there")
    assert queries.envelopes_in(round_.id) == 1


def test_guesses_cost_a_ballot_each_and_are_told_nothing(make, round_, tablet):
    make.cards(round_)
    tablet.makes_contact(wanted=12)
    guesses = [tablet.vote(1, code=new_code()) for _ in list(tablet.stock)]
    assert {each for start in range(0, len(guesses), 5) for each in tablet.sends(*guesses[start : start + 5])} == {
        "held"
    }
    again = replace(guesses[0], card=sealed_card(round_.id, guesses[0].right_key, new_code()))
    assert tablet.sends(again) == ["held"] and why(tablet) == {"no_card": len(guesses)}, "a ballot carries one guess"


def test_no_vote_from_a_tablets_stock_is_cast_without_its_card_whoever_writes(make, round_, tablet):
    tablet.begins()
    tablet.makes_contact()
    with pytest.raises(Refusal, match="needs the voter’s card"), exclusive_transaction() as session:
        session.execute(text("UPDATE voting_right SET status = 'cast' WHERE from_stock IS NOT NULL"))
    db.session.rollback()


def test_a_ballot_of_which_somebody_says_in_the_database_that_its_card_came_casts_nothing(make, round_, tablet):
    vote = tablet.vote(1)
    tablet.makes_contact()
    with exclusive_transaction() as session:
        session.execute(text("UPDATE voting_right SET with_card = true WHERE from_stock IS NOT NULL"))
    with pytest.raises(Forged):
        tablet.sends(vote)
    db.session.rollback()
    assert queries.envelopes_in(round_.id) == 0


def test_the_key_is_the_rounds_own_and_goes_with_its_desk_key(make, round_, tablet):
    ballot, another = (
        queries.require_frozen_ballot(each.id) for each in (round_, make.voting_round(entitlement="code"))
    )
    with transaction():
        load_key(desk_key(another.round_id))
    assert public_card_key(ballot) != public_card_key(another) != ballot.public_key
    assert public_card_key(queries.require_frozen_ballot(make.voting_round(entitlement="vouch").id)) == ""
    strange = key_of_cards(b"\xff" * 32)
    assert len(public_half(strange)) == 130
    assert code_on_card(strange, round_.id, "r", sealed_card(round_.id, "r", "ABCDEFGHJK")) is None


def test_a_lost_key_keeps_votes_on_the_tablet(make, round_, tablet, app):
    (card,) = make.cards(round_)
    vote = tablet.vote(1, code=card.code)
    kept = file_of_key(desk_key(round_.id)).read_bytes()
    file_of_key(desk_key(round_.id)).unlink()
    app.extensions.get("pb_loaded_keys", {}).pop(desk_key(round_.id), None)
    with pytest.raises(KeyLost):
        tablet.sends(vote)
    db.session.rollback()
    file_of_key(desk_key(round_.id)).write_bytes(kept)
    assert tablet.sends(vote) == ["taken"]


def test_a_card_that_is_used_at_the_same_moment_is_a_used_card(make, round_, tablet, monkeypatch):
    (card,) = make.cards(round_)
    vote = tablet.vote(1, code=card.code)
    from pb.voting.actions import late_cards

    look = late_cards.fault_of_card
    seen = []

    def meanwhile(right):
        if not seen:
            seen.append(right.key)
            found = look(right)
            change_rows(db.session(), VotingRight, (VotingRight.key == right.key,), status="exchanged")
            return found
        return look(right)

    monkeypatch.setattr(late_cards, "fault_of_card", meanwhile)
    assert tablet.sends(vote) == ["held"] and why(tablet) == {"card_used": 1}
