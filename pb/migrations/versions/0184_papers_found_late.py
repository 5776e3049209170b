"""Papers that are found when their bundle was cast: two people write down how many, and none of them counts. No row changes.

Revision ID: 0184_papers_found_late
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0184_papers_found_late"
down_revision = "0182_translations_are_checked"
branch_labels = None
depends_on = None

_WAITS = (
    "EXISTS (SELECT 1 FROM resolution WHERE resolution.round_id = NEW.round_id AND resolution.matter = 'found' "
    "AND resolution.agreed_by IS NULL)"
)
#: (the guard's name, its table, when); each before a row is added.
GUARDS = (
    (
        "found_after_the_cast",
        "resolution",
        "NEW.matter = 'found' AND NOT EXISTS (SELECT 1 FROM bundle WHERE bundle.session_id = NEW.session_id "
        "AND bundle.cast_at IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)",
    ),
    ("found_is_agreed_before_box_opens", "box_opening", _WAITS),
    ("found_is_agreed_before_result_is_published", "publication", _WAITS),
)
_REASONS = (
    "'sent_out', 'lent', 'destroyed', 'lost', 'not_recorded', 'carried', 'late', 'not_known', 'voter_was_there', "
    "'voted_again', 'tablet_lost', 'tablet_broken', 'looked_into', {}'stays_stopped', 'as_on_paper', 'not_as_on_paper'"
)
_FOUND = "'found_on_the_way', 'found_at_the_venue', 'found_at_the_office', 'brought_later', "
_MATTERS = "'batch', 'surplus', 'held', 'to_send', 'sum', {}'tablet', 'heads', 'venue', 'team', 'account'"
_OF_SESSIONS = "matter IN ('sum', {}'tablet', 'heads', 'venue', 'team', 'account') OR session_id IS NULL"
#: CHECKs of ``resolution`` by name: as they were, and as they are.
CHECKS = {
    "matter_is_known": tuple(f"matter IN ({_MATTERS.format(more)})" for more in ("", "'found', ")),
    "reason_is_known": tuple(f"reason IN ({_REASONS.format(more)})" for more in ("", _FOUND)),
    "about_a_session": tuple(_OF_SESSIONS.format(more) for more in ("", "'found', ")),
}
_OF_CODES = "ck_resolution_other_codes_are_some_of_them"
_NOT_COUNTED = "matter <> 'found' OR session_id IS NOT NULL AND outcome = 'leave_out' AND number > 0"


def upgrade() -> None:
    with op.batch_alter_table("resolution", copy_from=_as_it_is()) as batch:
        _check(batch, 1)
        batch.create_check_constraint(op.f("ck_resolution_found_is_not_counted"), _NOT_COUNTED)
    make = op.get_context().opts["script"].get_revision("0001").module._make
    for name, table, when in GUARDS:
        make(name, table, "INSERT", when, f"guard:{name}")


def downgrade() -> None:
    if op.get_bind().exec_driver_sql("SELECT count(*) FROM resolution WHERE matter = 'found'").scalar():
        raise RuntimeError("Papers were found too late to be counted. An older version would not know of them.")
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, *_rest in GUARDS:
        op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")
    with op.batch_alter_table("resolution", copy_from=_as_it_is()) as batch:
        batch.drop_constraint(op.f("ck_resolution_found_is_not_counted"), type_="check")
        _check(batch, 0)


def _as_it_is() -> sa.Table | None:
    """For SQLite, which copies the table: a column that came with its check (0151) keeps it, so that both can go again."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        return None
    table = sa.Table("resolution", sa.MetaData(), autoload_with=bind)
    of_codes = next(each for each in table.constraints if each.name == _OF_CODES)
    table.constraints.remove(of_codes)
    table.c.other_codes.constraints.add(sa.CheckConstraint(of_codes.sqltext, name=op.f(_OF_CODES)))
    return table


def _check(batch, which: int) -> None:
    for name, texts in CHECKS.items():
        batch.drop_constraint(op.f(f"ck_resolution_{name}"), type_="check")
        batch.create_check_constraint(op.f(f"ck_resolution_{name}"), texts[which])
