"""What a result rests on stays as it was when it was published, and a session's numbers as they were when the box was opened:
guards. No row changes.

Revision ID: 0111_results_stay
"""

from __future__ import annotations

from alembic import op

revision = "0111_results_stay"
down_revision = "0110_published_once"
branch_labels = None
depends_on = None

_PUBLISHED = "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id)"
_OPENED = (
    "EXISTS (SELECT 1 FROM box_opening JOIN voting_session ON voting_session.round_id = box_opening.round_id "
    "WHERE voting_session.id = {}.session_id)"
)
#: (the guard's name, its table, before what, when)
GUARDS = (
    ("receipt_stays", "receipt", "UPDATE", "1 = 1"),
    ("receipt_is_kept", "receipt", "DELETE", "1 = 1"),
    ("drawn_before_the_publication", "lot", "INSERT", _PUBLISHED),
    ("signed_before_the_publication", "signature", "INSERT", _PUBLISHED),
    ("recounted_before_the_publication", "recount", "INSERT", _PUBLISHED),
    ("set_aside_before_the_publication", "set_aside", "INSERT", _PUBLISHED),
    ("put_back_before_the_publication", "put_back", "INSERT", _PUBLISHED),
    ("resolved_before_the_publication", "resolution", "INSERT", _PUBLISHED),
    *(
        (f"{name}_before_the_opening_{before.lower()}", table, before, _OPENED.format(row))
        for table, name in (("ballot_paper_account", "accounted"), ("head_count", "heads_counted"))
        for before, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    ),
)


def upgrade() -> None:
    make = op.get_context().opts["script"].get_revision("0001").module._make
    for name, table, before, when in GUARDS:
        make(name, table, before, when, f"guard:{name}")


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, *_ in GUARDS:
        op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")
