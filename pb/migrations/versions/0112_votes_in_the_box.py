"""An opened ballot box says how many votes were in it (a vote may be a ballot in each pot), and of the copies of a key
somebody reports, rather than proposes, that they are destroyed.

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
_STAYS = "OLD.agreed_by IS NOT NULL OR NEW.{by} <> OLD.{by}"


def upgrade() -> None:
    _rename("ballots", "votes", REPORTED)


def downgrade() -> None:
    _rename("votes", "ballots", {new: old for old, new in REPORTED.items()})


def _rename(old: str, new: str, reported: dict[str, str]) -> None:
    """Where the columns have these names already, this fails here, and changes nothing."""
    op.execute(f"SELECT {old} FROM box_opening LIMIT 0")
    op.execute(f"SELECT {', '.join(reported)} FROM key_destruction LIMIT 0")
    scripts = op.get_context().opts["script"]
    first, third = (scripts.get_revision(each).module for each in ("0001", "0003"))
    op.execute(f"ALTER TABLE box_opening RENAME COLUMN {old} TO {new}")
    name = "key_destruction_stays"
    op.execute(
        f"DROP FUNCTION {name}() CASCADE" if op.get_bind().dialect.name == "postgresql" else f"DROP TRIGGER {name}"
    )
    keys = {f"fk_key_destruction_{before}": f"fk_key_destruction_{now}" for before, now in reported.items()}
    third._rename("key_destruction", "key_destruction", {**reported, **keys})
    by = next(each for each in reported.values() if each.endswith("_by"))
    first._make(name, "key_destruction", "UPDATE", _STAYS.format(by=by), f"guard:{name}")
