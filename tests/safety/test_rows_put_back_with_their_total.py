"""A row that was damaged together with the total of its table: the newest line of the record knows the total, or the
program says that nobody can tell.
"""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update

from pb import mark_totals
from pb.database import db
from pb.mark_totals import MarkTotal
from pb.people import actions as people
from pb.record import queries as record
from pb.record.actions import acting
from tests.support.acts import SOMETHING_DONE
from tests.support.safety import tampering
from tests.support.safety.backups import backup
from tests.support.safety.whole_programme import COMMAND

pytestmark = pytest.mark.databases_in_turn
TOTALS = MarkTotal.__table__
SESSIONS = db.metadata.tables["voting_session"]
SIGN_INS = db.metadata.tables["sign_in"]
ITS_TOTAL = TOTALS.c.table_name == "voting_session"
BAD = "ab" * 32
NOBODY_CAN_TELL = "nobody can tell whether the backup has their rows as they were last: "


@pytest.fixture
def file(make, tmp_path):
    """A backup with two sessions and a sign-in, and no guards from now on."""
    round_ = make.voting_round(entitlement="vouch")
    make.session_at(round_)
    make.session_at(round_)
    people.prove_sign_in(people.begin_sign_in(make.account(), device="phone", browser="Firefox"))
    with acting(COMMAND, SOMETHING_DONE):
        pass
    saved = backup(tmp_path / "backup.db")
    tampering.without_any_guard(checks=False)
    return saved


def meddle(*statements) -> None:
    tampering.begin(db.session)
    for each in statements:
        db.session.connection().execute(each)
    db.session.commit()
    db.session.expire_all()


def put_back(app, file) -> str:
    return app.test_cli_runner().invoke(args=["record", "put-rows-back", str(file)]).output


def told() -> list[str]:
    db.session.rollback()
    return [*record.verify_record().faults, *record.check_everything()]


@pytest.mark.parametrize(
    "total",
    [update(TOTALS).values(keyed_mark=BAD), update(TOTALS).values(total=BAD, row_count=7), delete(TOTALS)],
    ids=["its mark", "its sum", "gone"],
)
def test_both_are_put_back_where_the_newest_line_knows_the_total(app, file, total):
    meddle(update(SESSIONS).values(keyed_mark=BAD), total.where(ITS_TOTAL))
    assert told()
    said = put_back(app, file)
    assert (
        "Rows put back as they were: 2" in said and "the newest line of the record knows them: voting_session" in said
    )
    assert told() == []


def test_a_total_that_was_damaged_before_the_newest_line_is_vouched_for_by_none(app, file):
    """Somebody takes a row out and writes the total that would then be right; an act comes after it."""
    left = db.session.connection().execute(SESSIONS.select().order_by(SESSIONS.c.id).limit(1)).mappings().one()
    db.session.rollback()
    forged = {"row_count": 1, "total": left["keyed_mark"]}
    meddle(
        delete(SESSIONS).where(SESSIONS.c.id != left["id"]),
        update(TOTALS).where(ITS_TOTAL).values(forged | {"keyed_mark": BAD}),
    )
    with acting(COMMAND, SOMETHING_DONE):
        pass
    for each in (file, backup(file.with_name("later.db"))):
        assert f"{NOBODY_CAN_TELL}voting_session. Restore the newest backup as a whole" in put_back(app, each)
    assert [each for each in told() if "total of the table voting_session was changed" in each]


def test_no_line_vouches_for_a_damaged_total(file):
    tables = ["voting_session"]
    before = mark_totals.hash_of_totals(db.session(), tables)
    meddle(update(TOTALS).where(ITS_TOTAL).values(keyed_mark=BAD))
    assert mark_totals.hash_of_totals(db.session(), tables) != before


def test_a_line_that_was_changed_vouches_for_nothing(app, file):
    meddle(
        update(SESSIONS).values(keyed_mark=BAD),
        update(TOTALS).where(ITS_TOTAL).values(keyed_mark=BAD),
        update(db.metadata.tables["record_line"]).values(keyed_mark=BAD),
    )
    assert NOBODY_CAN_TELL in put_back(app, file)


def test_no_line_knows_the_total_of_a_table_that_changes_without_acts(app, file):
    meddle(
        update(SIGN_INS).values(keyed_mark=BAD),
        update(TOTALS).where(TOTALS.c.table_name == "sign_in").values(keyed_mark=BAD),
    )
    assert f"{NOBODY_CAN_TELL}sign_in. " in put_back(app, file)
