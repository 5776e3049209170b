"""Rows of two votes by post, for a programme with something in every table."""

from __future__ import annotations

from typing import Any

from pb import clock
from pb.voting.models import PostalAddress, PostalAsk, PostalRequest, PostalReturn, UnopenedEnvelope
from pb.voting.rules.post import UNOPENED, WAYS


def rows_of_post(session: Any, round_id: int) -> None:
    """Of two cards that were posted and came back, and two envelopes that stay closed."""
    ways, reasons = list(WAYS), list(UNOPENED)
    for n in (1, 2):
        here = {"round_id": round_id, "number": n}
        session.add(PostalRequest(**here, way=ways[n % len(ways)], large_print=n == 1, sent=True))
        session.flush()
        session.add(PostalAddress(**here, name=f"Rose {n}", address=f"{n} Quay Street"))
        session.add(PostalReturn(**here))
        session.add(
            PostalAsk(id=100 + n, round_id=round_id, name=f"Jim {n}", address=f"{n} High Street", asked_at=clock.now())
        )
        session.add(UnopenedEnvelope(round_id=round_id, reason=reasons[n]))
