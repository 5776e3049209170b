"""An interest holds until two people release its holder from it; and a programme keeps a coordinator.

Revision ID: 0036_interest_releases
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036_interest_releases"
down_revision = "0035_carried_money"
branch_labels = None
depends_on = None

_MAY = (
    "EXISTS (SELECT 1 FROM appointment JOIN account ON account.id = appointment.account_id WHERE account.closed_at IS NULL "
    "AND appointment.account_id = {person} AND appointment.role IN ('coordinator', 'steering'))"
)
GUARDS = (
    (
        "who_proposes_to_release",
        "INSERT",
        f"NEW.agreed_by IS NOT NULL OR NEW.refused_by IS NOT NULL OR NOT {_MAY.format(person='NEW.proposed_by')}",
    ),
    ("who_agrees_to_release", "UPDATE", f"NEW.agreed_by IS NOT NULL AND NOT {_MAY.format(person='NEW.agreed_by')}"),
    (
        "interest_release_stays",
        "UPDATE",
        "OLD.agreed_by IS NOT NULL OR OLD.refused_by IS NOT NULL OR NEW.account_id <> OLD.account_id "
        "OR NEW.project_id <> OLD.project_id OR NEW.proposed_by <> OLD.proposed_by OR NEW.reason <> OLD.reason",
    ),
    ("interest_release_kept", "DELETE", "1 = 1"),
)
CHECKS = (
    ("proposed_by <> account_id", "nobody_proposes_for_themselves"),
    ("reason <> ''", "released_for_a_reason"),
    ("agreed_by <> proposed_by", "two_people_release"),
    ("agreed_by <> account_id", "nobody_releases_themselves"),
    ("(agreed_by IS NULL) = (agreed_at IS NULL)", "agreed_by_somebody"),
    ("(refused_by IS NULL) = (refused_at IS NULL)", "refused_by_somebody"),
    ("agreed_by IS NULL OR refused_by IS NULL", "agreed_or_refused"),
)
_ANOTHER = (
    "EXISTS (SELECT 1 FROM appointment AS theirs JOIN account AS other ON other.id = theirs.account_id "
    "WHERE theirs.role = 'coordinator' AND other.closed_at IS NULL AND theirs.account_id <> {person})"
)
COORDINATORS = (
    (
        "a_coordinator_stays_open",
        "account",
        "UPDATE",
        "NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL AND EXISTS (SELECT 1 FROM appointment WHERE "
        "appointment.account_id = OLD.id AND appointment.role = 'coordinator') "
        f"AND NOT {_ANOTHER.format(person='OLD.id')}",
    ),
    (
        "a_coordinator_stays_in_the_role",
        "appointment",
        "DELETE",
        "OLD.role = 'coordinator' AND EXISTS (SELECT 1 FROM account WHERE account.id = OLD.account_id AND "
        f"account.closed_at IS NULL) AND NOT {_ANOTHER.format(person='OLD.account_id')}",
    ),
)
_WAITS = sa.text("agreed_by IS NULL AND refused_by IS NULL")


def upgrade() -> None:
    people = ("account_id", "proposed_by", "agreed_by", "refused_by")
    op.create_table(
        "interest_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_by", sa.Integer(), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        *(sa.CheckConstraint(check, name=op.f(f"ck_interest_release_{name}")) for check, name in CHECKS),
        *(sa.ForeignKeyConstraint([who], ["account.id"], name=op.f(f"fk_interest_release_{who}")) for who in people),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_interest_release_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_release")),
    )
    for column in ("account_id", "project_id"):
        op.create_index(op.f(f"ix_interest_release_{column}"), "interest_release", [column])
    op.create_index(
        "uq_waiting_release",
        "interest_release",
        ["account_id", "project_id"],
        unique=True,
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, before, condition in GUARDS:
        first._make(name, "interest_release", before, condition, f"guard:{name}")
    for name, table, before, condition in COORDINATORS:
        first._make(name, table, before, condition, f"guard:{name}")


def downgrade() -> None:
    for name, *_ in COORDINATORS:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {name}() CASCADE")  # and its trigger
        else:
            op.execute(f"DROP TRIGGER {name}")
    if op.get_bind().dialect.name == "postgresql":
        for name, _before, _condition in GUARDS:
            op.execute(f"DROP FUNCTION {name}() CASCADE")
    op.drop_table("interest_release")
