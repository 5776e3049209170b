"""Makers for rounds as a coordinator sets them up, and for the settings that go into the form."""

from __future__ import annotations

from datetime import datetime, timedelta

from pb import clock
from pb.rounds import actions
from pb.rounds.models import Round
from pb.rounds.rules import Settings
from pb.web.access import Actor, Role


class RoundMakers:
    """For ``Make``."""

    def settings(self, *, opens: datetime | None = None, **changed) -> Settings:
        """Settings that hold, for a round whose applications open at ``opens`` (in ten days)."""
        opens = opens or clock.now().replace(microsecond=0) + timedelta(days=10)
        values = {
            "name": f"Set up {self.next_number('set up')}",  # type: ignore[attr-defined]
            "pots": (("", 200_000),),
            "ceiling_pence": 50_000,
            "applications_open_at": opens,
            "applications_close_at": opens + timedelta(days=28),
            "voting_opens_at": opens + timedelta(days=42),
            "voting_closes_at": opens + timedelta(days=56),
            "post_closes_at": opens + timedelta(days=59),
            "age_declaration": "I am 60 or over.",
            "area_declaration": "I live in Edinburgh.",
            "criteria": ("It is for older people", "It is safe"),
        }
        return Settings(**{**values, **changed})

    def set_up_round(self, **changed) -> Round:
        """A round that a coordinator has set up, before applications open."""
        return actions.make_round(Actor(None, Role.COMMAND), self.settings(**changed))
