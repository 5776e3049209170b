"""Tablets that seal votes themselves, in the play: they begin turns from their stock, and send when they have a network."""

from __future__ import annotations

from sqlalchemy import func, select

from pb.database import db
from pb.voting import actions as voting
from pb.voting.models import BEGUN_FROM_STOCK, Kiosk, VotingRight
from tests.support.account.venue_acts import VenueActs
from tests.support.tablets import Tablet


class StockActs(VenueActs):
    """What happens on a tablet without a network, and when it has one."""

    def tablet(self, n: int) -> Tablet | None:
        """Where voters bring cards no tablet has a stock."""
        kiosk = self.kiosk(n)
        if kiosk is None or self.round.entitlement != "vouch":
            return None
        return self.tablets.setdefault(kiosk.id, Tablet(kiosk))

    def makes_contact(self, n: int) -> None:
        if tablet := self.tablet(n):
            self.tries(lambda: tablet.makes_contact(3))

    def votes_without_a_network(self, n: int, voters: int, unused: bool) -> None:
        """So many voters come; one of them may walk away."""
        tablet = self.tablet(n)
        if tablet is None or self.phase != "voting":
            return
        for _ in range(min(voters, len(tablet.stock))):
            with self.now():
                tablet.vote(2)
        if unused and tablet.stock:
            tablet.unused.append(tablet.begins())
        db.session.rollback()

    def sends(self, n: int, most: int, again: bool) -> None:
        """Votes are sent, some perhaps a second time, as the answer was lost on the way."""
        tablet = self.tablet(n)
        if tablet is None:
            return
        votes = tablet.waiting[:most] + (self.sent.get(tablet.kiosk_id, [])[-2:] if again else [])
        done, answers = self.tries(lambda: tablet.sends(*votes)) if votes else (False, [])
        for vote, answer in zip(votes, answers, strict=True) if done else ():
            self._was_answered(tablet, vote, answer)

    def _was_answered(self, tablet: Tablet, vote: voting.SentVote, answer: str) -> None:
        before = self.sent.setdefault(tablet.kiosk_id, [])
        if vote in before:
            status = db.session.get_one(VotingRight, vote.right_key).status
            assert answer == {"cast": "taken", "unused": "held", "void": "refused"}[status or ""]
            return
        assert answer in ("taken", "held"), "a vote that was given an opening is never refused in silence"
        before.append(vote)
        if answer == "held":
            self.held[vote.right_key] = tablet.kiosk_id
        else:
            self.votes += 1

    def says_goodbye(self, n: int) -> None:
        """A tablet with votes does not offer it. What was in its browser is gone afterwards."""
        tablet = self.tablet(n)
        if tablet is None or tablet.waiting:
            return
        self.makes_contact(n)
        if self.tries(lambda: voting.leave(tablet.session, tablet.kiosk))[0]:
            tablet.stock, tablet.begun, tablet.unused = [], [], []
            self.turns.pop(tablet.kiosk_id, None)

    def comes_back(self, kiosk: Kiosk) -> None:
        """After the close somebody finds the tablet, and switches it on."""
        n = sorted(self.kiosks).index(kiosk.id)
        for _ in range(-(-len(self.tablets[kiosk.id].waiting) // 10)):
            self.sends(n, 10, again=False)
        assert not self.tablets[kiosk.id].waiting
        self.makes_contact(n)

    def begun_from_stock(self) -> int:
        """How many ballots the program takes for open on such tablets."""
        here = (VotingRight.round_id == self.round_id, BEGUN_FROM_STOCK)
        return db.session.scalar(select(func.count()).select_from(VotingRight).where(*here)) or 0
