"""Two more roles, whose people only read; and whose words stand in a ballot text.

Texts that exist are older than the list of their writers: for them who wrote last may not check, as before, until somebody
changes them. There is no way back while somebody holds one of the new roles, or is to.

Revision ID: 0043_finance_and_evaluator
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043_finance_and_evaluator"
down_revision = "0042_sessions_opened_again"
branch_labels = None
depends_on = None

TABLES = ("appointment", "invitation", "appointment_proposal")
BEFORE = ("coordinator", "steering", "facilitator", "counter")
NEW = ("finance", "evaluator")
#: (the guard's name, its table, before what, when)
GUARDS = (
    (
        "writers_do_not_approve",
        "ballot_text",
        "UPDATE",
        "NEW.approved_by IS NOT NULL AND EXISTS (SELECT 1 FROM text_writer WHERE "
        "text_writer.project_id = NEW.project_id AND text_writer.account_id = NEW.approved_by)",
    ),
    (
        "writers_stay_with_what_is_approved",
        "text_writer",
        "DELETE",
        "EXISTS (SELECT 1 FROM ballot_text WHERE ballot_text.project_id = OLD.project_id AND "
        "ballot_text.approved_by IS NOT NULL)",
    ),
)


def upgrade() -> None:
    _only((*BEFORE, *NEW))
    op.create_table(
        "text_writer",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_text_writer_account_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_text_writer_project_id")),
        sa.PrimaryKeyConstraint("project_id", "account_id", name=op.f("pk_text_writer")),
    )
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, table, before, condition in GUARDS:
        first._make(name, table, before, condition, f"guard:{name}")


def downgrade() -> None:
    for table in TABLES:
        if op.get_bind().execute(sa.text(f"SELECT count(*) FROM {table} WHERE role IN {NEW}")).scalar():
            raise RuntimeError("Somebody has the role finance or evaluator, or was to have it. An older version knows neither.")
    for name, *_ in GUARDS:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {name}() CASCADE")  # and its trigger
        else:
            op.execute(f"DROP TRIGGER {name}")
    op.execute("DELETE FROM mark_total WHERE table_name = 'text_writer'")
    op.drop_table("text_writer")
    _only(BEFORE)


def _only(roles: tuple[str, ...]) -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_role_is_known"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_role_is_known"), f"role IN {roles}")
