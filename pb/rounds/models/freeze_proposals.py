"""Who wants to freeze the ballot of a round, on what they were shown, and who agreed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.rounds.rules.sentences import FREEZE_IS_DECIDED, FROZEN_BY_A_MEMBER


class FreezeProposal(Marked, db.Model):
    """A coordinator's proposal to freeze the ballot as ``document`` says it; ``substitute_id`` and ``holders`` (of the word
    sheets) are whom they chose. A steering group member agrees, and that is the freeze: ``agreed_at`` is the round's
    ``frozen_at``. Whatever changes in between, nobody can agree to it any more.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    substitute_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    #: Account ids as JSON; none where the key lies in the folder.
    holders: Mapped[str] = mapped_column(Text)
    #: ``pb.programme.queries.freeze_proposals.what_freezes`` at that moment, as JSON.
    document: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCTime)
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UTCTime)

    __table_args__ = (
        CheckConstraint("agreed_by <> proposed_by", name="two_people_freeze"),
        CheckConstraint("(agreed_by IS NULL) = (agreed_at IS NULL)", name="agreed_by_somebody"),
    )

    @property
    def holder_ids(self) -> list[int]:
        """Who is to keep a word sheet."""
        return json.loads(self.holders)

    @property
    def proposed(self) -> dict[str, Any]:
        """What was to be frozen when it was proposed."""
        return json.loads(self.document)


_CHANGED = " OR ".join(
    f"NEW.{name} <> OLD.{name}"
    for name in ("round_id", "substitute_id", "holders", "document", "proposed_by", "proposed_at")
)

guard(
    "freeze_proposed_before_the_freeze",
    table="freeze_proposal",
    before="INSERT",
    when="NEW.agreed_by IS NOT NULL OR NOT EXISTS (SELECT 1 FROM round WHERE round.id = NEW.round_id AND "
    "round.frozen_at IS NULL AND round.source = 'people')",
    saying=FREEZE_IS_DECIDED,
)
guard(
    "freeze_proposal_stays",
    table="freeze_proposal",
    before="UPDATE",
    when=f"OLD.agreed_at IS NOT NULL OR {_CHANGED}",
    saying=FREEZE_IS_DECIDED,
)
guard(
    "freeze_proposal_kept",
    table="freeze_proposal",
    before="DELETE",
    when="OLD.agreed_at IS NOT NULL",
    saying=FREEZE_IS_DECIDED,
)
guard(
    "members_agree_to_the_freeze",
    table="freeze_proposal",
    before="UPDATE",
    when="NEW.agreed_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM appointment JOIN account ON account.id = "
    "appointment.account_id WHERE account.closed_at IS NULL AND appointment.account_id = NEW.agreed_by AND "
    "appointment.role = 'steering')",
    saying=FROZEN_BY_A_MEMBER,
)
