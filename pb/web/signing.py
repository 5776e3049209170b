"""Signatures with a time, by the one clock, of which no server is refused because its clock is a little ahead."""

from __future__ import annotations

from typing import Any

from itsdangerous import SignatureExpired, TimestampSigner

from pb import clock


class Signer(TimestampSigner):
    """itsdangerous signs with the machine's own clock and calls everything void that was signed a second "later" than
    now: on another server, or before the clock was put back. This one allows for ``clock.TOLERANCE``.
    """

    def get_timestamp(self) -> int:
        """Seconds since 1970 (UTC)."""
        return int(clock.unmoved().timestamp())

    def unsign(self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: bool = False) -> Any:
        """What was signed. Raises ``BadSignature``; ``SignatureExpired`` after ``max_age`` seconds, or where it is from
        further ahead than clocks may differ."""
        value, signed_at = super().unsign(signed_value, return_timestamp=True)
        if max_age is not None:
            age = self.get_timestamp() - int(signed_at.timestamp())
            if not -clock.TOLERANCE.total_seconds() <= age <= max_age:
                raise SignatureExpired("too old, or from the future", payload=value, date_signed=signed_at)
        return (value, signed_at) if return_timestamp else value
