"""The box is opened in two parts: envelopes while others go on writing, and under the lock only what has changed since."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update

from pb import clock
from pb.database import db, is_engine_of_sqlite, transaction
from pb.record.actions import acting
from pb.record.queries import check_everything
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.voting import actions, queries
from pb.voting.actions import box_opening
from pb.voting.actions.box_contents import EnvelopeReader
from pb.voting.models import Ballot, Choice, Envelope, Turnout, VotingRight
from pb.voting.rules.ballots_hash import ballots_hash
from pb.voting.rules.sealing import EnvelopeOpener
from tests.support.acts import SOMETHING_DONE
from tests.support.makers.voting import COMMAND
from tests.support.safety import tampering

pytestmark = pytest.mark.both_databases


@pytest.fixture
def box(make):
    """The id of a round with five votes in its box."""
    round_ = make.voting_round()
    make.cast(round_, (1,), (2,), (3,), (1, 2), (2, 3))
    return round_.id


@pytest.fixture
def opened(monkeypatch):
    """Whether somebody held the writers' lock, for each envelope that was opened."""
    seen, unseal = [], EnvelopeOpener.unseal

    def watched(self, *what):
        seen.append(bool(db.session().info.get("writing")))
        return unseal(self, *what)

    monkeypatch.setattr(EnvelopeOpener, "unseal", watched)
    return seen


@pytest.fixture
def made(monkeypatch):
    """Whether somebody held the writers' lock when rows of ballots were made, and of how many votes."""
    seen, make_rows = [], box_opening.ballot_rows

    def watched(ballot, opened):
        rows = make_rows(ballot, opened)
        seen.append((bool(db.session().info.get("writing")), len(rows.made_of)))
        return rows

    monkeypatch.setattr(box_opening, "ballot_rows", watched)
    return seen


def opens(round_id: int) -> int:
    round_ = db.session.get_one(Round, round_id)
    with clock.moved(round_.post_closes_at + timedelta(hours=1)):
        return actions.decrypt_ballot_box(COMMAND, round_)


def test_envelopes_are_opened_while_nobody_has_to_wait(box, opened):
    assert opens(box) == 5 and opened == [False] * 5


def test_an_act_that_comes_between_the_two_parts_goes_through(box, opened, monkeypatch):
    read_ahead = EnvelopeReader.read_ahead

    def and_then_somebody_acts(self, session):
        read_ahead(self, session)
        with acting(COMMAND, SOMETHING_DONE):
            pass

    monkeypatch.setattr(EnvelopeReader, "read_ahead", and_then_somebody_acts)
    assert opens(box) == 5 and opened == [False] * 5


def test_what_changed_since_it_was_read_is_looked_at_again_under_the_lock(box, opened, monkeypatch):
    read_ahead, table = EnvelopeReader.read_ahead, Envelope.__table__

    def and_then_a_byte_is_flipped(self, session):
        read_ahead(self, session)
        with db.engine.begin() as connection:
            key, sealed = connection.execute(select(table.c.right_key, table.c.sealed)).first()
            changed = sealed[:200] + bytes([sealed[200] ^ 1]) + sealed[201:]
            connection.execute(update(table).where(table.c.right_key == key).values(sealed=changed))

    monkeypatch.setattr(EnvelopeReader, "read_ahead", and_then_a_byte_is_flipped)
    with pytest.raises(actions.TwoMustConfirm) as refused:
        opens(box)
    assert refused.value.aside == {"does_not_open": 1}
    assert opened == [False] * 5 + [True] and queries.box_opening_of(box) is None


def test_an_envelope_of_nobody_who_voted_is_never_opened(box, opened):
    """Its line of the turnout was taken out, so nobody can say for whom it stands."""
    tampering.without_any_guard()
    one = "DELETE FROM turnout WHERE right_key = (SELECT min(right_key) FROM turnout)"
    if is_engine_of_sqlite(db.engine):  # with the file in hand: a connection of the program keeps foreign keys
        with closing(sqlite3.connect(db.engine.url.database)) as file, file:
            assert file.execute(one).rowcount == 1
    else:
        with db.engine.begin() as connection:
            assert connection.execute(text(one)).rowcount == 1
    with pytest.raises(actions.TwoMustConfirm) as refused:
        opens(box)
    assert refused.value.aside == {"without_right": 1} and opened == [False] * 4


def test_ballots_are_made_as_rows_before_the_lock_and_only_sent_under_it(box, made):
    assert opens(box) == 5 and made == [(False, 5)]


def test_where_votes_have_changed_since_they_were_read_other_rows_are_made(box, made, make, monkeypatch):
    round_ = db.session.get_one(Round, box)
    late = replace(make.vote(round_, make.cards(round_, 1)[0], 3), channel="post")
    read_ahead = EnvelopeReader.read_ahead

    def and_then_a_vote_by_post_goes_in(self, session):
        read_ahead(self, session)
        with transaction() as writing:
            actions.cast(writing, late)

    monkeypatch.setattr(EnvelopeReader, "read_ahead", and_then_a_vote_by_post_goes_in)
    assert opens(box) == 6 and made == [(False, 5), (True, 6)]
    assert db.session.scalar(select(func.count()).select_from(Ballot)) == 6 and check_everything() == []


def test_what_the_opening_writes_is_what_the_check_of_the_record_reads(make):
    """Also a tick that a device sealed as "true", and a round that withholds unusual ballots."""
    round_ = make.voting_round(least_alike=2)
    make.cast(round_, (1,), (2, 3))
    vote = make.vote(round_, make.cards(round_, 1)[0])
    with transaction() as session:
        actions.cast(session, replace(vote, choices={2: True}))
    before = set(db.session.scalars(select(VotingRight.key)))
    assert opens(round_.id) == 3 and check_everything() == []
    assert set(db.session.scalars(select(VotingRight.key))) == before
    assert not db.session.scalars(select(Envelope.right_key)).all()
    values = db.session.execute(select(Choice.number, Choice.value)).all()
    assert sorted(map(tuple, values)) == [(1, 1), (2, 1), (2, 1), (3, 1)]
    opening = queries.box_opening_of(round_.id)
    lines = [[(1, 1)], [(2, 1), (3, 1)], [(2, 1)]]
    assert opening.ballots_hash == ballots_hash([(line, 1) for line in lines], opening.ballots_salt)
    assert opening.ballots_salt


def test_what_stands_in_a_row_of_another_round_stays_byte_for_byte(box, make):
    other = make.voting_round(name="Another round")
    make.cast(other, (1,))
    odd = "a \"quoted\" \\ {word}, and 'one'"
    with db.engine.begin() as connection:  # somebody with the database wrote it: the opening must not stumble over it
        connection.execute(
            update(Envelope.__table__).where(Envelope.round_id == other.id).values(attempt_hash=odd, keyed_mark=None)
        )
    envelopes, turnout = (select(model.__table__).where(model.round_id == other.id) for model in (Envelope, Turnout))
    db.session.rollback()
    before = [db.session.execute(query).all() for query in (envelopes, turnout)]
    assert before[0][0].attempt_hash == odd
    db.session.rollback()
    assert opens(box) == 5
    assert [db.session.execute(query).all() for query in (envelopes, turnout)] == before


def test_before_the_close_nothing_is_opened_at_all(box, opened):
    with pytest.raises(Refusal, match="has not closed yet"):
        actions.decrypt_ballot_box(COMMAND, db.session.get_one(Round, box))
    assert opened == []
