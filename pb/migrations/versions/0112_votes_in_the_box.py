"""An opened ballot box says how many votes were in it (a vote may be a ballot in each pot), and of the copies of a key
somebody reports, rather than proposes, that they are destroyed. Two guards say of which opening they are.

Rows keep their marks: a mark goes on covering a renamed column under the name that it had (``marked_as``).

Revision ID: 0112_votes_in_the_box
"""

from __future__ import annotations

from alembic import op

revision = "0112_votes_in_the_box"
down_revision = "0111_results_stay"
branch_labels = None
depends_on = None

#: Each column's name before and now.
REPORTED = {"proposed_by": "reported_by", "proposed_at": "reported_at"}
#: Guards of ``box_opening``: each name before and now, and before what.
GUARDS = (("opening_stays", "box_opening_stays", "UPDATE"), ("opening_kept", "box_opening_kept", "DELETE"))
_STAYS = "OLD.agreed_by IS NOT NULL OR NEW.{by} <> OLD.{by}"


def upgrade() -> None:
    _rename("ballots", "votes", REPORTED)
    for old, new, before in GUARDS:
        _call_otherwise(old, new, before)


def downgrade() -> None:
    _rename("votes", "ballots", {new: old for old, new in REPORTED.items()})
    for old, new, before in GUARDS:
        _call_otherwise(new, old, before)


def _rename(old: str, new: str, reported: dict[str, str]) -> None:
    """Where the columns have these names already, this fails here, and changes nothing."""
    op.execute(f"SELECT {old} FROM box_opening LIMIT 0")
    op.execute(f"SELECT {', '.join(reported)} FROM key_destruction LIMIT 0")
    scripts = op.get_context().opts["script"]
    first, third = (scripts.get_revision(each).module for each in ("0001", "0003"))
    op.execute(f"ALTER TABLE box_opening RENAME COLUMN {old} TO {new}")
    _drop("key_destruction_stays")
    keys = {f"fk_key_destruction_{before}": f"fk_key_destruction_{now}" for before, now in reported.items()}
    third._rename("key_destruction", "key_destruction", {**reported, **keys})
    by = next(each for each in reported.values() if each.endswith("_by"))
    first._make(
        "key_destruction_stays", "key_destruction", "UPDATE", _STAYS.format(by=by), "guard:key_destruction_stays"
    )


def _call_otherwise(old: str, new: str, before: str) -> None:
    _drop(old)
    first = op.get_context().opts["script"].get_revision("0001").module
    first._make(new, "box_opening", before, "1 = 1", f"guard:{new}")


def _drop(guard: str) -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP FUNCTION {guard}() CASCADE" if is_postgresql else f"DROP TRIGGER {guard}")
