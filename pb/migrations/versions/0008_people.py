"""People: proposals about who comes and who goes, what was read, and the list of a round's steering group.

Nobody is coordinator and steering group member at once from now on. Whoever is both must be given one role before
this migration: it says whom it found, and changes nothing then.

Revision ID: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

#: Triggers: name, table, before which act, when. Copied from the models on the day of this migration.
# fmt: off
GUARDS = [
    ('coordinator_or_member_insert', 'appointment', 'INSERT', "NEW.role IN ('coordinator', 'steering') AND EXISTS (SELECT 1 FROM appointment AS other WHERE other.account_id = NEW.account_id AND other.role IN ('coordinator', 'steering') AND other.role <> NEW.role)"),
    ('coordinator_or_member_update', 'appointment', 'UPDATE', "NEW.role IN ('coordinator', 'steering') AND EXISTS (SELECT 1 FROM appointment AS other WHERE other.account_id = NEW.account_id AND other.role IN ('coordinator', 'steering') AND other.role <> NEW.role)"),
    ('members_agree_who_comes', 'appointment', 'INSERT', "NEW.role IN ('coordinator', 'steering') AND (SELECT count(*) FROM appointment AS theirs JOIN account AS member ON member.id = theirs.account_id WHERE theirs.role = 'steering' AND member.closed_at IS NULL AND theirs.account_id <> NEW.account_id) >= 2 AND NOT EXISTS (SELECT 1 FROM appointment_proposal LEFT JOIN invitation ON invitation.id = appointment_proposal.invitation_id WHERE appointment_proposal.agreed_by IS NOT NULL AND appointment_proposal.role = NEW.role AND ((appointment_proposal.kind = 'give' AND appointment_proposal.account_id = NEW.account_id) OR invitation.accepted_by = NEW.account_id))"),
    ('members_agree_who_goes', 'appointment', 'DELETE', "OLD.role = 'steering' AND (SELECT count(*) FROM appointment AS theirs JOIN account AS member ON member.id = theirs.account_id WHERE theirs.role = 'steering' AND member.closed_at IS NULL AND theirs.account_id <> OLD.account_id) >= 1 AND NOT EXISTS (SELECT 1 FROM appointment_proposal LEFT JOIN invitation ON invitation.id = appointment_proposal.invitation_id WHERE appointment_proposal.agreed_by IS NOT NULL AND appointment_proposal.role = 'steering' AND (appointment_proposal.kind = 'leave' AND appointment_proposal.account_id = OLD.account_id))"),
    ('members_are_not_closed', 'account', 'UPDATE', "NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL AND EXISTS (SELECT 1 FROM appointment WHERE appointment.account_id = OLD.id AND appointment.role = 'steering') AND (SELECT count(*) FROM appointment AS theirs JOIN account AS member ON member.id = theirs.account_id WHERE theirs.role = 'steering' AND member.closed_at IS NULL AND theirs.account_id <> OLD.id) >= 1"),
    ('invitations_wait_for_a_member', 'invitation', 'UPDATE', 'NEW.accepted_by IS NOT NULL AND OLD.accepted_by IS NULL AND EXISTS (SELECT 1 FROM appointment_proposal WHERE appointment_proposal.invitation_id = NEW.id AND appointment_proposal.agreed_by IS NULL)'),
    ('members_agree_to_proposals', 'appointment_proposal', 'UPDATE', "NEW.agreed_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM appointment WHERE appointment.account_id = NEW.agreed_by AND appointment.role = 'steering')"),
    ('appointment_proposal_stays', 'appointment_proposal', 'UPDATE', 'OLD.agreed_by IS NOT NULL OR OLD.refused_by IS NOT NULL'),
    ('appointment_proposal_kept', 'appointment_proposal', 'DELETE', '1 = 1'),
    ('members_of_the_round_sign', 'signature', 'INSERT', 'EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id) AND NOT EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id AND round_member.account_id = NEW.account_id)'),
    ('no_member_of_an_open_round_coordinates', 'appointment', 'INSERT', "NEW.role = 'coordinator' AND EXISTS (SELECT 1 FROM round_member WHERE round_member.account_id = NEW.account_id AND NOT EXISTS (SELECT 1 FROM publication WHERE publication.round_id = round_member.round_id))"),
    ('round_member_frozen', 'round_member', 'UPDATE', 'EXISTS (SELECT 1 FROM round WHERE round.id = OLD.round_id AND round.frozen_at IS NOT NULL)'),
    ('round_member_kept', 'round_member', 'DELETE', 'EXISTS (SELECT 1 FROM round WHERE round.id = OLD.round_id AND round.frozen_at IS NOT NULL)'),
    ('round_member_not_added', 'round_member', 'INSERT', 'EXISTS (SELECT 1 FROM round WHERE round.id = NEW.round_id AND round.frozen_at IS NOT NULL)'),
    ('decided_by_members_insert', 'decision', 'INSERT', 'EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id) AND NOT EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id AND round_member.account_id = COALESCE(NEW.agreed_by, NEW.proposed_by))'),
    ('decided_by_members_update', 'decision', 'UPDATE', 'EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id) AND NOT EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id AND round_member.account_id = COALESCE(NEW.agreed_by, NEW.proposed_by))'),
    ('cards_are_released_first', 'voting_right', 'UPDATE', "NEW.kind = 'code' AND NEW.status IN ('cast', 'exchanged') AND OLD.status IS NULL AND EXISTS (SELECT 1 FROM card_pack WHERE card_pack.round_id = NEW.round_id AND NEW.card_number BETWEEN card_pack.first AND card_pack.last AND card_pack.released_by IS NULL)"),
    ('card_pack_kept', 'card_pack', 'DELETE', '1 = 1'),
    ('card_pack_stays', 'card_pack', 'UPDATE', 'OLD.released_by IS NOT NULL OR NEW.first <> OLD.first OR NEW.last <> OLD.last'),
]
# fmt: on
BOTH = (
    "SELECT account.name FROM account JOIN appointment AS one ON one.account_id = account.id JOIN appointment AS two "
    "ON two.account_id = account.id WHERE one.role = 'coordinator' AND two.role = 'steering' ORDER BY account.name"
)
ROLES = "role IN ('coordinator', 'steering', 'facilitator', 'counter')"


def upgrade() -> None:
    if both := op.get_bind().execute(sa.text(BOTH)).scalars().all():
        raise RuntimeError(
            f"{', '.join(both)}: coordinator and steering group member at once. Take one of the two roles away on the "
            "People page of the version that runs now, then upgrade."
        )
    _proposals()
    op.create_table(
        "last_read",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_last_read_account_id"),
        sa.PrimaryKeyConstraint("account_id", name="pk_last_read"),
    )
    _members()
    _packs()
    with op.batch_alter_table("invitation") as batch:
        batch.create_check_constraint(op.f("ck_invitation_nobody_takes_up_their_own"), "accepted_by <> invited_by")
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, table, before, condition in GUARDS:
        first._make(name, table, before, condition, f"guard:{name}")


def _proposals() -> None:
    people = ("account_id", "proposed_by", "agreed_by", "refused_by")
    op.create_table(
        "appointment_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_by", sa.Integer(), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.CheckConstraint(check, name=op.f(f"ck_appointment_proposal_{name}"))
            for name, check in (
                ("kind_is_known", "kind IN ('join', 'give', 'leave')"),
                ("role_is_known", ROLES),
                ("who_joins_is_invited", "(kind = 'join') = (invitation_id IS NOT NULL)"),
                ("others_have_an_account", "(kind <> 'join') = (account_id IS NOT NULL)"),
                ("two_people_appoint", "agreed_by <> proposed_by"),
                ("nobody_agrees_to_themselves", "agreed_by <> account_id"),
                ("nobody_refuses_for_themselves", "refused_by <> account_id OR refused_by = proposed_by"),
                ("agreed_by_somebody", "(agreed_by IS NULL) = (agreed_at IS NULL)"),
                ("refused_by_somebody", "(refused_by IS NULL) = (refused_at IS NULL)"),
                ("agreed_or_refused", "agreed_by IS NULL OR refused_by IS NULL"),
            )
        ),
        *(
            sa.ForeignKeyConstraint([column], ["account.id"], name=op.f(f"fk_appointment_proposal_{column}"))
            for column in people
        ),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_appointment_proposal_invitation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_proposal")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_appointment_proposal_invitation_id")),
    )


def _members() -> None:
    op.create_table(
        "round_member",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("substitute", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_round_member_account_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_member_round_id")),
        sa.PrimaryKeyConstraint("round_id", "account_id", name=op.f("pk_round_member")),
    )
    only = sa.text("substitute IS true")
    op.create_index(
        "uq_round_substitute", "round_member", ["round_id"], unique=True, sqlite_where=sa.text("substitute IS 1"), postgresql_where=only
    )


def _packs() -> None:
    op.create_table(
        "card_pack",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("first <= last", name=op.f("ck_card_pack_pack_has_cards")),
        sa.CheckConstraint("released_by <> made_by", name=op.f("ck_card_pack_another_person_releases")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_card_pack_made_by")),
        sa.ForeignKeyConstraint(["released_by"], ["account.id"], name=op.f("fk_card_pack_released_by")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_card_pack_round_id")),
        sa.PrimaryKeyConstraint("round_id", "first", name=op.f("pk_card_pack")),
    )


def downgrade() -> None:
    for name, table, *_ in reversed(GUARDS):
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {name}() CASCADE")  # and its triggers
        else:
            op.execute(f"DROP TRIGGER {name}")
    with op.batch_alter_table("invitation") as batch:
        batch.drop_constraint(op.f("ck_invitation_nobody_takes_up_their_own"), type_="check")
    op.drop_table("card_pack")
    op.drop_table("round_member")
    op.drop_table("last_read")
    op.drop_table("appointment_proposal")
