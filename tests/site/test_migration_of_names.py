"""Columns get other names and back: every row stays as it is, and so do its mark and a frozen ballot's hash."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import Table, inspect, select, text
from sqlalchemy.exc import IntegrityError

from pb import clock
from pb.database import UTCTime, db
from pb.mark_keeping import mark_everything
from pb.marked import MARK, models
from pb.marks import is_mark_of
from pb.people.models import CodeReplacement
from pb.programme.rules.ballot_documents import ballot_document, document_hash
from pb.record import queries as record
from pb.record.actions import acting
from pb.roles import Role
from tests.support.acts import SOMETHING_DONE
from tests.support.make import Make
from tests.support.migrations import checks, nothing_is_left_behind, older_counts, promises
from tests.support.safety.whole_programme import COMMAND, a_whole_programme

#: Each column that 0010 renamed as it is called now, and before.
WORDS = {
    ("assessment", "reason"): "words",
    ("ballot_line", "body"): "words",
    ("ballot_text", "body"): "words",
    ("criterion", "question"): "words",
    ("interest", "description"): "words",
    ("round", "age_declaration"): "age_words",
    ("round", "area_declaration"): "area_words",
    ("stray", "description"): "words",
}
#: The same of 0078.
SECOND_PERSONS = {
    ("assessment", "fix_until"): "mend_by",
    ("assessment", "fixed_at"): "mended_at",
    ("card_stack", "also_counted_by"): "confirmed_by",
    ("key_destruction", "agreed_at"): "second_at",
    ("key_destruction", "agreed_by"): "second_by",
    ("key_destruction", "reported_at"): "first_at",
    ("key_destruction", "reported_by"): "first_by",
    ("lot", "also_typed_by"): "second_typed_by",
    ("lot", "typed_by"): "first_typed_by",
    ("put_back", "agreed_by"): "second_by",
    ("put_back", "proposed_by"): "first_by",
    ("set_aside", "agreed_by"): "also_confirmed_by",
    ("set_aside", "proposed_by"): "confirmed_by",
    ("voting_right", "given_again"): "again",
}
#: The same of 0086.
ENDED = {
    (table, new): old
    for table in ("appointment_proposal", "assessment", "code_replacement", "interest_release", "password_code")
    for new, old in (("ended_at", "refused_at"), ("ended_by", "refused_by"))
}
#: The same of 0112.
VOTES = {("box_opening", "votes"): "ballots"}
RENAMED = {**WORDS, **SECOND_PERSONS, **ENDED, **VOTES}


@pytest.fixture
def filled(migrated):
    """Something in every table, marked."""
    a_whole_programme(Make(migrated), undone=False)
    older = (
        text(
            "UPDATE round SET session_margin_minutes = NULL, least_alike = NULL, assessed_by_two = NULL, projects_public = NULL, "
            "appeal_days = NULL, fix_days = NULL, silence_days = NULL, texts_agreed = NULL, draft = NULL, "
            "any_number = NULL, points_to_share = NULL, rotation = NULL, papers_checked = NULL"
        ),
        text(
            "UPDATE assessment SET rests_on = NULL, agreed_by = NULL, agreed_at = NULL, appeal_until = NULL, fix_until = NULL"
        ),
        text("UPDATE voting_right SET from_stock = NULL, with_card = NULL"),
        text("UPDATE kiosk SET tells_codes = NULL"),
        text("DELETE FROM stocked_opening"),
        text("DELETE FROM kiosk_contact"),
        text("DELETE FROM tablet_check"),
    )
    with acting(COMMAND, SOMETHING_DONE) as act:  # rounds as they were before settings that later versions mark
        mark_everything(act.session, lambda: list(map(act.session.execute, older)))
    db.session.remove()
    assert record.check_everything() == []
    db.session.remove()  # or its transaction would keep the migration waiting
    return migrated


def raw(table: str, column: str) -> list[tuple]:
    """What a column says, and the marks of its rows."""
    with db.engine.connect() as connection:
        return sorted(map(tuple, connection.execute(text(f"SELECT {column}, {MARK} FROM {table}"))), key=repr)


def picture_checks() -> list[str | None]:
    """The names of the checks of a ballot text's picture."""
    return [name for table, name, said in checks(db.engine) if table == "ballot_text" and "picture_alt" in said]


def wrong_marks_before(table: str) -> list[dict]:
    """Rows whose mark is not the one of the columns that the database has at this moment, by their first names."""
    model, first = models()[table], {}
    there = [column["name"] for column in inspect(db.engine).get_columns(table)]
    columns = []
    for column in model.__table__.columns:
        old = RENAMED.get((table, column.name), column.name)
        if name := next((each for each in (old, column.name) if each in there), None):
            columns.append(_as_then(name, column))
            first[name] = old
    assert len(columns) == len(there)
    with db.engine.connect() as connection:
        of_then = Table(table, type(db.metadata)(), *columns)
        rows = [dict(row) for row in connection.execute(select(of_then)).mappings()]
    assert rows
    left_out = (None, *model.left_out.values())
    given = [
        {first[name]: value for name, value in row.items() if name != MARK and value not in left_out} for row in rows
    ]
    return [row for row, said in zip(rows, given, strict=True) if not is_mark_of(row[MARK], f"row of {table}", said)]


def _as_then(name, column):
    kind = UTCTime() if isinstance(column.type, UTCTime) else column.type
    return db.Column(name, kind)


