"""What the database wrote is read again before anybody is told: a trigger that nobody has found yet changes no vote."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pb import clock, schema
from pb.database import db, is_engine_of_sqlite
from pb.rounds.models import Round
from pb.voting.actions import cast_vote, decrypt_ballot_box
from pb.voting.actions.read_back import NotWritten, OtherBallots
from pb.voting.models import Ballot, BoxOpening, Choice, Envelope, VotingRight
from tests.support.makers.voting import COMMAND
from tests.support.safety import foreign_code

pytestmark = pytest.mark.both_databases
_PLPGSQL = "CREATE FUNCTION tidy() RETURNS trigger LANGUAGE plpgsql AS $x$ BEGIN {} RETURN NEW; END $x$"

#: The opening writes 6 in place of 2.
OTHER_NUMBER = {
    "sqlite": [
        "CREATE TRIGGER tidy AFTER INSERT ON choice WHEN NEW.number = 2 BEGIN "
        "INSERT INTO choice (ballot_key, number, value) VALUES (NEW.ballot_key, 6, 1); END",
        "CREATE TRIGGER tidy2 BEFORE INSERT ON choice WHEN NEW.number = 3 BEGIN SELECT RAISE(IGNORE); END",
    ],
    "postgresql": [
        _PLPGSQL.format("IF NEW.number = 2 THEN NEW.number := 6; END IF;"),
        "CREATE TRIGGER tidy BEFORE INSERT ON choice FOR EACH ROW EXECUTE FUNCTION tidy()",
    ],
}
_GONE = (
    "DELETE FROM envelope WHERE right_key = NEW.right_key; DELETE FROM turnout WHERE right_key = NEW.right_key; "
    "UPDATE voting_right SET status = NULL WHERE key = NEW.right_key;"
)
#: A vote goes again as it comes, and its right is free.
VOTE_GOES = {
    "sqlite": [
        "DROP TRIGGER right_gets_its_status_once",
        f"CREATE TRIGGER tidy AFTER INSERT ON envelope BEGIN {_GONE} END",
    ],
    "postgresql": [
        "DROP TRIGGER right_gets_its_status_once ON voting_right",
        _PLPGSQL.format(_GONE),
        "CREATE TRIGGER tidy AFTER INSERT ON envelope FOR EACH ROW EXECUTE FUNCTION tidy()",
    ],
}


def unseen(what: dict[str, list[str]], monkeypatch) -> None:
    """It is left in the database, and the look at the schema does not find it."""
    foreign_code.leave(what["sqlite" if is_engine_of_sqlite(db.engine) else "postgresql"])
    assert schema.differences(db.session.connection())
    monkeypatch.setattr(schema, "differences", lambda _connection: [])


def how_many(*models) -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(model)) for model in models]


def test_ballots_that_are_not_those_of_the_envelopes_are_not_opened(make, monkeypatch):
    round_ = make.voting_round()
    make.cast(round_, (1, 2), (3,))
    unseen(OTHER_NUMBER, monkeypatch)
    with clock.moved(round_.post_closes_at + timedelta(hours=1)), pytest.raises(OtherBallots):
        decrypt_ballot_box(COMMAND, db.session.get(Round, round_.id))
    assert how_many(Envelope, Ballot, Choice, BoxOpening) == [2, 0, 0, 0]


def test_nobody_reads_saved_for_a_vote_that_is_not_there(make, monkeypatch):
    round_ = make.voting_round()
    right_keys = make.cards(round_, 2)
    unseen(VOTE_GOES, monkeypatch)
    for right_key in right_keys:
        with pytest.raises(NotWritten):
            cast_vote(make.vote(round_, right_key, 1))
    db.session.rollback()
    assert how_many(Envelope) == [0]
    assert set(db.session.scalars(select(VotingRight.status))) == {None}
