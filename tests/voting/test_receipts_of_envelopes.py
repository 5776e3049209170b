"""The receipt of a vote that a tablet sealed is the code of its envelope, so a tablet that shows one and casts another is found
(decision 182).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from pb import clock as time
from pb.codes import code_of_digest, older_check_code_of, older_receipt_of, receipt_of
from pb.database import db
from pb.pages.results.rights_sentences import rights_in_words
from pb.results.queries.rights_facts import published_rights
from pb.results.rules.held_votes import WHY, held_in_words
from pb.rounds.models import Round
from pb.voting import actions, queries
from pb.voting.models import Envelope, HeldEnvelope
from pb.voting.rules.envelope_digest import envelope_digest
from pb.voting.rules.envelopes import WHY_HELD
from tests.support.ballot_types import values_of
from tests.support.makers.voting import COMMAND
from tests.support.safety.to_decide import decide
from tests.support.tablets import Tablet

pytestmark = pytest.mark.databases_in_turn


@pytest.fixture
def older(make, voting_session) -> Tablet:
    """One that was set up before receipts were codes of envelopes."""
    found = Tablet(make.kiosk(voting_session), older_scripts=True)
    found.makes_contact(wanted=12)
    return found


def opens(make, tablet) -> int:
    tablet.waiting = []
    tablet.makes_contact()
    actions.leave(tablet.session, tablet.kiosk)
    make.accounted(tablet.session)
    if queries.held_by_kiosk(tablet.round_id):
        decide(make, tablet.round_id, "held", tablet.kiosk_id, "count:voter_was_there")
    round_ = db.session.get_one(Round, tablet.round_id)
    with time.moved(round_.post_closes_at + timedelta(hours=1)):
        return actions.decrypt_ballot_box(COMMAND, round_)


def lies(tablet) -> tuple[actions.SentVote, actions.SentVote]:
    """A voter chooses project 1 and is shown the code of the first envelope; the tablet means to send the second, for 3."""
    shown = tablet.vote(1)
    tablet.waiting.clear()
    return shown, tablet.vote(3, right=shown.right_key)


def code(vote: actions.SentVote) -> str:
    return code_of_digest(vote.digest or "")


def test_another_envelope_under_the_code_that_was_shown_is_held_told_and_never_listed_under_it(make, tablet):
    shown, cast = lies(tablet)
    assert tablet.sends(replace(cast, digest=shown.digest)) == ["held"]
    assert tablet.sends(replace(cast, digest=shown.digest)) == ["held"], "the answer was lost"
    assert queries.held_under_other_codes(tablet.session_id) == {tablet.kiosk_id: 1}
    assert opens(make, tablet) == 1 and values_of(tablet.round_id) == [{3: 1}], "two people let it in: no vote is lost"
    assert queries.receipts(tablet.round_id) == [code(cast)] and code(shown) != code(cast)


def test_another_envelope_under_its_own_code_is_found_by_whoever_looks_their_code_up(make, tablet):
    shown, cast = lies(tablet)
    honest = tablet.vote(2)
    assert tablet.sends(cast, honest) == ["taken", "taken"]
    assert opens(make, tablet) == 2
    assert code(honest) in queries.receipts(tablet.round_id) and code(shown) not in queries.receipts(tablet.round_id)


def test_a_tablet_that_was_set_up_now_cannot_say_that_its_scripts_are_older(tablet):
    _shown, cast = lies(tablet)
    assert tablet.sends(replace(cast, digest=None)) == ["held"]
    assert queries.held_under_other_codes(tablet.session_id) == {tablet.kiosk_id: 1}
    assert db.session.scalars(select(HeldEnvelope.receipt)).all() == [code(cast)], "the code of what came"


def test_one_flipped_bit_on_the_tablet_is_told_before_the_box_is_opened(tablet):
    vote = tablet.vote(1)
    damaged = bytes([vote.sealed[0], vote.sealed[1] ^ 1, *vote.sealed[2:]])
    assert tablet.sends(replace(vote, sealed=damaged)) == ["held"]


def test_of_a_stopped_tablet_too_it_is_told(tablet):
    shown, cast = lies(tablet)
    actions.stop_kiosk(COMMAND, tablet.session, tablet.kiosk)
    assert tablet.sends(replace(cast, digest=shown.digest), tablet.vote(2)) == ["held", "held"]
    assert queries.held_by_reason(tablet.kiosk_id) == {"other_code": 1, "stopped": 1}
    said = str(held_in_words("Hall", "Tablet 1", queries.held_by_reason(tablet.kiosk_id)))
    assert "Hall: 2 votes from Tablet 1 wait." in said
    assert (
        "Why: the tablet had been stopped or ended (1), without the code of its envelope, or with another one (1)."
        in said
    )


@pytest.mark.parametrize(
    ("outcome", "counted", "said"),
    [
        ("count:voter_was_there", 1, "Two people looked into it and decided that one of these votes counts."),
        ("leave_out:not_known", 0, "Two people looked into it and decided that it cannot be counted."),
    ],
)
def test_what_two_people_decide_about_it_is_published_when_nothing_is_held_any_more(
    make, tablet, outcome, counted, said
):
    shown, cast = lies(tablet)
    tablet.sends(replace(cast, digest=shown.digest), tablet.vote(2))
    actions.stop_kiosk(COMMAND, tablet.session, tablet.kiosk)
    tablet.sends(tablet.vote(2))
    decide(make, tablet.round_id, "held", tablet.kiosk_id, outcome)
    assert queries.held_by_kiosk(tablet.round_id) == {}
    known = published_rights(tablet.round_id)
    assert (known["other_codes"], known["other_codes_counted"]) == (1, counted)
    came = "One vote from a tablet came without the code of its sealed ballot, or with another one."
    assert f"{came} {said}" in rights_in_words(known, exact=True)
    [said_of_few] = [each for each in rights_in_words(known) if "without the code" in each]
    assert not re.search(r"\d|One", said_of_few), "where turnout does not tell how many voted on tablets"


def test_a_round_without_such_votes_says_nothing_of_them(make, tablet):
    tablet.sends(tablet.vote(2))
    assert "other_codes" not in published_rights(tablet.round_id)
    actions.stop_kiosk(COMMAND, tablet.session, tablet.kiosk)
    tablet.sends(tablet.vote(1))
    decide(make, tablet.round_id, "held", tablet.kiosk_id, "count:voter_was_there")
    assert "other_codes" not in published_rights(tablet.round_id), "held for another reason"


def test_whoever_sends_the_same_once_more_with_another_code_changes_nothing(tablet):
    vote = tablet.vote(1)
    assert tablet.sends(vote) == ["taken"]
    assert tablet.sends(replace(vote, digest="0" * 64)) == ["taken"]
    assert db.session.scalars(select(Envelope.receipt)).all() == [code(vote)]


def test_votes_that_wait_on_a_tablet_of_before_are_listed_under_the_receipts_that_their_voters_were_shown(make, older):
    before, after = older.vote(1), older.vote(2)
    after = replace(after, digest=envelope_digest(older.round_id, after.right_key, after.sealed))  # its scripts are new
    assert older.sends(before, after) == ["taken", "taken"]
    assert older.sends(before, after) == ["taken", "taken"]
    assert opens(make, older) == 2
    assert queries.receipts(older.round_id) == sorted([older_receipt_of(before.attempt), code(after)])
    assert [len(older_receipt_of(before.attempt)), len(code(after))] == [12, 16]
    assert older.sends(before, after) == ["taken", "taken"], "the answers came only after the opening"


def test_of_a_tablet_of_before_another_code_is_held_all_the_same(older):
    vote = replace(older.vote(1), digest="0" * 64)
    assert older.sends(vote) == ["held"]


def test_a_check_under_another_code_is_not_as_shown_and_one_of_before_has_the_code_of_before(tablet, older):
    honest, lied, none = tablet.checks(1), replace(tablet.checks(2), digest="0" * 64), tablet.checks(3)
    tablet.makes_contact(checks=[honest, lied, replace(none, digest=None)])
    earlier = older.checks(1)
    older.makes_contact(checks=[earlier])
    found = {check.right_key: check for _kiosk, check in queries.tablet_checks_of(tablet.session_id)}
    said = {key: each.is_as_shown for key, each in found.items()}
    assert said == {honest.right_key: True, lied.right_key: False, none.right_key: False, earlier.right_key: True}
    assert found[earlier.right_key].code == older_check_code_of(earlier.sealed)
    assert found[honest.right_key].code == code_of_digest(honest.digest or "")


def test_a_vote_that_is_sealed_here_has_a_receipt_of_the_same_length_and_an_earlier_one_keeps_its_own(make, round_):
    vote = make.vote(round_, make.cards(round_)[0], 1)
    assert actions.cast_vote(vote) == receipt_of(vote.attempt) and len(receipt_of(vote.attempt)) == 16
    again = replace(vote)  # a second press: it is sealed anew, and has the receipt of the first
    assert actions.cast_vote(again) == receipt_of(vote.attempt) and again.sealed != vote.sealed


def test_a_vote_that_went_in_before_an_upgrade_keeps_its_receipt_at_a_second_press(make, round_, monkeypatch):
    vote = make.vote(round_, make.cards(round_)[0], 1)
    monkeypatch.setattr("pb.voting.actions.votes.receipt_of", older_receipt_of)
    before = actions.cast_vote(replace(vote))
    monkeypatch.undo()
    assert len(before) == 12 and actions.cast_vote(replace(vote)) == before
    with time.moved(round_.post_closes_at + timedelta(hours=1)):
        assert actions.decrypt_ballot_box(COMMAND, db.session.get_one(Round, round_.id)) == 1
        assert queries.receipts(round_.id) == [before]
        assert actions.cast_vote(replace(vote)) == before, "its answer was lost until after the opening"
    assert receipt_of(vote.attempt).startswith(before)


def test_whoever_decides_reads_why_of_each_reason():
    assert tuple(WHY) == WHY_HELD
