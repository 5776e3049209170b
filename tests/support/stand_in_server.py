"""What a tablet talks to in place of the server's own pages for it: it answers when it can be reached, and keeps what came."""

from __future__ import annotations

import base64
import json
import secrets
from datetime import timedelta
from typing import Any

from pb import clock
from pb.codes import code_of_digest
from pb.rounds.models import Round
from pb.voting.actions.ballot_keys import load_ballot_key
from pb.voting.rules.sealing import Choices, EnvelopeOpener


class StandInServer:
    """``stock``: ballots for so many voters. ``is_cut``: the tablet has no network. ``lost``: so many answers get lost on their way back."""

    def __init__(self, context: Any, round_: Round, stock: int = 10) -> None:
        self.round = round_
        self.stock = [secrets.token_hex(16) for _ in range(stock)]
        self.version = ""
        self.votes: dict[str, dict[str, Any]] = {}
        self.told: list[dict[str, Any]] = []
        self.is_cut, self.lost = False, 0
        context.route("**/kiosk/contact", self._contact)
        context.route("**/kiosk/votes", self._votes)

    def _contact(self, route: Any) -> None:
        if self.is_cut:
            route.abort()
            return
        told = json.loads(route.request.post_data)
        self.told.append(told)
        self.stock = [right for right in self.stock if right not in told["begun"]]
        now, hour = clock.now(), timedelta(hours=1)
        open_now = {"opens_at": (now - hour).isoformat(), "closes_at": (now + hour).isoformat()}
        more = {"stock": self.stock, "withdrawn": [], "version": self.version, "now": now.isoformat(), "ended": False}
        route.fulfill(json={**open_now, **more})

    def _votes(self, route: Any) -> None:
        if self.is_cut:
            route.abort()
            return
        sent = json.loads(route.request.post_data)["votes"]
        for vote in sent:
            assert self.votes.setdefault(vote["right"], vote) == vote, "the same right brought another vote"
        if self.lost:
            self.lost -= 1
            route.abort()
            return
        route.fulfill(json={"answers": [{"right": vote["right"], "answer": "taken"} for vote in sent]})

    def ballots(self) -> list[Choices]:
        """What the votes that came say, opened with the round's key, in no order."""
        opener = EnvelopeOpener(load_ballot_key(self.round).private)
        return [
            opener.unseal(self.round.id, right, base64.b64decode(vote["sealed"]))
            for right, vote in sorted(self.votes.items())
        ]

    def receipts(self) -> set[str]:
        """The receipts that their voters were shown."""
        return {code_of_digest(vote["digest"]) for vote in self.votes.values()}
