"""Who is to join, to leave or to get a role: invitations, proposals, and what the database asks of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.people.models.accounts import ROLE_IS_KNOWN, Account
from pb.people.models.by_two import ByTwo, checks_of_two
from pb.people.rules import COORDINATOR_OR_MEMBER, MEMBERS_AGREE, ONE_COORDINATOR
from pb.people.rules.sentences import ALREADY_DECIDED
from pb.words import lazy_gettext as _l


class Invitation(Marked, db.Model):
    """A link that makes one account with this name and role. Only a hash of its token is kept; it works once and for
    a week.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(20))
    invited_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime] = mapped_column(UTCTime)
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), unique=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCTime)

    proposal: Mapped[AppointmentProposal | None] = relationship(back_populates="invitation")

    __table_args__ = (
        CheckConstraint(ROLE_IS_KNOWN, name="role_is_known"),
        CheckConstraint("accepted_by <> invited_by", name="nobody_takes_up_their_own"),
    )


class AppointmentProposal(ByTwo, Marked, db.Model):
    """Somebody is to "join" (by an ``invitation``), or somebody with an account is to be "given" ``role`` or to
    "leave" it. In force once a steering group member, who is neither the proposer nor the proposed, has agreed.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    role: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"), unique=True)

    account: Mapped[Account | None] = relationship(foreign_keys=account_id)
    invitation: Mapped[Invitation | None] = relationship(back_populates="proposal")

    __table_args__ = (
        CheckConstraint("kind IN ('join', 'give', 'leave')", name="kind_is_known"),
        CheckConstraint(ROLE_IS_KNOWN, name="role_is_known"),
        CheckConstraint("(kind = 'join') = (invitation_id IS NOT NULL)", name="who_joins_is_invited"),
        CheckConstraint("(kind <> 'join') = (account_id IS NOT NULL)", name="others_have_an_account"),
        *checks_of_two("two_people_appoint", "nobody_agrees_to_themselves"),
        CheckConstraint("ended_by <> account_id OR ended_by = proposed_by", name="nobody_refuses_for_themselves"),
    )


#: Two of them, besides whom it is about, look after who belongs to the programme.
_OTHER_MEMBERS = (
    "(SELECT count(*) FROM appointment AS theirs JOIN account AS member ON member.id = theirs.account_id "
    "WHERE theirs.role = 'steering' AND member.closed_at IS NULL AND theirs.account_id <> {person})"
)


_AGREED = (
    "EXISTS (SELECT 1 FROM appointment_proposal LEFT JOIN invitation ON invitation.id = appointment_proposal.invitation_id "
    "WHERE appointment_proposal.agreed_by IS NOT NULL AND appointment_proposal.role = {role} AND ({which}))"
)


_AGREED_TO_COME = _AGREED.format(
    role="NEW.role",
    which="(appointment_proposal.kind = 'give' AND appointment_proposal.account_id = NEW.account_id) "
    "OR invitation.accepted_by = NEW.account_id",
)


_AGREED_TO_GO = _AGREED.format(
    role="'steering'", which="appointment_proposal.kind = 'leave' AND appointment_proposal.account_id = OLD.account_id"
)


for _before in ("INSERT", "UPDATE"):
    guard(
        f"coordinator_or_member_{_before.lower()}",
        table="appointment",
        before=_before,
        when="NEW.role IN ('coordinator', 'steering') AND EXISTS (SELECT 1 FROM appointment AS other WHERE "
        "other.account_id = NEW.account_id AND other.role IN ('coordinator', 'steering') AND other.role <> NEW.role)",
        saying=COORDINATOR_OR_MEMBER,
    )


guard(
    "members_agree_who_comes",
    table="appointment",
    before="INSERT",
    when=f"NEW.role IN ('coordinator', 'steering') AND {_OTHER_MEMBERS.format(person='NEW.account_id')} >= 2 "
    f"AND NOT {_AGREED_TO_COME}",
    saying=MEMBERS_AGREE,
)


guard(
    "members_agree_who_goes",
    table="appointment",
    before="DELETE",
    when=f"OLD.role = 'steering' AND {_OTHER_MEMBERS.format(person='OLD.account_id')} >= 1 AND NOT {_AGREED_TO_GO}",
    saying=MEMBERS_AGREE,
)


guard(
    "members_are_not_closed",
    table="account",
    before="UPDATE",
    when="NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL AND EXISTS (SELECT 1 FROM appointment WHERE "
    f"appointment.account_id = OLD.id AND appointment.role = 'steering') AND {_OTHER_MEMBERS.format(person='OLD.id')} >= 1",
    saying=MEMBERS_AGREE,
)


_ANOTHER_COORDINATOR = (
    "EXISTS (SELECT 1 FROM appointment AS theirs JOIN account AS other ON other.id = theirs.account_id "
    "WHERE theirs.role = 'coordinator' AND other.closed_at IS NULL AND theirs.account_id <> {person})"
)


guard(
    "a_coordinator_stays_open",
    table="account",
    before="UPDATE",
    when="NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL AND EXISTS (SELECT 1 FROM appointment WHERE "
    "appointment.account_id = OLD.id AND appointment.role = 'coordinator') "
    f"AND NOT {_ANOTHER_COORDINATOR.format(person='OLD.id')}",
    saying=ONE_COORDINATOR,
)


guard(
    "a_coordinator_stays_in_the_role",
    table="appointment",
    before="DELETE",
    when="OLD.role = 'coordinator' AND EXISTS (SELECT 1 FROM account WHERE account.id = OLD.account_id AND "
    f"account.closed_at IS NULL) AND NOT {_ANOTHER_COORDINATOR.format(person='OLD.account_id')}",
    saying=ONE_COORDINATOR,
)


guard(
    "invitations_wait_for_a_member",
    table="invitation",
    before="UPDATE",
    when="NEW.accepted_by IS NOT NULL AND OLD.accepted_by IS NULL AND EXISTS (SELECT 1 FROM appointment_proposal WHERE "
    "appointment_proposal.invitation_id = NEW.id AND appointment_proposal.agreed_by IS NULL)",
    saying=MEMBERS_AGREE,
)


guard(
    "members_agree_to_proposals",
    table="appointment_proposal",
    before="UPDATE",
    when="NEW.agreed_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM appointment WHERE "
    "appointment.account_id = NEW.agreed_by AND appointment.role = 'steering')",
    saying=MEMBERS_AGREE,
)


guard(
    "appointment_proposal_stays",
    table="appointment_proposal",
    before="UPDATE",
    when="OLD.agreed_by IS NOT NULL OR OLD.ended_by IS NOT NULL",
    saying=ALREADY_DECIDED,
)


guard(
    "appointment_proposal_kept",
    table="appointment_proposal",
    before="DELETE",
    saying=_l("A proposal stays in the record."),
)
