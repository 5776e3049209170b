"""Tables that change without a line of the record: whoever empties one together with its total, or puts back an older
copy of both, contradicts the stamp that is noted outside of the database.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from pb import anchor, mark_stamps, mark_totals
from pb.database import db, transaction
from pb.mark_totals import MarkTotal
from pb.people import actions as people
from pb.people.models import Account, LastRead, SignIn
from pb.record import actions
from pb.record import queries as record
from pb.record.actions import acting
from pb.record.models import RecordLine
from pb.voting.actions import daily_totals
from tests.support.acts import SOMETHING_DONE
from tests.support.safety import tampering
from tests.support.safety.meddled_totals import copied, emptied_with_its_total, put_back
from tests.support.safety.whole_copy import copy_of_a_whole_programme
from tests.support.safety.whole_programme import COMMAND

pytestmark = pytest.mark.databases_in_turn
TABLES = mark_stamps.tables()


@pytest.fixture
def everything(make):
    """Something in every table; a copy of each pair of rows and total, and one act after it."""
    copy_of_a_whole_programme(make)
    return copied_before_an_act(TABLES)


@pytest.fixture
def copies(make):
    """The same of two tables only."""
    one = make.account()
    people.prove_sign_in(people.begin_sign_in(one, device="phone", browser="Firefox"))
    with transaction() as session:
        session.add(LastRead(account_id=one.id, position=1))
    return copied_before_an_act(["last_read", "sign_in"])


def copied_before_an_act(tables):
    tampering.without_any_guard(checks=False)
    tampering.begin(db.session)
    found = {table: copied(db.session.connection(), table) for table in tables}
    assert all(rows and total for rows, total in found.values()), "each of them has rows and a total"
    db.session.rollback()
    an_act()
    assert told() == []
    return found


def an_act() -> None:
    with acting(COMMAND, SOMETHING_DONE):
        pass


def told() -> list[str]:
    return [*record.verify_record().faults, *record.check_everything()]


def meddle(how, *what) -> None:
    tampering.begin(db.session)
    how(db.session.connection(), *what)
    db.session.commit()
    db.session.expire_all()


def test_a_table_that_is_emptied_or_put_back_with_its_total_is_told_of(everything):
    missed = []
    for table in TABLES:
        for how, *what in ((emptied_with_its_total, table), (put_back, table, everything[table])):
            tampering.begin(db.session)
            how(db.session.connection(), *what)
            said = " ".join(told())
            if f"total of the table {table}" not in said:
                missed.append((how.__name__, table, said))
    db.session.rollback()
    assert not missed and told() == []


def test_neither_acts_nor_stamps_make_an_older_total_right_but_somebody_who_says_so(app, copies, caplog):
    meddle(put_back, "last_read", copies["last_read"])
    for _ in range(2):
        an_act()
        actions.stamp_totals()
    assert [each for each in told() if "table last_read is older" in each]
    assert "the total of the table last_read is gone, or an older one" in caplog.text
    assert app.test_cli_runner().invoke(args=["record", "set-anchor", "--yes"]).exit_code == 0
    assert told() == []
    an_act()
    assert told() == []


def test_a_total_that_is_gone_is_not_begun_anew_by_the_next_row(copies):
    rows, _total = copies["last_read"]
    meddle(emptied_with_its_total, "last_read")
    with transaction() as session:
        session.add(LastRead(account_id=rows[0]["account_id"], position=1))
    an_act()
    assert [each for each in told() if "table last_read" in each]


def test_what_changes_without_acts_is_stamped_without_an_act(copies):
    before, seen = anchor.stored(), actions.stamp_totals()
    with transaction() as session:
        session.delete(session.scalars(select(LastRead)).first())
    tampering.begin(db.session)
    older = copied(db.session.connection(), "last_read")
    lines = record.length()
    seen = actions.stamp_totals(unless=seen)
    assert anchor.stored().stamp > before.stamp and anchor.stored().position == before.position
    assert record.length() == lines, "a line would tell how often people come"
    assert told() == []
    stamp = anchor.stored().stamp
    assert actions.stamp_totals(unless=seen) == seen and anchor.stored().stamp == stamp, "nothing has changed"
    meddle(put_back, "last_read", older)
    assert [each for each in told() if "table last_read is older" in each]


def test_nobody_without_the_key_writes_a_stamp(copies):
    table, stamp = MarkTotal.__table__, anchor.stored().stamp
    for value in (stamp + 1, stamp - 1, None):
        tampering.begin(db.session)
        db.session.connection().execute(update(table).where(table.c.table_name == "sign_in").values(as_of=value))
        assert [each for each in told() if "table sign_in" in each], value
    db.session.rollback()


def test_a_stamp_counts_no_rows(copies):
    with transaction() as session:
        for each in session.scalars(select(SignIn)):
            session.delete(each)
    before = anchor.stored().stamp
    actions.stamp_totals()
    assert anchor.stored().stamp == before + 1
    assert set(vars(anchor.stored())) == {"position", "hash", "marks_from", "stamp", "stamped", "keys"}


def test_nobody_stops_the_stamps_by_changing_the_newest_line(copies, caplog):
    before = anchor.stored()
    line = update(RecordLine).where(RecordLine.position == before.position)
    _set(line.values(hash="ab" * 32))
    _another_sign_in()
    assert actions.stamp_totals() and anchor.stored().stamp > before.stamp
    assert "stamping totals although the anchor and the record differ" in caplog.text
    meddle(put_back, "sign_in", copies["sign_in"])
    _set(line.values(hash=before.hash))
    an_act()
    assert [each for each in told() if "table sign_in is older" in each]


def test_an_act_is_stamped_too_while_the_newest_line_is_changed(copies):
    before = anchor.stored()
    line = update(RecordLine).where(RecordLine.position == before.position)
    _set(line.values(hash="ab" * 32))
    an_act()
    assert anchor.stored().stamp > before.stamp and anchor.stored().position == before.position


def test_a_total_from_before_a_stamp_that_the_anchor_missed_is_not_stamped_again(copies, monkeypatch):
    _another_sign_in()
    with monkeypatch.context() as crash:
        crash.setattr(anchor, "keep_stamp", lambda *_: False)
        assert actions.stamp_totals() == "", "tried again next time"
    meddle(put_back, "sign_in", copies["sign_in"])
    an_act()
    assert [each for each in told() if "table sign_in is older" in each]


def test_a_stamp_that_could_not_be_noted_is_noted_next_time(copies, monkeypatch, caplog):
    seen = actions.stamp_totals()
    with monkeypatch.context() as full:
        full.setattr(anchor, "_write", _disk_is_full)
        an_act()
        _another_sign_in()
        assert actions.stamp_totals() == ""
    assert "could not be noted" in caplog.text
    before = anchor.stored().stamp
    now = actions.stamp_totals(unless=mark_totals.hash_of_totals(db.session(), TABLES))
    assert now != seen and anchor.stored().stamp > before
    assert mark_stamps.all_noted(db.session(), anchor.stored())


def test_days_that_cannot_be_noted_stop_no_stamp(app, copies, monkeypatch):
    def damaged(_now):
        raise ValueError

    _another_sign_in()
    before = anchor.stored().stamp
    monkeypatch.setattr(daily_totals, "note_days", damaged)
    app.test_cli_runner().invoke(args=["voting", "note-days"])
    assert anchor.stored().stamp > before


def _another_sign_in() -> None:
    one = db.session.get(Account, db.session.scalar(select(SignIn.account_id)))
    people.prove_sign_in(people.begin_sign_in(one, device="tablet", browser="Firefox"))
    db.session.rollback()


def _set(statement) -> None:
    meddle(lambda connection: connection.execute(statement))


def _disk_is_full(_anchor):
    raise OSError
