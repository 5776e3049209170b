"""The second of two people has one name, ``agreed_by``, and who does the same work again ``also_…_by``; and no column is
called by a word that says something else elsewhere ("again", "mend").

Rows keep their marks: a mark goes on covering a renamed column under the name that it had (``marked_as``).

Revision ID: 0078_second_persons
"""

from __future__ import annotations

from alembic import op

revision = "0078_second_persons"
down_revision = "0076_stock_is_not_begun"
branch_labels = None
depends_on = None

#: By table: each column's name before and now.
COLUMNS = {
    "set_aside": {"confirmed_by": "proposed_by", "also_confirmed_by": "agreed_by"},
    "key_destruction": {
        "first_by": "proposed_by",
        "first_at": "proposed_at",
        "second_by": "agreed_by",
        "second_at": "agreed_at",
    },
    "put_back": {"first_by": "proposed_by", "second_by": "agreed_by"},
    "card_stack": {"confirmed_by": "also_counted_by"},
    "lot": {"first_typed_by": "typed_by", "second_typed_by": "also_typed_by"},
    "assessment": {"mended_at": "fixed_at", "mend_by": "fix_until"},
}
#: Checks by table, and what they are called now.
CHECKS = {
    "assessment": {
        "ck_assessment_only_a_fix_is_mended": "ck_assessment_only_a_fix_is_fixed",
        "ck_assessment_what_counts_is_mended": "ck_assessment_what_counts_is_fixed",
    }
}


def _nobody_who_acts(who: str) -> str:
    listed = "SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id"
    substitution = (
        "SELECT 1 FROM decision AS now WHERE now.round_id = NEW.round_id AND now.kind = 'stand_in' AND now.agreed_at IS "
        "NOT NULL AND NOT EXISTS (SELECT 1 FROM decision AS undo WHERE undo.undoes_id = now.id AND undo.agreed_at IS NOT NULL)"
    )
    return (
        f"(EXISTS ({listed}) AND NOT EXISTS ({listed} AND round_member.account_id = {who})) OR "
        f"(EXISTS ({substitution} AND now.member_id = {who}) OR (NOT EXISTS ({substitution}) AND EXISTS (SELECT 1 FROM "
        f"round_member WHERE round_member.round_id = NEW.round_id AND round_member.account_id = {who} AND "
        "round_member.substitute)))"
    )


