"""The number on the seal of a session box, written down when it is sealed and read by two when it is opened; and how many
voters had help at a session. Rows that are there have none of it.

Revision ID: 0120_session_ends
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0120_session_ends"
down_revision = "0112_votes_in_the_box"
branch_labels = None
depends_on = None

#: Of a ballot paper account.
COLUMNS = (
    "seal VARCHAR(30) CONSTRAINT ck_ballot_paper_account_seal_has_a_number CHECK (seal IS NULL OR seal <> '')",
    "read_to INTEGER CONSTRAINT ck_ballot_paper_account_read_to_is_a_number CHECK (read_to IS NULL OR read_to >= 0)",
    "marked_for INTEGER CONSTRAINT ck_ballot_paper_account_marked_for_is_a_number "
    "CHECK (marked_for IS NULL OR marked_for >= 0)",
    "companions INTEGER CONSTRAINT ck_ballot_paper_account_companions_is_a_number "
    "CHECK (companions IS NULL OR companions >= 0)",
)
#: Of a bundle.
READ = {"seal": sa.String(30), "seal_reason": sa.Text(), "seal_read_by": sa.Integer(), "seal_agreed_by": sa.Integer()}
PEOPLE = ("seal_read_by", "seal_agreed_by")
CHECK = "seal_agreed_by IS NULL OR seal_agreed_by <> seal_read_by AND seal_read_by IS NOT NULL"
#: (the guard's name, its table, before what, when)
GUARDS = (
    (
        "seals_are_read_first",
        "bundle",
        "INSERT",
        "(NEW.seal IS NULL OR NEW.seal_read_by IS NULL) AND EXISTS (SELECT 1 FROM ballot_paper_account WHERE "
        "ballot_paper_account.session_id = NEW.session_id AND ballot_paper_account.seal IS NOT NULL)",
    ),
    (
        "seals_are_read_by_two",
        "bundle",
        "UPDATE",
        "NEW.also_counted_by IS NOT NULL AND NEW.seal_agreed_by IS NULL AND EXISTS (SELECT 1 FROM ballot_paper_account "
        "WHERE ballot_paper_account.session_id = NEW.session_id AND ballot_paper_account.seal IS NOT NULL)",
    ),
    (
        "other_seals_are_explained_insert",
        "bundle",
        "INSERT",
        "COALESCE(NEW.seal_reason, '') = '' AND EXISTS (SELECT 1 FROM ballot_paper_account WHERE "
        "ballot_paper_account.session_id = NEW.session_id AND ballot_paper_account.seal IS NOT NULL AND "
        "ballot_paper_account.seal <> COALESCE(NEW.seal, ''))",
    ),
    (
        "other_seals_are_explained_update",
        "bundle",
        "UPDATE",
        "COALESCE(NEW.seal_reason, '') = '' AND EXISTS (SELECT 1 FROM ballot_paper_account WHERE "
        "ballot_paper_account.session_id = NEW.session_id AND ballot_paper_account.seal IS NOT NULL AND "
        "ballot_paper_account.seal <> COALESCE(NEW.seal, ''))",
    ),
    (
        "seal_of_an_open_box_stays",
        "ballot_paper_account",
        "UPDATE",
        "COALESCE(NEW.seal, '') <> COALESCE(OLD.seal, '') AND EXISTS (SELECT 1 FROM bundle WHERE bundle.session_id"
        " = NEW.session_id)",
    ),
)


def upgrade() -> None:
    for column in COLUMNS:
        op.execute(f"ALTER TABLE ballot_paper_account ADD COLUMN {column}")
    with op.batch_alter_table("bundle") as batch:
        for name, kind in READ.items():
            batch.add_column(sa.Column(name, kind, nullable=True))
        for name in PEOPLE:
            batch.create_foreign_key(op.f(f"fk_bundle_{name}"), "account", [name], ["id"])
        batch.create_check_constraint(op.f("ck_bundle_two_people_read_the_seal"), CHECK)
    make = op.get_context().opts["script"].get_revision("0001").module._make
    for name, table, before, when in GUARDS:
        make(name, table, before, when, f"guard:{name}")


def downgrade() -> None:
    written = {"ballot_paper_account": [column.split()[0] for column in COLUMNS], "bundle": list(READ)}
    for table, names in written.items():
        said = " OR ".join(f"{name} IS NOT NULL" for name in names)
        if op.get_bind().exec_driver_sql(f"SELECT count(*) FROM {table} WHERE {said}").scalar():
            raise RuntimeError("Seals or help were written down. The marks of an older version do not cover them.")
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, *_rest in GUARDS:
        op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")
    with op.batch_alter_table("bundle") as batch:
        batch.drop_constraint(op.f("ck_bundle_two_people_read_the_seal"), type_="check")
        for name in PEOPLE:
            batch.drop_constraint(op.f(f"fk_bundle_{name}"), type_="foreignkey")
        for name in reversed(READ):
            batch.drop_column(name)
    for name in reversed(written["ballot_paper_account"]):
        op.execute(f"ALTER TABLE ballot_paper_account DROP COLUMN {name}")
