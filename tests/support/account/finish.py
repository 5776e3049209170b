"""From any state to the opening: what the list after the close names is done, by the acts that its pages offer."""

from __future__ import annotations

from collections import Counter
from itertools import count

from sqlalchemy import text

from pb.database import db
from pb.paper import queries as papers
from pb.paper.actions import open_ballot_box
from pb.paper.queries import Gap, facts_of_sessions, gaps, gaps_in
from pb.paper.queries.ballot_paper_accounts import facts_of_a_round
from pb.paper.rules.sums import every_vote_is_in, total
from pb.record.models import RecordLine
from pb.results.queries.gap_sentences import sentence_of_gap
from pb.voting.actions.box_opening import BOX_OPENED
from pb.voting.queries import envelopes_in, receipts
from tests.support.account.rarer_acts import RarerActs

_FOUND_LATE = "SELECT COUNT(*) FROM resolution WHERE round_id = :id AND matter = 'found'"
#: More acts than any play needs. A round that is not ready after so many cannot be opened by anybody.
TOO_MANY = 600
#: So many acts in a row do people who have a box before them, before anybody asks again what is left.
AT_ONCE = 5


class Play(RarerActs):
    """A whole round, and its end."""

    def looks(self) -> None:
        """What must be true at every moment."""
        found = papers.whereabouts(self.round_id)
        left = gaps_in(found)
        sums = found.sums()
        if not left:
            assert every_vote_is_in(sums), "nothing is left to do, and the sum does not come out"
            lost = db.session.scalar(text(_FOUND_LATE), {"id": self.round_id})
            assert every_vote_is_in(sums, papers.found_late(self.round_id)) == (lost == 0), (
                "“every vote is in” is said, or not, and is not so"
            )
        waiting = [id_ for id_, venue in self.venues.items() if venue.rights]
        named = {gap.session.id for gap in left if gap.session}
        assert set(waiting) <= named, "papers were issued, and the list is silent about their session"
        assert not self.post.rights or any(gap.kind == "post_waiting" for gap in left)
        assert sum(gap.number for gap in left if gap.kind == "held") == len(self.held)
        assert sum(gap.number for gap in left if gap.kind == "turns_open") == (
            len(self.turns) + self.begun_from_stock()
        )
        here = [each.id for each in found.sessions]
        assert facts_of_a_round(self.round_id, here) == facts_of_sessions(*here), (
            "a list and a page of one session differ"
        )
        at_home = found.number_of(None, "code", "cast")
        assert envelopes_in(self.round_id) == total(sums).cast + at_home == self.votes
        db.session.rollback()

    def ends(self) -> None:
        """Do what is named until nothing is; then open the ballot box and count what comes out."""
        self.phase = "closed"
        for id_, venue in sorted(self.venues.items()):  # each team comes back with its box, and counts
            if (venue.received or venue.issued) and papers.ballot_paper_account_of(id_) is None:
                self.accounts(sorted(self.venues).index(id_))
        looked = False
        for step in count():
            left = gaps(self.round_id)
            if not left and looked:
                break
            if not left:  # before the box is opened somebody looks under the seat of the car
                self.looks()
                looked = True
                self.finds_late(self.votes, 1 + step % 2, step)
                continue
            assert step < TOO_MANY, f"no way on from: {self._said(left)}"
            assert any(self._does(gap, step) for gap in left), f"nothing that is offered helps: {self._said(left)}"
        self.looks()
        done, ballots = self.tries(self._open)
        assert done, "the list is empty, and the box cannot be opened"
        assert ballots == self.votes == len(receipts(self.round_id))
        facts = db.session.query(RecordLine.facts).filter_by(act=BOX_OPENED.name).scalar()
        assert facts["papers"] == "same"
        db.session.rollback()

    def _said(self, left: list[Gap]) -> str:
        return f"{[str(sentence_of_gap(gap)) for gap in left]}; {Counter(gap.kind for gap in left)}"

    def _open(self) -> int:
        by = self.someone("coordinator")
        return open_ballot_box(by, self.reads_round())

    def _does(self, gap: Gap, step: int) -> bool:
        """Whether somebody can do something about this."""
        n = sorted(self.venues).index(gap.session.id) if gap.session else 0
        session = gap.session.id if gap.session else None
        acts = self.acts - self.refused
        if gap.kind in ("no_account", "account_waits"):
            if gap.kind == "no_account":
                self.accounts(n)
            self.agrees(n)
        elif gap.kind == "turns_open":
            for kiosk in [each for each, draft in self.turns.items() if draft.session == session]:
                self.ends_turn(sorted(self.kiosks).index(kiosk))
            self.accounts(n)  # those of a tablet's stock end with the account
        elif gap.kind in ("box_unopened", "bundle_open", "post_waiting"):
            for _ in range(AT_ONCE):  # whoever has a box before them goes on for a while before anybody asks again
                if not self.works_on(session, self.slips.pop() if self.slips else 0):
                    break
        elif gap.kind == "to_send" and gap.kiosk and step % 3:
            self.comes_back(gap.kiosk)
        else:
            self.resolves(gap, step)
        return self.acts - self.refused > acts or bool(self.slips)  # after a slip somebody tries again