_PUT_BACK = f"NEW.<second_by> IS NOT NULL AND ({_nobody_who_acts('NEW.<second_by>')})"
_WAITS = (
    "EXISTS (SELECT 1 FROM appeal JOIN assessment AS appealed ON appealed.id = appeal.assessment_id WHERE "
    "appealed.project_id = NEW.project_id AND appealed.<mended_at> IS NULL AND NOT EXISTS (SELECT 1 FROM assessment AS "
    "answer WHERE answer.answers_id = appealed.id AND answer.agreed_by IS NOT NULL))"
)
#: The guards that name them: (name, table, before what, whose columns, when). A renamed column stands in <>.
GUARDS = (
    ("members_set_votes_aside", "set_aside", "INSERT", "set_aside", _nobody_who_acts("NEW.<also_confirmed_by>")),
    (
        "key_destruction_stays",
        "key_destruction",
        "UPDATE",
        "key_destruction",
        "OLD.<second_by> IS NOT NULL OR NEW.<first_by> <> OLD.<first_by>",
    ),
    ("put_back_stays", "put_back", "UPDATE", "put_back", "OLD.<second_by> IS NOT NULL"),
    ("members_put_votes_back_insert", "put_back", "INSERT", "put_back", _PUT_BACK),
    ("members_put_votes_back_update", "put_back", "UPDATE", "put_back", _PUT_BACK),
    (
        "card_stack_stays",
        "card_stack",
        "UPDATE",
        "card_stack",
        "OLD.<confirmed_by> IS NOT NULL OR NEW.first <> OLD.first OR NEW.last <> OLD.last",
    ),
    (
        "lot_typed_by_two",
        "lot",
        "INSERT",
        "lot",
        "(SELECT source FROM round WHERE round.id = NEW.round_id) = 'people' AND (SELECT count(*) FROM lot_entry WHERE "
        "lot_entry.round_id = NEW.round_id AND lot_entry.digits = NEW.digits AND lot_entry.typed_by IN "
        "(NEW.<first_typed_by>, NEW.<second_typed_by>)) <> 2",
    ),
    (
        "appeal_is_allowed",
        "appeal",
        "INSERT",
        "assessment",
        "NOT EXISTS (SELECT 1 FROM assessment JOIN project ON project.id = assessment.project_id JOIN round ON "
        "round.id = project.round_id WHERE assessment.id = NEW.assessment_id AND assessment.outcome <> 'eligible' "
        "AND (assessment.answers_id IS NULL OR NEW.came_by = 'online') AND assessment.appeal_until IS NOT NULL "
        "AND assessment.<mended_at> IS NULL "
        "AND (assessment.rests_on IS NULL OR assessment.agreed_by IS NOT NULL) AND project.withdrawn_at IS NULL "
        "AND round.frozen_at IS NULL)",
    ),
    (
        "appeal_kept",
        "appeal",
        "DELETE",
        "assessment",
        "EXISTS (SELECT 1 FROM assessment WHERE assessment.answers_id = OLD.assessment_id AND "
        "(assessment.agreed_by IS NOT NULL OR assessment.refused_by IS NULL)) OR EXISTS (SELECT 1 FROM assessment AS "
        "appealed WHERE appealed.id = OLD.assessment_id AND appealed.<mended_at> IS NOT NULL)",
    ),
    (
        "appeals_are_answered_insert",
        "assessment",
        "INSERT",
        "assessment",
        f"NEW.answers_id IS NULL AND {_WAITS}",
    ),
    (
        "appeals_are_answered_update",
        "assessment",
        "UPDATE",
        "assessment",
        f"NEW.agreed_by IS NOT NULL AND OLD.agreed_by IS NULL AND NEW.answers_id IS NULL AND {_WAITS}",
    ),
    (
        "assessment_days_stay",
        "assessment",
        "UPDATE",
        "assessment",
        "COALESCE(NEW.answers_id, 0) <> COALESCE(OLD.answers_id, 0) OR ((OLD.rests_on IS NULL OR OLD.agreed_by IS NOT NULL) "
        "AND ((NEW.appeal_until IS NULL) <> (OLD.appeal_until IS NULL) OR NEW.appeal_until <> OLD.appeal_until "
        "OR (NEW.<mend_by> IS NULL) <> (OLD.<mend_by> IS NULL) OR NEW.<mend_by> <> OLD.<mend_by>))",
    ),
)


def upgrade() -> None:
    _rename(forwards=True)


def downgrade() -> None:
    _rename(forwards=False)


def _rename(*, forwards: bool) -> None:
    """Where the columns have these names already, this fails here, and changes nothing."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    scripts = op.get_context().opts["script"]
    first, third = (scripts.get_revision(each).module for each in ("0001", "0003"))
    for table, names in COLUMNS.items():
        op.execute(f"SELECT {', '.join(names if forwards else names.values())} FROM {table} LIMIT 0")
    old, new = ("again", "given_again") if forwards else ("given_again", "again")
    op.execute(f"ALTER TABLE voting_right RENAME COLUMN {old} TO {new}")
    for name, *_rest in GUARDS:
        op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")
    for table, names in COLUMNS.items():
        words = {**names, **{f"fk_{table}_{old}": f"fk_{table}_{new}" for old, new in names.items()}}
        words.update(CHECKS.get(table, {}))
        third._rename(table, table, words if forwards else {new: old for old, new in words.items()})
    for name, table, before, of, condition in GUARDS:
        for old, new in COLUMNS[of].items():
            condition = condition.replace(f"<{old}>", new if forwards else old)
        first._make(name, table, before, condition, f"guard:{name}")
