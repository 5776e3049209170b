"""Who ends a proposal is called so: ``ended_by``, for it was turned down, withdrawn, or replaced by another one.

Rows keep their marks: a mark goes on covering a renamed column under the name that it had (``marked_as``).

Revision ID: 0086_proposals_end
"""

from __future__ import annotations

from alembic import op

revision = "0086_proposals_end"
down_revision = "0085_quick_guards"
branch_labels = None
depends_on = None

COLUMNS = {"refused_by": "ended_by", "refused_at": "ended_at"}
#: Checks, and what they are called now; each begins with "ck_" and its table.
CHECKS = {"refused_by_somebody": "ended_by_somebody", "agreed_or_refused": "agreed_or_ended"}
TABLES: dict[str, dict[str, str]] = {
    "appointment_proposal": {},
    "assessment": {},
    "code_replacement": {},
    "interest_release": {},
    "password_code": {"used_or_refused": "used_or_ended"},
}

_MAY_PROPOSE = (
    "EXISTS (SELECT 1 FROM appointment JOIN account ON account.id = appointment.account_id WHERE account.closed_at IS NULL "
    "AND appointment.account_id = NEW.proposed_by AND appointment.role IN ('coordinator', 'steering'))"
)
_ASKS_FOR_TWO = (
    "EXISTS (SELECT 1 FROM project JOIN round ON round.id = project.round_id WHERE project.id = NEW.project_id "
    "AND round.assessed_by_two)"
)
#: The guards that name the columns: (name, table, before what, when). What was renamed stands in <>.
GUARDS = (
    ("appointment_proposal_stays", "appointment_proposal", "UPDATE", "OLD.agreed_by IS NOT NULL OR OLD.<by> IS NOT NULL"),
    (
        "assessment_takes_two",
        "assessment",
        "INSERT",
        f"NEW.agreed_by IS NOT NULL OR NEW.<by> IS NOT NULL OR (NEW.rests_on IS NULL AND {_ASKS_FOR_TWO})",
    ),
    (
        "assessment_stays",
        "assessment",
        "UPDATE",
        "OLD.<by> IS NOT NULL OR NEW.project_id <> OLD.project_id OR NEW.outcome <> OLD.outcome "
        "OR NEW.reason <> OLD.reason OR NEW.unmet <> OLD.unmet OR NEW.made_by <> OLD.made_by OR NEW.made_at <> OLD.made_at "
        "OR COALESCE(NEW.unmet_questions, '') <> COALESCE(OLD.unmet_questions, '') "
        "OR COALESCE(NEW.rests_on, '') <> COALESCE(OLD.rests_on, '') OR (OLD.agreed_by IS NOT NULL AND "
        "(NEW.agreed_by IS NULL OR NEW.agreed_by <> OLD.agreed_by OR NEW.agreed_at <> OLD.agreed_at))",
    ),
    (
        "appeal_kept",
        "appeal",
        "DELETE",
        "EXISTS (SELECT 1 FROM assessment WHERE assessment.answers_id = OLD.assessment_id AND "
        "(assessment.agreed_by IS NOT NULL OR assessment.<by> IS NULL)) OR EXISTS (SELECT 1 FROM assessment AS appealed "
        "WHERE appealed.id = OLD.assessment_id AND appealed.fixed_at IS NOT NULL)",
    ),
    (
        "who_proposes_to_replace_codes",
        "code_replacement",
        "INSERT",
        f"NEW.agreed_by IS NOT NULL OR NEW.<by> IS NOT NULL OR NOT {_MAY_PROPOSE}",
    ),
    (
        "code_replacement_stays",
        "code_replacement",
        "UPDATE",
        "OLD.agreed_by IS NOT NULL OR OLD.<by> IS NOT NULL OR NEW.account_id <> OLD.account_id "
        "OR NEW.proposed_by <> OLD.proposed_by",
    ),
    (
        "who_proposes_to_release",
        "interest_release",
        "INSERT",
        f"NEW.agreed_by IS NOT NULL OR NEW.<by> IS NOT NULL OR NOT {_MAY_PROPOSE}",
    ),
    (
        "interest_release_stays",
        "interest_release",
        "UPDATE",
        "OLD.agreed_by IS NOT NULL OR OLD.<by> IS NOT NULL OR NEW.account_id <> OLD.account_id "
        "OR NEW.project_id <> OLD.project_id OR NEW.proposed_by <> OLD.proposed_by OR NEW.reason <> OLD.reason",
    ),
    (
        "who_makes_password_codes",
        "password_code",
        "INSERT",
        f"NEW.agreed_by IS NOT NULL OR NEW.<by> IS NOT NULL OR NEW.used_at IS NOT NULL OR NOT {_MAY_PROPOSE}",
    ),
    (
        "password_code_stays",
        "password_code",
        "UPDATE",
        "OLD.used_at IS NOT NULL OR OLD.<by> IS NOT NULL OR NEW.account_id <> OLD.account_id "
        "OR NEW.proposed_by <> OLD.proposed_by OR NEW.first_hash <> OLD.first_hash OR (OLD.agreed_by IS NOT NULL AND "
        "(NEW.agreed_by IS NULL OR NEW.agreed_by <> OLD.agreed_by OR NEW.second_hash <> OLD.second_hash "
        "OR NEW.expires_at <> OLD.expires_at))",
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
    for table in TABLES:
        op.execute(f"SELECT {', '.join(COLUMNS if forwards else COLUMNS.values())} FROM {table} LIMIT 0")
    for name, *_rest in GUARDS:
        op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")
    for table, checks in TABLES.items():
        words = {**COLUMNS, f"fk_{table}_refused_by": f"fk_{table}_ended_by"}
        words.update({f"ck_{table}_{old}": f"ck_{table}_{new}" for old, new in {**CHECKS, **checks}.items()})
        third._rename(table, table, words if forwards else {new: old for old, new in words.items()})
    for name, table, before, condition in GUARDS:
        by = "ended_by" if forwards else "refused_by"
        first._make(name, table, before, condition.replace("<by>", by), f"guard:{name}")
