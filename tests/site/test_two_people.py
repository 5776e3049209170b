"""Where two people act on one row, the database itself keeps them apart."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from sqlalchemy import CheckConstraint, Column, MetaData, Table, UniqueConstraint

from pb.database import db
from pb.record.acts import all_acts
from tests.support.sources import expect_none

#: Two people of one row who may well be one person, and why.
MAY_BE_ONE = {
    ("bundle", "cast_by"): "who puts a settled bundle into the box is one of those who typed or counted it",
    **{
        ("bundle", counts, reads): "who reads the seal of a box also counts its papers"
        for counts in ("also_counted_by", "counted_by")
        for reads in ("seal_agreed_by", "seal_read_by")
    },
    ("appointment_proposal", "ended_by"): "to say no takes nobody else",
    ("code_replacement", "ended_by"): "to say no takes nobody else",
    ("assessment", "ended_by"): "to propose something else, or to withdraw a proposal, takes nobody else",
    ("interest_release", "ended_by"): "to say no takes nobody else",
    ("password_code", "ended_by"): "to say no takes nobody else",
    ("freeze_proposal", "substitute_id"): "the substitute is a member like the others, and may agree to the freeze",
    ("appointment_proposal", "account_id", "proposed_by"): "somebody may propose that they leave themself",
}

#: Where the two have a row each: the columns that are one person's part of a key.
ONE_ROW_EACH = {
    "lot_entry": "typed_by",
    "recount": "account_id",
    "signature": "account_id",
    "entry": "typed_by",
    "round_member": "account_id",
}

#: Second persons whose act has a name of its own, which pages and the record say too.
OWN_WORD = {
    ("ballot_text", "approved_by"): "approving is an act of its own: a text is approved, changed, approved again",
    ("text_translation", "approved_by"): "as with the English text: it is approved, changed, approved again",
    ("bundle", "seal_agreed_by"): "agrees to a part of the row alone: to what the first has read on the seal",
    ("card_pack", "released_by"): "whoever releases a pack counts it in print, and agrees to nothing that was proposed",
    ("invitation", "accepted_by"): "no second person at all: whom the invitation was for",
}
#: Who comes second in a row with two people or more, with the act by which they do, which takes two.
SECOND = {
    ("appointment_proposal", "agreed_by"): "appointment.agreed",
    ("assessment", "agreed_by"): "assessment.agreed",
    ("ballot_paper_account", "agreed_by"): "session.account_agreed",
    ("ballot_text", "approved_by"): "ballot_text.approved",
    ("text_translation", "approved_by"): "ballot_text.translation_approved",
    ("bundle", "also_counted_by"): "bundle.counted",
    ("bundle", "seal_agreed_by"): "bundle.counted",
    ("card_pack", "released_by"): "cards.released",
    ("card_stack", "also_counted_by"): "cards.accounted_for",
    ("code_replacement", "agreed_by"): "security_codes.replaced",
    ("decision", "agreed_by"): "decision.agreed",
    ("departure", "agreed_by"): "departure.agreed",
    ("freeze_proposal", "agreed_by"): "round.frozen",
    ("interest_release", "agreed_by"): "interest.released",
    ("key_destruction", "agreed_by"): "key_copies.confirmed",
    ("dice", "also_typed_by"): "dice.typed",
    ("lot", "also_typed_by"): "lot.typed",
    ("movement", "agreed_by"): "papers.movement_agreed",
    ("objection_answer", "agreed_by"): "objection.answered",
    ("password_code", "agreed_by"): "password_code.agreed",
    ("public_time", "agreed_by"): "result.time_moved",
    ("put_back", "agreed_by"): "votes.put_back",
    ("resolution", "agreed_by"): "resolution.agreed",
    ("result_correction", "agreed_by"): "result.correction_agreed",
    ("ruling", "agreed_by"): "ruling.agreed",
    ("stray", "agreed_by"): "stray.agreed",
    ("text_correction", "agreed_by"): "correction.agreed",
}
#: Who stands in such a row and is no second person of an act of two, and why.
NO_SECOND = {
    ("invitation", "accepted_by"): "who joins agrees to nothing; appointment.agreed is about whether they may",
    ("set_aside", "agreed_by"): "the opening takes two only where something is set aside, and asks for both then",
}
#: Of any row the first person, and who is only spoken of or says no.
FIRST = {
    *("proposed_by", "made_by", "written_by", "counted_by", "typed_by", "submitted_by", "invited_by"),
    *("recorded_by", "reported_by", "account_id", "member_id", "substitute_id", "ended_by", "cast_by", "seal_read_by"),
}
#: Acts of two in which each person has a row of their own, and one more that makes a decision.
WITHOUT_A_ROW_OF_TWO = {"result.recounted", "result.signed", "round.abandoned"}


def people_of(table: Table) -> list[str]:
    """The columns of a table that name an account."""
    return sorted(
        column.name
        for column in table.columns
        if any(key.target_fullname == "account.id" for key in column.foreign_keys)
    )


def not_kept_apart(metadata: MetaData) -> list[str]:
    """Pairs of people in a row of whom no CHECK says that they differ."""
    faults = []
    for table in metadata.sorted_tables:
        checks = [str(each.sqltext) for each in table.constraints if isinstance(each, CheckConstraint)]
        for one, two in combinations(people_of(table), 2):
            if {(table.name, one, two), (table.name, one), (table.name, two)} & set(MAY_BE_ONE):
                continue
            if not any(f"{a} <> {b}" in check for check in checks for a, b in ((one, two), (two, one))):
                faults.append(f"{table.name}: no CHECK says that {one} and {two} differ")
    return faults


def misnamed(metadata: MetaData) -> list[str]:
    """Second persons of a row who are not called ``agreed_by``, or ``also_…_by`` beside ``…_by``."""
    faults = []
    for table in metadata.sorted_tables:
        people = set(people_of(table))
        checks = " ".join(str(each.sqltext) for each in table.constraints if isinstance(each, CheckConstraint))
        for one, two in re.findall(r"\b(\w+_by) <> (\w+_by)\b", checks):
            if not {one, two} <= people or "ended_by" in (one, two):
                continue
            again = {one, two} in ({each, f"also_{each}"} for each in (one, two))
            if (
                not again
                and "agreed_by" not in (one, two)
                and not {(table.name, one), (table.name, two)} & set(OWN_WORD)
            ):
                faults.append(
                    f"{table.name}: of {one} and {two}, the second is called agreed_by or also_…_by (decision 142)"
                )
    return faults


def test_a_second_person_has_one_name_in_every_table(app):
    expect_none(misnamed(db.metadata))
    for table, column in OWN_WORD:
        assert column in people_of(db.metadata.tables[table])


def test_this_guard_sees_another_name():
    metadata = MetaData()
    Table("account", metadata, Column("id", db.Integer, primary_key=True))
    for name, people in (("letter", ("written_by", "seen_by")), ("box", ("counted_by", "also_counted_by"))):
        columns = [Column(each, db.ForeignKey("account.id")) for each in people]
        Table(name, metadata, *columns, CheckConstraint(" <> ".join(people)))
    assert [each.partition(":")[0] for each in misnamed(metadata)] == ["letter"]


def test_two_people_of_one_row_are_two(app):
    named = {table.name for table in db.metadata.sorted_tables if len(people_of(table)) > 1}
    assert named >= {"decision", "ruling", "bundle", "invitation", "appointment_proposal", "ballot_text", "lot"}
    expect_none(not_kept_apart(db.metadata))


@pytest.mark.parametrize(("table", "column"), ONE_ROW_EACH.items())
def test_two_people_with_a_row_each_cannot_be_one_person_twice(table, column):
    keys = [{each.name for each in db.metadata.tables[table].primary_key.columns}]
    keys += [
        {each.name for each in key.columns}
        for key in db.metadata.tables[table].constraints
        if isinstance(key, UniqueConstraint)
    ]
    assert any(column in key and len(key) > 1 for key in keys)


def test_whoever_comes_second_in_a_row_does_an_act_that_says_it_takes_two(app):
    """So that it is played by one coordinator alone, asks what its page showed, and is listed as an act of two."""
    seconds = {
        (table.name, column)
        for table in db.metadata.sorted_tables
        if len(people := people_of(table)) > 1
        for column in people
        if (table.name, column) in SECOND or column not in FIRST
    }
    assert seconds == set(SECOND) | set(NO_SECOND)
    of_two = {act.name for act in all_acts() if act.people == 2 and not act.name.startswith("thing.")}
    assert set(SECOND.values()) | WITHOUT_A_ROW_OF_TWO == of_two


def test_every_exception_is_about_something_that_exists():
    for table, *columns in MAY_BE_ONE:
        assert set(columns) <= set(people_of(db.metadata.tables[table]))


def test_this_guard_sees_two_people_whom_nobody_keeps_apart():
    metadata = MetaData()
    Table("account", metadata, Column("id", db.Integer, primary_key=True))
    people = [Column(name, db.ForeignKey("account.id")) for name in ("written_by", "approved_by")]
    Table("letter", metadata, *people, CheckConstraint("approved_by IS NULL OR approved_by > 0"))
    assert not_kept_apart(metadata) == ["letter: no CHECK says that approved_by and written_by differ"]
