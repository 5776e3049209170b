"""Rules of a round that changed, with their old and new words: for groups that had applied under the old ones."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.guards import guard
from pb.marked import Marked
from pb.rounds.rules.sentences import RULE_CHANGES_STAY


class RuleChange(Marked, db.Model):
    """A rule of a round that was changed before the freeze. ``rule``: the name of the setting, or "criteria", "pots";
    ``old_value`` and ``new_value``: its values as JSON.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    rule: Mapped[str] = mapped_column(String(40))
    old_value: Mapped[str] = mapped_column(Text)
    new_value: Mapped[str] = mapped_column(Text)
    #: None: the command line.
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime] = mapped_column(UTCTime)

    @property
    def values(self) -> tuple[Any, Any]:
        """What the rule was and is now: text, a number, yes or no, a moment as ISO text, or a list."""
        return json.loads(self.old_value), json.loads(self.new_value)


guard("rule_change_stays", table="rule_change", before="UPDATE", saying=RULE_CHANGES_STAY)
