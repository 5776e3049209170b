"""The numbers of a kiosk's requests: each is taken once, and only upwards."""

from __future__ import annotations

from sqlalchemy import select, update

from pb.database import transaction
from pb.voting.models import Kiosk
from pb.voting.rules.request_signatures import MOST_AHEAD


def take_request_number(kiosk_id: int, count: int) -> int | None:
    """The kiosk's request number ``count`` has come. None when it may go on; or else the highest number that was taken
    already: this request was sent before, or a newer one overtook it.

    One UPDATE decides, so of two requests with one number one goes on. It changes no mark and waits for no disk: the
    worst that a power cut can do is to lose the last number.
    """
    table = Kiosk.__table__
    itself = table.c.id == kiosk_id
    with transaction(durable=False) as session:
        taken = session.connection().execute(
            update(table)
            .where(itself, table.c.last_count < count, table.c.last_count >= count - MOST_AHEAD)
            .values(last_count=count)
        )
        return None if taken.rowcount == 1 else session.scalar(select(table.c.last_count).where(itself)) or 0
