"""Makers for the paper desk: papers printed and issued, accounts closed, bundles counted by two, papers typed."""

from __future__ import annotations

from pb.paper import actions, queries
from pb.paper.models import Bundle, Paper
from pb.paper.rules import PaperCounts, read_entry
from pb.people.models import Account
from pb.venues.models import VotingSession
from pb.venues.rules.heads import Heads
from pb.voting.actions import issue_paper
from pb.voting.queries import frozen_ballot
from pb.web.access import Actor, Role
from tests.support.makers.voting import COMMAND

#: The number on the seal of every session box that is made here.
SEAL = "A 4711"


def counter(account: Account) -> Actor:
    """Somebody who types papers."""
    return Actor(account.id, Role.COUNTER)


def counted(voting_session: VotingSession, figures: PaperCounts, by: str = "Nan, the host") -> Heads:
    """The host counted as many voters as ballots were opened on tablets and papers issued."""
    known = queries.facts_of_sessions(voting_session.id)[voting_session.id]
    return Heads(known.opened + max(0, figures.issued - figures.spoiled), by)


class PaperMakers:
    """For ``Make``. The round's entitlement is "vouch", so that papers go out without cards. ``seal``: the number on each box;
    without one a second person agrees to the account.
    """

    seal = SEAL

    def papers(self, voting_session: VotingSession, printed: int, issued: int) -> list[str]:
        """``printed`` papers for a session, of which ``issued`` are with voters; the serials."""
        batch = actions.print_batch(Actor(None, Role.COMMAND), voting_session.round_id, voting_session, printed)
        for _ in range(issued):
            issue_paper(COMMAND, voting_session)
        return queries.serials_of(batch.id)

    def accounted(self, voting_session: VotingSession) -> None:
        """The account of a session at which everybody voted on a tablet, with the heads that the host counted."""
        by, none = Actor(voting_session.team[0].account_id, Role.FACILITATOR), PaperCounts(0, 0, 0, 0, 0)
        actions.submit_ballot_paper_account(by, voting_session, none, heads=counted(voting_session, none))

    def bundle(self, voting_session: VotingSession, *, in_box: int, one: Account, two: Account) -> Bundle:
        """The session's account is closed, its seal opened, its papers counted by ``one`` and ``two``."""
        printed, (issued, replaced) = queries.printed_for(voting_session.id), queries.papers_issued(voting_session.id)
        figures = PaperCounts(printed, issued, printed - issued, replaced, issued - replaced - in_box)
        by = Actor(voting_session.team[0].account_id, Role.FACILITATOR)
        heads, why = counted(voting_session, figures), "" if self.seal else "There were no seals."
        actions.submit_ballot_paper_account(by, voting_session, figures, why, heads, seal=self.seal)
        if why:
            another = Actor(self.staff(Role.FACILITATOR).id, Role.FACILITATOR)  # type: ignore[attr-defined]
            actions.agree_ballot_paper_account(another, voting_session)
        bundle = actions.open_bundle(counter(one), voting_session.round_id, voting_session, in_box, seal=self.seal)
        assert actions.confirm_count(counter(two), bundle, in_box, seal=self.seal)
        return bundle

    def typed(self, bundle: Bundle, who: Account, pass_number: int, papers: dict[str, str]) -> None:
        """``who`` types papers: {serial: "3 7 12"}."""
        for serial, numbers in papers.items():
            reading = read_entry(numbers, frozen_ballot(bundle.round_id).rules)
            actions.type_paper(counter(who), bundle, pass_number, self.paper(bundle, serial), reading)

    def typed_bundle(self, *papers: str, **settings) -> Bundle:
        """A session's bundle that two counters have typed alike, a paper for each of ``papers``: "3 7"."""
        round_ = self.voting_round(**{"projects": 9, "entitlement": "vouch", **settings})  # type: ignore[attr-defined]
        team, one, two = (self.staff(role) for role in (Role.FACILITATOR, Role.COUNTER, Role.COUNTER))  # type: ignore[attr-defined]
        voting_session = self.session_at(round_, team)  # type: ignore[attr-defined]
        serials = self.papers(voting_session, len(papers), len(papers))
        bundle = self.bundle(voting_session, in_box=len(papers), one=one, two=two)
        for pass_number, who in ((1, one), (2, two)):
            self.typed(bundle, who, pass_number, dict(zip(serials, papers, strict=True)))
        return bundle

    def paper(self, bundle: Bundle, serial: str) -> Paper:
        """The paper with this serial."""
        found = queries.paper_of(bundle.round_id, serial)
        assert found is not None
        return found
