"""Cards that go out by post alone, and requests on the website or on a list. Of requests that exist a paper went out with each
card (empty). The new table begins empty.

Revision ID: 0173_cards_alone
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0173_cards_alone"
down_revision = "0172_public_times"
branch_labels = None
depends_on = None

_WAYS_BEFORE = "way IN ('telephone', 'letter', 'person')"
_WAYS = "way IN ('telephone', 'letter', 'person', 'form', 'list')"
_STAYS_BEFORE = "NEW.round_id <> OLD.round_id OR NEW.number <> OLD.number OR (OLD.sent AND NOT NEW.sent)"
_STAYS = (
    "NEW.round_id <> OLD.round_id OR NEW.number <> OLD.number OR (OLD.sent AND (NOT NEW.sent OR "
    "(NEW.alone IS NULL) <> (OLD.alone IS NULL)))"
)
_POSTED_BEFORE = (
    "NOT EXISTS (SELECT 1 FROM postal_request WHERE postal_request.round_id = NEW.round_id AND postal_request.number = "
    "NEW.number AND postal_request.sent)"
)
_POSTED = (
    "NOT EXISTS (SELECT 1 FROM postal_request WHERE postal_request.round_id = NEW.round_id AND postal_request.number = "
    "NEW.number AND postal_request.sent AND postal_request.alone IS NULL)"
)


def upgrade() -> None:
    with op.batch_alter_table("postal_request") as batch:
        batch.drop_constraint(op.f("ck_postal_request_way_is_known"), type_="check")
        batch.create_check_constraint(op.f("ck_postal_request_way_is_known"), _WAYS)
    # In place: what comes last in the table is what an older version does not know.
    check = "CONSTRAINT ck_postal_request_alone_or_empty CHECK (alone IS NULL OR alone)"
    op.execute(f"ALTER TABLE postal_request ADD COLUMN alone BOOLEAN {check}")
    op.create_table(
        "postal_ask",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("large_print", sa.Boolean(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_postal_ask_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postal_ask")),
    )
    op.create_index(op.f("ix_postal_ask_round_id"), "postal_ask", ["round_id"])
    _guards(_STAYS, _POSTED)


def downgrade() -> None:
    bind = op.get_bind()
    new = "SELECT count(*) FROM postal_request WHERE alone IS NOT NULL OR way IN ('form', 'list')"
    if bind.exec_driver_sql(new).scalar() or bind.exec_driver_sql("SELECT count(*) FROM postal_ask").scalar():
        raise RuntimeError(
            "Someone asked for a card alone, on the website or on a list. An older version would not know of it."
        )
    _guards(_STAYS_BEFORE, _POSTED_BEFORE)
    op.drop_index(op.f("ix_postal_ask_round_id"), table_name="postal_ask")
    op.drop_table("postal_ask")
    op.execute("ALTER TABLE postal_request DROP COLUMN alone")
    with op.batch_alter_table("postal_request") as batch:
        batch.drop_constraint(op.f("ck_postal_request_way_is_known"), type_="check")
        batch.create_check_constraint(op.f("ck_postal_request_way_is_known"), _WAYS_BEFORE)


def _guards(stays: str, posted: str) -> None:
    make = op.get_context().opts["script"].get_revision("0001").module._make
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, before, when in (
        ("sent_request_stays", "postal_request", "UPDATE", stays),
        ("only_what_was_posted_comes_back", "postal_return", "INSERT", posted),
    ):
        op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")
        make(name, table, before, when, f"guard:{name}")
