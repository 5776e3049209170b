"""Typed papers are sealed whole, under a key for each round that dies with the publication; ids of papers are random.

Readings and rulings are opened with the one desk key of before and sealed anew, so ``KEYS_DIR`` must be there. What
was typed in rounds that are published is sealed under a key that is thrown away: nobody can read it again. The old key
is noted as dead, and the next start destroys its file. On PostgreSQL the order of old papers is in the table's file
until ``VACUUM FULL paper`` has run.

Revision ID: 0006
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import sqlalchemy as sa
from alembic import op
from cryptography.fernet import Fernet, InvalidToken
from flask import current_app

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = {"entry": "id", "ruling": "paper_id"}
#: Triggers that would refuse to seal rows anew.
IN_THE_WAY = (
    ("entry_stays", "entry", "UPDATE"),
    ("ruling_stays", "ruling", "UPDATE"),
    ("ruling_agreed_by_no_team", "ruling", "UPDATE"),
)
KNOWN_MARKS = "mark IN ('', 'blank', 'spoiled', 'doubtful')"
MARKED = "mark = '' OR numbers = '' OR mark = 'doubtful'"
KNOWN_REASONS = "reason IN ('blank', 'too_many', 'too_few', 'unclear', 'torn', 'not_ours')"
MOST = 2**31 - 1


def upgrade() -> None:
    _drop_triggers()
    _seal_anew()
    with op.batch_alter_table("entry") as batch:
        batch.drop_constraint(op.f("ck_entry_mark_is_known"), type_="check")
        batch.drop_constraint(op.f("ck_entry_marked_papers_have_no_numbers"), type_="check")
        batch.drop_column("numbers")
        batch.drop_column("mark")
        batch.alter_column("sealed", existing_type=sa.String(400), nullable=False)
        batch.create_check_constraint(op.f("ck_entry_reading_is_sealed"), "sealed <> ''")
    with op.batch_alter_table("ruling") as batch:
        batch.drop_constraint(op.f("ck_ruling_reason_is_known"), type_="check")
        batch.drop_constraint(op.f("ck_ruling_counted_papers_have_numbers"), type_="check")
        for name in ("reason", "counts", "numbers"):
            batch.drop_column(name)
        batch.alter_column("sealed", existing_type=sa.String(400), nullable=False)
        batch.create_check_constraint(op.f("ck_ruling_decision_is_sealed"), "sealed <> ''")
    _number_papers(iter(lambda: secrets.randbelow(MOST) + 1, None))
    if _on_postgresql():
        op.execute("ALTER TABLE paper ALTER COLUMN id DROP DEFAULT")
        op.execute("DROP SEQUENCE paper_id_seq")
    _make_triggers()


def downgrade() -> None:
    _drop_triggers()
    _number_papers(count(1))
    if _on_postgresql():
        op.execute("CREATE SEQUENCE paper_id_seq AS integer OWNED BY paper.id")
        op.execute("SELECT setval('paper_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM paper), false)")
        op.execute("ALTER TABLE paper ALTER COLUMN id SET DEFAULT nextval('paper_id_seq'::regclass)")
    with op.batch_alter_table("entry") as batch:
        batch.add_column(sa.Column("numbers", sa.String(400), nullable=True))
        batch.add_column(sa.Column("mark", sa.String(10), nullable=True))
    with op.batch_alter_table("ruling") as batch:
        batch.add_column(sa.Column("reason", sa.String(20), nullable=True))
        batch.add_column(sa.Column("counts", sa.Boolean(), nullable=True))
        batch.add_column(sa.Column("numbers", sa.String(400), nullable=True))
    _open_again()
    with op.batch_alter_table("entry") as batch:
        batch.drop_constraint(op.f("ck_entry_reading_is_sealed"), type_="check")
        batch.drop_column("sealed")
        batch.alter_column("numbers", existing_type=sa.String(400), nullable=False)
        batch.alter_column("mark", existing_type=sa.String(10), nullable=False)
        batch.create_check_constraint(op.f("ck_entry_mark_is_known"), KNOWN_MARKS)
        batch.create_check_constraint(op.f("ck_entry_marked_papers_have_no_numbers"), MARKED)
    with op.batch_alter_table("ruling") as batch:
        batch.drop_constraint(op.f("ck_ruling_decision_is_sealed"), type_="check")
        batch.drop_column("sealed")
        batch.alter_column("reason", existing_type=sa.String(20), nullable=False)
        batch.alter_column("counts", existing_type=sa.Boolean(), nullable=False)
        batch.alter_column("numbers", existing_type=sa.String(400), nullable=False)
        batch.create_check_constraint(op.f("ck_ruling_reason_is_known"), KNOWN_REASONS)
        batch.create_check_constraint(op.f("ck_ruling_counted_papers_have_numbers"), "NOT counts OR numbers <> ''")
    _make_triggers()


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _rows(sql: str, **values: object) -> list[sa.Row]:
    return list(op.get_bind().execute(sa.text(sql), values))


def _seal_anew() -> None:
    """Each reading and each ruling as one sealed text; keys of rounds that need them are made and remembered."""
    for table in TABLES:
        op.add_column(table, sa.Column("sealed", sa.String(400), nullable=True))
    published = {round_id for (round_id,) in _rows("SELECT round_id FROM publication")}
    of_round = "JOIN bundle ON bundle.id = {0}.bundle_id"
    entries = _rows("SELECT entry.id, round_id, numbers, mark FROM entry " + of_round.format("entry"))
    rulings = _rows("SELECT paper_id AS id, round_id, numbers, ruling.reason, counts FROM ruling " + of_round.format("ruling"))
    old = _cipher("desk") if any(row.numbers and row.round_id not in published for row in (*entries, *rulings)) else None
    ciphers = {
        round_id: Fernet(Fernet.generate_key()) if round_id in published else _cipher(f"desk-{round_id}", make=True)
        for round_id in {row.round_id for row in (*entries, *rulings)}
    }
    for row in entries:
        numbers = _opened(old, row.numbers)
        _keep("entry", row.id, _sealed(ciphers[row.round_id], "doubtful|" if numbers is None else f"{row.mark}|{numbers}"))
    for row in rulings:
        numbers = _opened(old, row.numbers) if row.counts else ""
        _keep("ruling", row.id, _sealed(ciphers[row.round_id], f"{row.reason}|{numbers or ''}"))
    op.get_bind().execute(sa.text("UPDATE key_fingerprint SET fingerprint = '' WHERE name = 'desk'"))
    for round_id in published:
        _remember(f"desk-{round_id}", "")


def _open_again() -> None:
    """The way back: under the one desk key, in columns of their own. What nobody can read is a doubtful paper."""
    of_round = "JOIN bundle ON bundle.id = {0}.bundle_id"
    entries = _rows("SELECT entry.id, round_id, sealed FROM entry " + of_round.format("entry"))
    rulings = _rows("SELECT paper_id AS id, round_id, sealed FROM ruling " + of_round.format("ruling"))
    dead = {name for (name,) in _rows("SELECT name FROM key_fingerprint WHERE fingerprint = ''")}
    names = {row.round_id: f"desk-{row.round_id}" for row in (*entries, *rulings)}
    ciphers = {round_id: None if name in dead else _cipher(name) for round_id, name in names.items()}
    op.get_bind().execute(sa.text("DELETE FROM key_fingerprint WHERE name LIKE 'desk%'"))
    if not entries:  # and so no rulings: the key is made when it is first needed
        return
    desk = _cipher("desk", make=True)
    for row in entries:
        mark, _, numbers = (_opened(ciphers[row.round_id], row.sealed) or "doubtful|").partition("|")
        values = {"id": row.id, "mark": mark, "numbers": numbers and _sealed(desk, numbers)}
        op.get_bind().execute(sa.text("UPDATE entry SET numbers = :numbers, mark = :mark WHERE id = :id"), values)
    for row in rulings:
        reason, _, numbers = (_opened(ciphers[row.round_id], row.sealed) or "unclear|").partition("|")
        values = {"id": row.id, "reason": reason, "counts": bool(numbers), "numbers": numbers and _sealed(desk, numbers)}
        changed = "UPDATE ruling SET reason = :reason, counts = :counts, numbers = :numbers WHERE paper_id = :id"
        op.get_bind().execute(sa.text(changed), values)


def _keep(table: str, id_: int, sealed: str) -> None:
    changed = sa.text(f"UPDATE {table} SET sealed = :sealed WHERE {TABLES[table]} = :id")
    op.get_bind().execute(changed, {"sealed": sealed, "id": id_})


def _opened(cipher: Fernet | None, sealed: str) -> str | None:
    """None for what nobody can read any more."""
    if not sealed:
        return sealed
    try:
        return cipher.decrypt(sealed).decode().rstrip() if cipher else None
    except InvalidToken:
        return None


def _sealed(cipher: Fernet, plain: str) -> str:
    return cipher.encrypt(plain.encode().ljust(220)).decode()


def _cipher(name: str, *, make: bool = False) -> Fernet:
    file: Path = current_app.config["KEYS_DIR"] / f"{name}.key"
    if make and not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(secrets.token_hex(32))
            out.flush()
            os.fsync(descriptor)
    if not file.exists():
        raise RuntimeError(f"{file} is missing: put it back from the backup of KEYS_DIR, then run this again")
    key = bytes.fromhex(file.read_text(encoding="ascii"))
    fingerprint = hmac.new(key, f"fingerprint of {name}".encode(), hashlib.sha256).hexdigest()
    if make:
        _remember(name, fingerprint)
    elif _rows("SELECT 1 FROM key_fingerprint WHERE name = :name AND fingerprint <> :it", name=name, it=fingerprint):
        raise RuntimeError(f"{file} is another database's: put back the right one, then run this again")
    return Fernet(base64.urlsafe_b64encode(key))


def _remember(name: str, fingerprint: str) -> None:
    values = {"name": name, "fingerprint": fingerprint}
    kept = "INSERT INTO key_fingerprint (name, fingerprint) VALUES (:name, :fingerprint) ON CONFLICT DO NOTHING"
    op.get_bind().execute(sa.text(kept), values)


def _number_papers(draws: Iterator[int]) -> None:
    """Give each paper another id, and what refers to it too, in random order. No new id is an old one."""
    foreign_keys = (("fk_entry_paper_id", "entry"), ("fk_ruling_paper_id", "ruling"))
    if _on_postgresql():
        for name, table in foreign_keys:
            op.drop_constraint(name, table, type_="foreignkey")
    old = [id_ for (id_,) in _rows("SELECT id FROM paper")]
    secrets.SystemRandom().shuffle(old)
    taken = set(old)
    for id_ in old:
        new = next(drawn for drawn in draws if drawn not in taken)
        taken.add(new)
        for statement in (
            "UPDATE paper SET id = :new WHERE id = :old",
            "UPDATE entry SET paper_id = :new WHERE paper_id = :old",
            "UPDATE ruling SET paper_id = :new WHERE paper_id = :old",
        ):
            op.get_bind().execute(sa.text(statement), {"new": new, "old": id_})
    if _on_postgresql():
        for name, table in foreign_keys:
            op.create_foreign_key(name, table, "paper", ["paper_id"], ["id"])


def _drop_triggers() -> None:
    for name, _table, _before in IN_THE_WAY:
        op.execute(f"DROP FUNCTION {name}() CASCADE" if _on_postgresql() else f"DROP TRIGGER {name}")


def _make_triggers() -> None:
    first = op.get_context().opts["script"].get_revision("0001").module
    conditions = {name: condition for name, _table, _before, condition, _sentence in first.GUARDS}
    for name, table, before in IN_THE_WAY:
        first._make(name, table, before, conditions[name], f"guard:{name}")
