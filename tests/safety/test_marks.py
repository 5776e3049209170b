"""Marks: what the program did not write is refused or told of, and an older database is noticed at the start."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from pb import anchor, clock
from pb.database import db, exclusive_transaction
from pb.marked import Forged
from pb.people.models import Account
from pb.record import queries as record
from pb.record.models import RecordLine
from pb.voting.actions import issue_cards
from pb.voting.actions.daily_totals import note_days
from pb.voting.queries.marks import noted_days
from pb.voting.rules.envelopes import day_is_due
from pb.web.access import Actor, Role
from tests.support.safety import tampering
from tests.support.safety.racing import open_the_box

COMMAND = Actor(None, Role.COMMAND)


def faults(app) -> str:
    db.session.rollback()
    answer = app.test_cli_runner().invoke(args=["record", "verify"])
    assert (answer.exit_code == 0) == ("All marks are right." in answer.output), answer.output
    return "" if answer.exit_code == 0 else answer.output


def meddle(statement: str, **values) -> None:
    db.session.rollback()
    with db.engine.begin() as connection:
        assert connection.execute(text(statement), values).rowcount > 0
    db.session.expire_all()


@pytest.fixture
def round_(make):
    round_ = make.voting_round()
    make.cast(round_, (1,), (2, 3), (1, 2))
    return round_


@pytest.mark.both_databases
def test_a_whole_round_leaves_every_mark_right(app, make, round_):
    assert faults(app) == ""
    make.published(make.voting_round(projects=3), (1, 2), (3,))
    assert faults(app) == ""
    open_the_box(round_)
    assert faults(app) == ""


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE account SET password_hash = 'x'",
        "UPDATE account SET keyed_mark = NULL",
        "UPDATE appointment SET role = 'counter'",
    ],
)
def test_a_person_whose_account_was_changed_outside_cannot_be_used(app, make, statement):
    person = make.staff(Role.COORDINATOR).id
    meddle(statement)
    with pytest.raises(Forged):
        list(db.session.get(Account, person).appointments)
    assert "rows that were changed, or put in past this program" in faults(app)


@pytest.mark.both_databases
def test_a_change_of_ours_does_not_make_somebody_elses_right(app, make):
    person = make.staff(Role.COUNTER)
    name = person.id
    with exclusive_transaction() as session:
        one = session.get(Account, name)
        with db.engine.connect() as other:
            if other.dialect.name == "postgresql":
                other.execute(text("UPDATE account SET password_hash = 'x'"))
                other.commit()
            else:
                session.connection().exec_driver_sql("UPDATE account SET password_hash = 'x'")
        one.name = "Someone else"
        with pytest.raises(Forged):
            session.flush()
        session.rollback()


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE voting_right SET card_number = card_number + 10", "rows that were changed"),
        ("DELETE FROM envelope WHERE right_key = (SELECT min(right_key) FROM envelope)", "1 people have voted"),
        ("UPDATE turnout SET channel = 'post'", "3 of the votes were changed"),
        ("UPDATE envelope SET receipt = '0' || substr(receipt, 2)", "3 of the votes were changed"),
        ("UPDATE round SET public_key = 'aa'", "The table round has 1 rows"),
        ("DELETE FROM ballot_line WHERE number = 6", "Rows of the table ballot_line were removed"),
        ("DELETE FROM mark_total WHERE table_name = 'round'", "The total of the table round is missing"),
        ("UPDATE mark_total SET row_count = 9 WHERE table_name = 'pot'", "The total of the table pot was changed"),
    ],
)
def test_what_was_changed_outside_is_told_in_one_sentence(app, round_, statement, said):
    tampering.without_any_guard()
    meddle(statement)
    assert said in faults(app)


@pytest.mark.both_databases
def test_a_whole_vote_that_is_taken_out_after_its_day_is_missed_by_the_daily_line(app, make, round_):
    make.cast(round_, *[(1,)] * 9)
    with clock.moved(clock.now() + timedelta(days=2)):
        assert note_days(clock.now()) == 1 and note_days(clock.now()) == 0
    assert noted_days(round_.id)[0]["votes"] == 12 and faults(app) == ""
    tampering.without_any_guard()
    key = db.session.scalar(text("SELECT min(right_key) FROM envelope"))
    for table, column in (("envelope", "right_key"), ("turnout", "right_key"), ("voting_right", "key")):
        meddle(f"DELETE FROM {table} WHERE {column} = :key", key=key)
    said = faults(app)
    assert "are not those that were noted then (12, now 11)" in said and "1 voting cards were removed" in said


@pytest.mark.parametrize(
    ("day", "votes", "noted", "due"),
    [
        ("2026-05-03", 9, [], False),
        ("2026-05-03", 10, [], True),
        ("2026-05-03", 19, [("2026-05-02", 10)], False),
        ("2026-05-03", 20, [("2026-05-02", 10)], True),
        ("2026-05-02", 30, [("2026-05-02", 10)], False),
        ("2026-05-10", 11, [("2026-05-09", 10)], True),  # a close
        ("2026-05-11", 11, [("2026-05-09", 10)], True),  # the server was off that night
        ("2026-05-11", 11, [("2026-05-10", 10)], False),
        ("2026-05-10", 10, [("2026-05-09", 10)], False),
    ],
)
def test_a_day_is_noted_with_ten_new_votes_or_after_a_close(day, votes, noted, due):
    from datetime import date

    lines = [{"day": each, "votes": number} for each, number in noted]
    assert day_is_due(date.fromisoformat(day), votes, lines, [date(2026, 5, 10)]) == due


def test_a_day_is_over_an_hour_after_midnight_in_london(make, round_):
    make.cast(round_, *[(1,)] * 9)
    midnight = (clock.now().astimezone(clock.LOCAL) + timedelta(days=1)).replace(hour=0, minute=0, second=0)
    assert note_days(midnight + timedelta(minutes=59)) == 0
    assert note_days(midnight + timedelta(minutes=61)) == 1


@pytest.mark.both_databases
def test_an_older_copy_of_the_database_is_noticed_at_the_start_until_somebody_says_that_it_is_the_right_one(
    app, make, round_
):
    make.staff(Role.COUNTER)
    make.cards(round_)
    newest = anchor.stored().position
    assert record.anchor_fault() is None
    tampering.without_any_guard()
    meddle("DELETE FROM record_line WHERE position = :newest", newest=newest)
    said = app.test_cli_runner().invoke(args=["serve"]).output
    assert f"it ends at line {newest - 1} of the record" in said and "set-anchor" in said
    assert app.test_cli_runner().invoke(args=["record", "set-anchor", "--yes"]).exit_code == 0
    assert record.anchor_fault() is None and anchor.stored().marks_from == 1
    assert db.session.get(RecordLine, newest).act == "record.anchor_set"


@pytest.mark.both_databases
@pytest.mark.parametrize("anchored", ["an older copy", "no anchor"])
def test_new_acts_make_neither_an_older_copy_right_nor_an_anchor_that_was_taken_away(app, make, round_, anchored):
    make.cards(round_)
    newest = anchor.stored().position
    if anchored == "no anchor":
        anchor.file().unlink()
    else:
        tampering.without_any_guard()
        meddle("DELETE FROM record_line WHERE position = :newest", newest=newest)
    for _ in range(3):
        issue_cards(COMMAND, round_, 1)
    assert record.anchor_fault() is not None
    assert app.test_cli_runner().invoke(args=["record", "set-anchor", "--yes"]).exit_code == 0
    issue_cards(COMMAND, round_, 1)
    assert record.anchor_fault() is None


@pytest.mark.both_databases
def test_a_record_that_was_written_anew_is_noticed(app, make, round_):
    tampering.without_any_guard()
    meddle(
        "UPDATE record_line SET hash = :other WHERE position = :newest", other="a" * 64, newest=anchor.stored().position
    )
    assert "somebody wrote the record anew" in record.anchor_fault()


def test_the_anchor_never_goes_back(app, round_):
    before = anchor.stored()
    anchor.keep(before.position - 1, "b" * 64, follows=True, marked=True)
    assert anchor.stored() == before
    anchor.keep(before.position + 1, "c" * 64, follows=True, marked=True)
    assert anchor.stored() == replace(before, position=before.position + 1, hash="c" * 64)


@pytest.mark.both_databases
def test_a_statement_that_would_leave_no_mark_is_refused(app, make):
    from sqlalchemy import update

    with exclusive_transaction() as session, pytest.raises(RuntimeError, match="rows of account are marked"):
        session.execute(update(Account).values(name="x"))


def test_the_rounds_page_shows_the_newest_line(make, visitor, round_):
    page = visitor.opens(f"/rounds/{round_.id}")
    position, hash_ = record.newest()
    assert f"The newest line is number {position}." in page.text and hash_ in page.text


@pytest.mark.both_databases
@pytest.mark.parametrize("table", ["account", "appointment", "round", "ballot_line"])
def test_whoever_opens_a_page_that_needs_a_changed_row_reads_one_sentence(make, visitor, round_, table):
    person, round_id = make.staff(Role.COORDINATOR), round_.id
    visitor.signed_in_as(person)
    assert visitor.opens(f"/rounds/{round_id}").status == 200
    tampering.without_any_guard()
    meddle(f"UPDATE {table} SET keyed_mark = :other", other="e" * 64)
    pages = [visitor.opens(address) for address in ("/", f"/rounds/{round_id}", "/dashboard")]
    refused = [page for page in pages if page.status == 503]
    assert refused and all("was changed outside this website" in page.text for page in refused)
    assert all(page.status == 200 for page in pages if page not in refused)
