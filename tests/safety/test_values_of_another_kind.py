"""SQLite keeps any kind of value in any column, and a day in any spelling: what only means the same is told of, stops
nothing, and is put back like any other damage.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from pb import clock as program_clock
from pb.database import db
from pb.marked import Forged
from pb.record import queries as record
from pb.results.queries.facts import _turnout
from pb.rounds.models import Pot, Round
from pb.voting import actions
from pb.voting.queries import backups
from pb.voting.queries.marks import marks_up_to
from pb.web.access import Actor, Role
from tests.support.box_looked_into import would_be_set_aside
from tests.support.safety import tampering


@pytest.fixture
def round_(make):
    round_ = make.voting_round()
    make.cast(round_, (1,), (2,), (3,), (1, 2))
    tampering.without_any_guard()
    return round_


def meddle(sql: str, **facts) -> None:
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text(sql), facts)


def test_the_text_of_its_hash_is_no_envelope_and_the_vote_is_put_back_from_a_backup(round_, tmp_path):
    backups.save(tmp_path / "votes", round_.id)
    key, sealed = db.session.execute(text("SELECT right_key, sealed FROM envelope LIMIT 1")).one()
    meddle(
        "UPDATE envelope SET sealed = :hash WHERE right_key = :key", hash=hashlib.sha256(sealed).hexdigest(), key=key
    )
    assert any("1 of the votes were changed" in fault for fault in record.check_everything())
    found = backups.look_into(tmp_path / "votes", round_.id)
    assert ([envelope["right_key"] for _turnout, envelope in found.fit], found.there_already) == ([key], 3)


@pytest.mark.parametrize("spelling", ["'2026-W01-5'", "replace(cast_on, '-', '')", "20260503", "1.5"])
def test_a_day_that_is_spelt_otherwise_is_told_of_and_set_aside_and_kept_out_of_no_daily_line(make, round_, spelling):
    meddle(f"UPDATE turnout SET cast_on = {spelling} WHERE right_key = (SELECT min(right_key) FROM turnout)")
    assert any("1 of the votes were changed" in fault for fault in record.check_everything())
    assert len(marks_up_to(round_.id, date(2026, 1, 1))) == 1, "the unreadable one counts with the earliest day"
    by, other = Actor(make.account(Role.COORDINATOR).id, Role.COORDINATOR), make.account(Role.STEERING).id
    round_ = db.session.get(Round, round_.id)
    assert would_be_set_aside(round_) == {"wrong_mark": 1}
    with program_clock.moved(round_.post_closes_at + timedelta(hours=1)):
        assert (
            actions.decrypt_ballot_box(by, round_, confirmed=actions.ConfirmedSetAside({"wrong_mark": 1}, other)) == 3
        )
    assert _turnout(db.session.get(Round, round_.id))["ballots"] == 4, "a right was used, so its turnout is counted"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE pot SET amount_pence = amount_pence + 0.9",
        "UPDATE round SET part_funding = 2",
        "UPDATE round SET name = CAST(name AS BLOB)",
        "UPDATE round SET voting_closes_at = replace(voting_closes_at, ' ', 'T')",
    ],
)
def test_what_is_nearly_the_same_has_no_right_mark(round_, sql):
    meddle(sql)
    with pytest.raises(Forged):
        _ = db.session.query(Pot).all(), db.session.query(Round).all()
    db.session.rollback()
    assert any("The table " in fault for fault in record.check_everything())
