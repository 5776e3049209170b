"""Each sentence with which an act of voting refuses, and what an erasure that cannot be done leaves for later."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from pb import clock as time
from pb.database import exclusive_transaction, transaction
from pb.refusals import Refusal
from pb.voting import actions, queries
from pb.voting.actions import ballot_keys as key_actions
from pb.voting.actions import erasure, kiosks
from pb.voting.queries.ballot_keys import missing_ballot_keys
from pb.voting.rules import sealing
from pb.voting.rules.ballot_keys import make as new_key
from pb.voting.rules.sentences import NO_MORE_VOTES
from pb.web.access import FACILITATOR, Actor, Role
from tests.support.kiosks import KioskKey

COMMAND = Actor(None, Role.COMMAND)


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch")


@pytest.fixture
def voting_session(make, round_):
    return make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))


def cast(vote) -> str:
    with transaction() as session:
        return actions.cast(session, vote)


def paired(voting_session):
    """A tablet that its facilitator has set up as a kiosk."""
    by = Actor(voting_session.team[0].account_id, FACILITATOR)
    actions.pair(by, voting_session, name="Tablet 1", next_pin="2468", leave_pin="97531", public_key=KioskKey().public)
    (kiosk,) = queries.kiosks_of(voting_session.id)
    return kiosk


@pytest.mark.parametrize("how_many", [0, 20_001])
def test_cards_are_made_by_the_thousand_not_by_the_million(round_, how_many):
    with pytest.raises(Refusal, match="between 1 and 20,000 cards"):
        actions.issue_cards(COMMAND, round_, how_many)
    assert sum(queries.card_counts(round_.id).values()) == 0


def test_a_vote_before_the_beginning_or_after_the_opening_is_refused_with_what_to_do(make, round_, clock):
    early, late = (make.vote(round_, card, 1) for card in make.cards(round_, 2))
    now = time.now()
    clock.set(round_.voting_opens_at - timedelta(hours=1))
    with pytest.raises(Refusal, match="started"):
        cast(early)
    clock.set(now)
    opened = make.opened_box(round_, (2,))
    with pytest.raises(Refusal) as refused:
        cast(late)
    assert "opened" in str(refused.value) or "closed" in str(refused.value)
    assert queries.box_opening_of(opened.id)


def test_a_key_that_is_not_the_rounds_opens_no_box(make, round_):
    key_actions.keep_ballot_key(round_, new_key())
    with pytest.raises(Refusal, match="for another round"):
        key_actions.load_ballot_key(round_)


@pytest.mark.parametrize("written", ["f" * 64, "ab" * 40, "-5"], ids=["above the order", "too long", "below 0"])
def test_a_number_that_no_key_has_opens_no_box_and_the_sheet_is_asked_for(app, round_, written):
    (app.config["KEYS_DIR"] / f"round-{round_.id}.key").write_text(written)
    with pytest.raises(Refusal, match="for another round") as refused:
        key_actions.load_ballot_key(round_)
    assert "Enter the words from the recovery sheet." in str(refused.value.next_step)
    assert list(missing_ballot_keys()) == [round_.id]


def test_sheets_for_fewer_than_two_people_are_not_made(make):
    round_ = make.set_up_round(key_custody="shares")
    with pytest.raises(Refusal, match="at least two of them"):
        actions.make_ballot_key(round_, holders=1)


def test_the_box_stays_shut_until_the_last_post_is_in(make, round_):
    with pytest.raises(Refusal, match="Voting has not closed yet"):
        actions.decrypt_ballot_box(COMMAND, round_)
    assert queries.box_opening_of(round_.id) is None


def test_at_a_session_nothing_is_given_without_a_ballot_before_the_start_or_when_it_is_cancelled(
    make, round_, voting_session, clock
):
    unfrozen = make.set_up_round()
    early = make.session_at(unfrozen, make.staff(FACILITATOR))
    with pytest.raises(Refusal, match="frozen"):
        actions.issue_paper(COMMAND, early)
    now = time.now()
    clock.set(round_.voting_opens_at - timedelta(hours=1))
    with pytest.raises(Refusal, match="started"):
        actions.issue_paper(COMMAND, voting_session)
    clock.set(now)
    with exclusive_transaction():
        voting_session.cancelled_at = now
    with pytest.raises(Refusal, match="cancelled"):
        actions.issue_paper(COMMAND, voting_session)
    assert queries.rights_of_session(voting_session.id) == {}


def test_once_voting_has_closed_no_tablet_is_set_up_and_none_opens_a_ballot(make, clock):
    """On the evening of the last day, when the session that was to end with voting still goes on."""
    round_ = make.voting_round(entitlement="vouch", voting_closes_at=time.now() + timedelta(minutes=1))
    voting_session = make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))
    kiosk = paired(voting_session)
    clock.set(round_.voting_closes_at)
    for late in (lambda: paired(voting_session), lambda: actions.begin_turn(voting_session, kiosk)):
        with pytest.raises(Refusal, match="Voting in this round has closed"):
            late()
    assert queries.kiosks_of(voting_session.id) == [kiosk] and queries.rights_of_session(voting_session.id) == {}


def test_a_tablet_is_revoked_once(make, voting_session):
    kiosk = paired(voting_session)
    actions.leave(voting_session, kiosk)
    with pytest.raises(Refusal, match="no longer"):
        actions.leave(voting_session, kiosk)


def test_a_ballot_longer_than_its_envelope_is_not_sealed():
    key = new_key()
    with pytest.raises(ValueError, match="longer than the envelope"):
        sealing.seal_ballot(key.public, 1, "right", dict.fromkeys(range(1, 5_000), 1))


def test_an_envelope_of_another_right_does_not_open():
    key = new_key()
    sealed = sealing.seal_ballot(key.public, 1, "right", {3: 1})
    assert sealing.EnvelopeOpener(key.private).unseal(1, "right", sealed) == {3: 1}
    for round_id, right, content in ((2, "right", sealed), (1, "other", sealed), (1, "right", sealed[:-1] + b"?")):
        with pytest.raises(sealing.Unreadable):
            sealing.EnvelopeOpener(key.private).unseal(round_id, right, content)


def a_full_disk() -> bool:
    raise OperationalError("VACUUM", {}, Exception("database or disk is full"))


@pytest.mark.parametrize(("trouble", "said"), [(a_full_disk, "could not be erased"), (lambda: False, "old pages")])
def test_files_that_cannot_be_erased_stay_noted_and_the_log_says_so(make, round_, monkeypatch, caplog, trouble, said):
    make.opened_box(round_, (1,), (2,))
    erasure.remember_to_erase(round_.id)
    monkeypatch.setattr(erasure, "_erase_in_sqlite", trouble)
    with caplog.at_level(logging.WARNING):
        assert erasure.erase_traces(round_.id) is False
    assert said in caplog.text and erasure.is_erasure_due(round_.id)
    monkeypatch.undo()
    assert erasure.erase_traces(round_.id) is True and not erasure.is_erasure_due(round_.id)


def test_a_dead_key_that_cannot_be_destroyed_keeps_no_other_and_the_log_names_it(app, make, monkeypatch, caplog):
    files = []
    for round_ in (make.opened_box(make.voting_round(), (1,)) for _ in range(2)):
        files.append(app.config["KEYS_DIR"] / f"round-{round_.id}.key")
        files[-1].write_text("ab" * 32)  # a copy that was put back
    destroy = key_actions.destroy

    def is_broken(file):
        if file == files[0]:
            raise OSError(5, "Input/output error")
        return destroy(file)

    monkeypatch.setattr(key_actions, "destroy", is_broken)
    with caplog.at_level(logging.ERROR):
        assert [f"round-{each}.key" for each in key_actions.forget_keys_of_opened_boxes()] == [files[1].name]
    assert f"{files[0]} could not be destroyed" in caplog.text and files[0].exists() and not files[1].exists()


@pytest.mark.parametrize("words", [None, ["winter spring"]], ids=["by the folder", "by a sheet"])
def test_who_opens_a_box_again_hears_that_it_is_open_and_is_sent_to_no_safe_for_its_dead_key(
    make, round_, clock, words
):
    opened = make.opened_box(round_, (1,))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    with pytest.raises(Refusal, match="The ballot box has already been opened."):
        actions.decrypt_ballot_box(COMMAND, opened, words)
    assert len(queries.receipts(round_.id)) == 1


def test_while_the_box_is_shut_nothing_of_it_is_erased(app, make, round_):
    make.cast(round_, (1,))
    assert erasure.erase_traces(round_.id) is False
    assert key_actions.load_ballot_key(round_).public == round_.public_key and queries.envelopes_in(round_.id) == 1


def test_a_vote_that_comes_after_the_close_says_that_it_was_not_cast(make, round_, clock):
    late = make.vote(round_, *make.cards(round_), 1)
    clock.set(round_.voting_closes_at + timedelta(hours=2))
    with pytest.raises(Refusal, match="Voting in this round has closed, so this vote could not be cast."):
        cast(late)
    assert queries.envelopes_in(round_.id) == 0


def test_the_erasure_gives_up_waiting_after_its_tries(monkeypatch):
    asked, paused = [], []
    monkeypatch.setattr(erasure.time, "sleep", paused.append)
    assert erasure._until(lambda: bool(asked.append(1))) is False
    assert len(asked) == len(paused) == erasure._TRIES


def test_once_the_box_is_open_no_paper_becomes_a_vote_and_none_is_given(make, round_, voting_session):
    spent, unspent = (
        replace(make.vote(round_, card, 1), channel="paper", venue_id=voting_session.venue_id)
        for card in make.cards(round_, 2)
    )
    cast(spent)
    make.opened_box(round_, (2,))
    for late in (replace(spent, attempt="another"), unspent):
        with pytest.raises(Refusal) as refused:
            cast(late)
        assert refused.value.sentence == NO_MORE_VOTES
    with pytest.raises(Refusal, match="The ballot box for this round has been opened"):
        actions.issue_paper(COMMAND, voting_session)
    assert len(queries.receipts(round_.id)) == 2


def test_two_ballots_are_never_open_on_one_tablet(voting_session, monkeypatch):
    """A press that does not see the other's ballot, because both began at once, is refused by the database."""
    kiosk = paired(voting_session)
    first = actions.begin_turn(voting_session, kiosk)
    monkeypatch.setattr(kiosks, "_close_turns", lambda _session, _kiosk: None)
    with pytest.raises(Refusal, match="has just been opened on this kiosk"):
        actions.begin_turn(voting_session, kiosk)
    assert queries.open_turn(kiosk.id).key == first
