"""Rounds can be drafts, and two people can abandon one.

All rounds that exist are public: ``draft`` stays empty there, because nobody can change a marked row without the key. What
the rules of a round were can be taken away with a round to which nobody has applied.

There is no way back while a round is a draft, or once one is abandoned: an older version would show the one, and take
applications and votes in the other.

Revision ID: 0038_drafts_and_endings
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038_drafts_and_endings"
down_revision = "0037_public_projects"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('withdraw', 'extend', 'undo', 'stand_in'{more})"
_ENDING = sa.text("kind = 'abandon'")
_ABANDONED = (
    "EXISTS (SELECT 1 FROM decision AS ending WHERE ending.round_id = {round_id} AND ending.kind = 'abandon' "
    "AND ending.agreed_at IS NOT NULL)"
)
_HERE = _ABANDONED.format(round_id="NEW.round_id")
_SIGNED = "NEW.kind = 'abandon' AND EXISTS (SELECT 1 FROM signature WHERE signature.round_id = NEW.round_id)"
_BY_ANOTHER = (
    "NEW.kind = 'abandon' AND NEW.agreed_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM appointment WHERE "
    "appointment.account_id = NEW.agreed_by AND appointment.role = 'steering')"
)
#: (the guard's name, its table, before what, when)
GUARDS = (
    ("drafts_are_not_frozen", "round", "UPDATE", "NEW.draft AND NEW.frozen_at IS NOT NULL"),
    ("published_rounds_stay_public", "round", "UPDATE", "NEW.draft AND (OLD.draft IS NULL OR NOT OLD.draft)"),
    ("abandoned_round_stays", "round", "UPDATE", _ABANDONED.format(round_id="OLD.id")),
    (
        "drafts_are_not_abandoned",
        "decision",
        "INSERT",
        "NEW.kind = 'abandon' AND EXISTS (SELECT 1 FROM round WHERE round.id = NEW.round_id AND round.draft)",
    ),
    ("abandoned_by_a_member_insert", "decision", "INSERT", _BY_ANOTHER),
    ("abandoned_by_a_member_update", "decision", "UPDATE", _BY_ANOTHER),
    ("nothing_decided_once_abandoned", "decision", "INSERT", _HERE),
    ("abandoned_before_the_signing_insert", "decision", "INSERT", _SIGNED),
    ("abandoned_before_the_signing_update", "decision", "UPDATE", _SIGNED),
    ("no_application_once_abandoned", "project", "INSERT", _HERE),
    (
        "no_application_to_a_draft",
        "project",
        "INSERT",
        "NEW.carried_from_id IS NULL AND EXISTS (SELECT 1 FROM round WHERE round.id = NEW.round_id AND round.draft)",
    ),
    (
        "no_vote_once_abandoned",
        "voting_right",
        "UPDATE",
        f"NEW.status IN ('cast', 'exchanged') AND (OLD.status IS NULL OR OLD.status <> NEW.status) AND {_HERE}",
    ),
    ("not_opened_once_abandoned", "box_opening", "INSERT", _HERE),
    ("not_signed_once_abandoned", "signature", "INSERT", _HERE),
)

_STANDS_IN = (
    "SELECT 1 FROM decision AS now WHERE now.round_id = NEW.round_id AND now.kind = 'stand_in' AND now.agreed_at IS "
    "NOT NULL AND NOT EXISTS (SELECT 1 FROM decision AS undo WHERE undo.undoes_id = now.id AND undo.agreed_at IS NOT NULL)"
)


def _does_not_act(who: str) -> str:
    return (
        f"(EXISTS ({_STANDS_IN} AND now.member_id = {who}) OR (NOT EXISTS ({_STANDS_IN}) AND EXISTS (SELECT 1 FROM "
        f"round_member WHERE round_member.round_id = NEW.round_id AND round_member.account_id = {who} AND "
        "round_member.substitute)))"
    )


_ACTS = f"({_does_not_act('NEW.proposed_by')} OR (NEW.agreed_by IS NOT NULL AND {_does_not_act('NEW.agreed_by')}))"
_LISTED = (
    "EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id) AND NOT EXISTS (SELECT 1 "
    "FROM round_member WHERE round_member.round_id = NEW.round_id AND "
    "round_member.account_id = COALESCE(NEW.agreed_by, NEW.proposed_by))"
)
_FROZEN = "NOT EXISTS (SELECT 1 FROM round WHERE round.id = NEW.round_id AND round.frozen_at IS NOT NULL)"
_COORDINATES = (
    "NEW.role = 'coordinator' AND EXISTS (SELECT 1 FROM round_member WHERE round_member.account_id = NEW.account_id "
    "AND NOT EXISTS (SELECT 1 FROM publication WHERE publication.round_id = round_member.round_id){more})"
)
_NOT_ENDED = f" AND NOT {_ABANDONED.format(round_id='round_member.round_id')}"
_APPLIED = "EXISTS (SELECT 1 FROM project WHERE project.round_id = OLD.round_id)"
#: (the guard's name, its table, before what, when it spoke until now, when from now on)
CHANGED = (
    ("decided_after_the_freeze", "decision", "INSERT", _FROZEN, f"NEW.kind <> 'abandon' AND {_FROZEN}"),
    ("decided_by_members_insert", "decision", "INSERT", _LISTED, f"NEW.kind <> 'abandon' AND {_LISTED}"),
    ("decided_by_members_update", "decision", "UPDATE", _LISTED, f"NEW.kind <> 'abandon' AND {_LISTED}"),
    (
        "who_acts_decides_insert",
        "decision",
        "INSERT",
        f"NEW.kind <> 'stand_in' AND {_ACTS}",
        f"NEW.kind NOT IN ('stand_in', 'abandon') AND {_ACTS}",
    ),
    (
        "who_acts_decides_update",
        "decision",
        "UPDATE",
        f"NEW.kind <> 'stand_in' AND {_ACTS}",
        f"NEW.kind NOT IN ('stand_in', 'abandon') AND {_ACTS}",
    ),
    ("rule_change_kept", "rule_change", "DELETE", "1 = 1", _APPLIED),
    (
        "no_member_of_an_open_round_coordinates",
        "appointment",
        "INSERT",
        _COORDINATES.format(more=""),
        _COORDINATES.format(more=_NOT_ENDED),
    ),
)


def upgrade() -> None:
    op.add_column("round", sa.Column("draft", sa.Boolean(), nullable=True))
    _allow(", 'abandon'")
    op.create_index("uq_abandoned", "decision", ["round_id"], unique=True, sqlite_where=_ENDING, postgresql_where=_ENDING)
    for name, table, before, _until_now, when in CHANGED:
        _drop(name)
        _make(name, table, before, when)
    for name, table, before, when in GUARDS:
        _make(name, table, before, when)


def downgrade() -> None:
    asked = "SELECT (SELECT count(*) FROM round WHERE draft) + (SELECT count(*) FROM decision WHERE kind = 'abandon')"
    if op.get_bind().execute(sa.text(asked)).scalar():
        raise RuntimeError("A round is a draft or abandoned, or is to be. An older version does not know of either.")
    for name, *_ in GUARDS:
        _drop(name)
    for name, table, before, when, _from_now_on in CHANGED:
        _drop(name)
        _make(name, table, before, when)
    op.drop_index("uq_abandoned", "decision")
    _allow("")
    op.drop_column("round", "draft")


def _allow(more: str) -> None:
    name = op.f("ck_decision_kind_is_known")
    with op.batch_alter_table("decision") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, _KINDS.format(more=more))


def _make(name: str, table: str, before: str, when: str) -> None:
    op.get_context().opts["script"].get_revision("0001").module._make(name, table, before, when, f"guard:{name}")


def _drop(name: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {name}() CASCADE")  # and its triggers
    else:
        op.execute(f"DROP TRIGGER {name}")
