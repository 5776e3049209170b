"""From two steering group members on, one of the two who let somebody in again, or release them from an interest, is one.

Revision ID: 0093_a_member_is_one_of_two
"""

from __future__ import annotations

from alembic import op

revision = "0093_a_member_is_one_of_two"
down_revision = "0086_proposals_end"
branch_labels = None
depends_on = None

MEMBERS = (
    "SELECT {what} FROM appointment JOIN account ON account.id = appointment.account_id WHERE account.closed_at IS NULL "
    "AND appointment.role = 'steering'"
)
TWO_OTHERS = (
    f"NOT EXISTS ({MEMBERS.format(what='1')} AND appointment.account_id IN (NEW.proposed_by, NEW.agreed_by)) "
    f"AND 2 <= ({MEMBERS.format(what='count(*)')})"
)
#: Of each table: the name of its guard, and when it is asked.
GUARDS = {
    "code_replacement": ("a_member_replaces_codes", "OLD.agreed_by IS NULL"),
    "interest_release": ("a_member_releases", "OLD.agreed_by IS NULL"),
    "password_code": (
        "a_member_gives_passwords",
        "(OLD.agreed_by IS NULL OR (NEW.used_at IS NOT NULL AND OLD.used_at IS NULL))",
    ),
}


def upgrade() -> None:
    first = op.get_context().opts["script"].get_revision("0001").module
    for table, (name, at) in GUARDS.items():
        condition = f"NEW.agreed_by IS NOT NULL AND {at} AND {TWO_OTHERS}"
        first._make(name, table, "UPDATE", condition, f"guard:{name}")


def downgrade() -> None:
    for table, (name, _at) in GUARDS.items():
        on = f" ON {table}" if op.get_bind().dialect.name == "postgresql" else ""
        op.execute(f"DROP TRIGGER {name}{on}")
        if on:
            op.execute(f"DROP FUNCTION {name}()")
