"""What a published result rests on is not added, changed or removed any more: guards. No row changes.

Revision ID: 0131_stays_published
"""

from __future__ import annotations

from alembic import op

revision = "0131_stays_published"
down_revision = "0127_paper_checks"
branch_labels = None
depends_on = None

_HERE = "{row}.round_id"
_OF_ITS_SESSION = "(SELECT voting_session.round_id FROM voting_session WHERE voting_session.id = {row}.session_id)"
_OF_ITS_BUNDLE = "(SELECT bundle.round_id FROM bundle WHERE bundle.id = {row}.bundle_id)"

#: (the table, how a row of it leads to its round, before what)
_STAYS = (
    ("resolution", _HERE, ("UPDATE", "DELETE")),
    ("put_back", _HERE, ("UPDATE",)),
    ("lot_entry", _HERE, ("DELETE",)),
    ("paper_check", _HERE, ("INSERT",)),
    ("dice_entry", _HERE, ("INSERT", "DELETE")),
    ("dice", _HERE, ("INSERT",)),
    ("sighting", _HERE, ("INSERT",)),
    ("check_stage", _HERE, ("INSERT",)),
    ("batch", _HERE, ("INSERT", "UPDATE", "DELETE")),
    ("paper", _HERE, ("INSERT", "UPDATE", "DELETE")),
    ("bundle", _HERE, ("INSERT",)),
    ("entry", _OF_ITS_BUNDLE, ("DELETE",)),
    ("ruling", _OF_ITS_BUNDLE, ("UPDATE", "DELETE")),
    ("stray", _OF_ITS_BUNDLE, ("UPDATE", "DELETE")),
    ("card_pack", _HERE, ("INSERT", "UPDATE")),
    ("voting_session", _HERE, ("INSERT", "UPDATE", "DELETE")),
    ("team_member", _OF_ITS_SESSION, ("INSERT", "UPDATE", "DELETE")),
    ("held_envelope", _HERE, ("DELETE",)),
    ("tablet_check", _HERE, ("DELETE",)),
)

_ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
#: (the guard's name, its table, before what, when)
GUARDS = tuple(
    (
        f"{table}_stays_published_{before.lower()}",
        table,
        before,
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id IN "
        f"({', '.join(round_.format(row=row) for row in _ROWS[before])}))",
    )
    for table, round_, befores in _STAYS
    for before in befores
)


def upgrade() -> None:
    make = op.get_context().opts["script"].get_revision("0001").module._make
    for name, table, before, when in GUARDS:
        make(name, table, before, when, f"guard:{name}")


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, *_ in GUARDS:
        op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")
