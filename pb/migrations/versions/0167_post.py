"""Postal votes that somebody asked for, their addresses apart from them, and reply envelopes that stay closed. The tables
begin empty.

Revision ID: 0167_post
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0167_post"
down_revision = "0166_result_corrections"
branch_labels = None
depends_on = None

#: (name, table, before what, when)
GUARDS = (
    (
        "sent_request_stays",
        "postal_request",
        "UPDATE",
        "NEW.round_id <> OLD.round_id OR NEW.number <> OLD.number OR (OLD.sent AND NOT NEW.sent)",
    ),
    ("sent_request_is_kept", "postal_request", "DELETE", "OLD.sent"),
    (
        "nothing_is_posted_after_the_opening",
        "postal_request",
        "INSERT",
        "EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)",
    ),
    (
        "address_is_of_a_request",
        "postal_address",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM postal_request WHERE postal_request.round_id = NEW.round_id AND postal_request.number = "
        "NEW.number)",
    ),
    (
        "only_what_was_posted_comes_back",
        "postal_return",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM postal_request WHERE postal_request.round_id = NEW.round_id AND postal_request.number = "
        "NEW.number AND postal_request.sent)",
    ),
    ("unopened_envelope_stays", "unopened_envelope", "UPDATE", "1 = 1"),
    (
        "unopened_envelope_is_kept",
        "unopened_envelope",
        "DELETE",
        "EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = OLD.round_id)",
    ),
)


def upgrade() -> None:
    op.create_table(
        "postal_request",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("large_print", sa.Boolean(), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.Column("keyed_mark", sa.String(length=64), nullable=True),
        sa.CheckConstraint("way IN ('telephone', 'letter', 'person')", name=op.f("ck_postal_request_way_is_known")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_postal_request_round_id")),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_postal_request")),
    )
    op.create_table(
        "postal_return",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("keyed_mark", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id", "number"],
            ["postal_request.round_id", "postal_request.number"],
            name=op.f("fk_postal_return_round_id"),
        ),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_postal_return")),
    )
    op.create_table(
        "postal_address",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_postal_address")),
    )
    op.create_table(
        "unopened_envelope",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("keyed_mark", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "reason IN ('late', 'used', 'cancelled', 'unknown', 'open')", name=op.f("ck_unopened_envelope_reason_is_known")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_unopened_envelope_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unopened_envelope")),
    )
    op.create_index(op.f("ix_unopened_envelope_round_id"), "unopened_envelope", ["round_id"])
    make = op.get_context().opts["script"].get_revision("0001").module._make
    for name, table, before, when in GUARDS:
        make(name, table, before, when, f"guard:{name}")


def downgrade() -> None:
    bind = op.get_bind()
    for table in ("postal_request", "unopened_envelope"):
        if bind.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar():
            raise RuntimeError("Votes went out by post, or envelopes were put aside. An older version would not know of it.")
    for name, *_rest in GUARDS:
        op.execute(f"DROP FUNCTION {name}() CASCADE" if bind.dialect.name == "postgresql" else f"DROP TRIGGER {name}")
    op.drop_index(op.f("ix_unopened_envelope_round_id"), table_name="unopened_envelope")
    for table in ("unopened_envelope", "postal_address", "postal_return", "postal_request"):
        op.drop_table(table)