@pytest.mark.both_databases
def test_columns_called_words_say_what_they_are_and_back_with_their_rows_and_marks(filled):
    rows, kept = older_counts(), promises()
    said = {place: raw(*place) for place in WORDS}
    assert all(said.values())
    downgrade(revision="0009")
    for (table, column), old in WORDS.items():
        assert raw(table, old) == said[table, column]
        assert wrong_marks_before(table) == [], "the program of 0009 made other marks"
    assert picture_checks() == ["ck_ballot_text_picture_has_words"]
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(text("UPDATE ballot_line SET words = 'Vote for us'"))
    upgrade()
    assert {place: raw(*place) for place in WORDS} == said
    assert (older_counts(), promises(), picture_checks()) == (rows, kept, ["ck_ballot_text_picture_has_alt"])
    nothing_is_left_behind()
    assert not [fault for table, _column in WORDS for fault in record.faults_of_table(models()[table], [])]


@pytest.mark.both_databases
def test_second_persons_get_one_name_and_back_with_their_rows_marks_and_guards(filled):
    rows, kept = older_counts(), promises()
    said = {place: raw(*place) for place in SECOND_PERSONS}
    assert all(said.values())
    downgrade(revision="0076_stock_is_not_begun")
    for (table, column), old in SECOND_PERSONS.items():
        assert raw(table, old) == said[table, column]
    assert [
        row for table in dict.fromkeys(table for table, _ in SECOND_PERSONS) for row in wrong_marks_before(table)
    ] == []
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(text("UPDATE key_destruction SET first_by = second_by"))
    upgrade()
    assert {place: raw(*place) for place in SECOND_PERSONS} == said
    assert (older_counts(), promises()) == (rows, kept)
    nothing_is_left_behind()
    assert not [fault for table, _column in SECOND_PERSONS for fault in record.faults_of_table(models()[table], [])]


@pytest.mark.both_databases
def test_proposals_that_were_ended_say_so_and_back_with_their_rows_marks_and_guards(filled):
    make = Make(filled)
    owner, by, now = (
        make.account(Role.COUNTER, sign_in_name="owner").id,
        make.account(sign_in_name="proposer").id,
        clock.now(),
    )
    with acting(COMMAND, SOMETHING_DONE) as act:
        proposal = CodeReplacement(account_id=owner, proposed_by=by, proposed_at=now)
        act.session.add(proposal)
        act.session.flush()
        proposal.ended_by, proposal.ended_at = by, now
    db.session.remove()
    rows, kept = older_counts(), promises()
    said = {place: raw(*place) for place in ENDED}
    assert any(value is not None for value, _mark in said["code_replacement", "ended_by"])
    downgrade(revision="0085_quick_guards")
    for (table, column), old in ENDED.items():
        assert raw(table, old) == said[table, column]
    assert [row for table in dict.fromkeys(table for table, _ in ENDED) for row in wrong_marks_before(table)] == []
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(text("UPDATE code_replacement SET refused_by = proposed_by, refused_at = proposed_at"))
    upgrade()
    assert {place: raw(*place) for place in ENDED} == said
    assert (older_counts(), promises()) == (rows, kept)
    nothing_is_left_behind()
    assert not [fault for table, _column in ENDED for fault in record.faults_of_table(models()[table], [])]


def test_every_renamed_column_says_its_name_in_the_mark(app):
    marked_as = {(table, column): old for table, model in models().items() for column, old in model.marked_as.items()}
    assert marked_as == RENAMED
    for table, column in marked_as:
        names = set(models()[table].__table__.columns.keys())
        assert column in names and marked_as[table, column] not in names


def test_a_ballot_that_was_frozen_before_keeps_its_hash():
    """The hash is the one that version 0.7.0 worked out for these values."""
    day = datetime(2026, 7, 1, 9, tzinfo=UTC)
    round_ = SimpleNamespace(
        id=3, name="Summer 2026", ceiling_pence=500000, voting_opens_at=day, voting_closes_at=day, post_closes_at=day,
        grace_minutes=15, ballot_type="choose", min_choices=1, max_choices=3, rule="most-votes", satisfaction="cost",
        tie_rule="cost-then-lot", part_funding=False, min_support_votes=0, add_one_step_pence=100, entitlement="code",
        signatures_needed=2, key_custody="folder", any_number=None, points_to_share=None, rotation=None, papers_checked=None,
        pots=[SimpleNamespace(id=1, name="", amount_pence=400000, min_choices=None, max_choices=None)],
        members=[], least_alike=None, session_margin_minutes=None, assessed_by_two=None, projects_public=None,
        appeal_days=None, fix_days=None, silence_days=None, texts_agreed=None,
        age_declaration="I am 60 or over.", area_declaration="I live in Leith.",
    )  # fmt: skip
    line = SimpleNamespace(
        number=1, project_id=7, pot_id=1, title="A bench", body="A bench on the hill.", picture_alt="A bench",
        cost_pence=90000, least_pence=None, picture_id=None, sound_id=None,
    )  # fmt: skip
    document = ballot_document(round_, [line], {})
    assert document_hash(document) == "62b710ba6de539c9fdd17f3cddb3626fbbaa40efed3c30318be2b0e61faa4c52"


@pytest.mark.both_databases
def test_an_opened_box_says_how_many_votes_and_back_with_its_rows_marks_and_guards(filled):
    rows, kept = older_counts(), promises()
    votes, reports = raw("box_opening", "votes"), raw("key_destruction", "reported_by")
    assert votes and reports
    downgrade(revision="0111_results_stay")
    assert raw("box_opening", "ballots") == votes and raw("key_destruction", "proposed_by") == reports
    assert wrong_marks_before("box_opening") == []
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(text("UPDATE key_destruction SET proposed_by = agreed_by"))
    upgrade()
    assert raw("box_opening", "votes") == votes and raw("key_destruction", "reported_by") == reports
    assert (older_counts(), promises()) == (rows, kept)
    nothing_is_left_behind()
    for table in ("box_opening", "key_destruction"):
        assert not list(record.faults_of_table(models()[table], []))
