"""People who were counted at sessions, beside the ballots that they were given: for those who sign, and for the result."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from pb.damaged import undamaged
from pb.database import db
from pb.paper.models import BallotPaperAccount
from pb.paper.queries.ballot_paper_accounts import facts_of_a_round, facts_of_sessions, heads_of, paper_counts_of
from pb.venues.models import HeadCount, VotingSession
from pb.venues.rules.heads import head_agreement_error
from pb.voting.queries import kiosks_of
from pb.words import Sentence


@dataclass(frozen=True)
class HeadsAndBallots:
    """Of a session with an account. ``heads``: people counted, None where nobody counted; ``ballots``: opened on tablets and
    issued on paper, each voter once; ``known``: False where one of the numbers was changed outside the program.
    """

    heads: int | None
    ballots: int
    known: bool = True

    @property
    def differ(self) -> bool:
        """Whether those who sign should ask about it."""
        return not self.known or (self.ballots > 0 if self.heads is None else self.heads != self.ballots)


def heads_and_ballots(round_id: int) -> dict[int, HeadsAndBallots]:
    """What was counted at each session of a round that has an account, by session id."""
    of_round = select(VotingSession.id).where(VotingSession.round_id == round_id)
    rows = db.session.scalars(select(BallotPaperAccount).where(BallotPaperAccount.session_id.in_(of_round))).all()
    counted = db.session.scalars(select(HeadCount).where(HeadCount.session_id.in_(of_round))).all()
    accounts = {each.session_id: each for each in undamaged(db.session(), rows)}
    heads = {each.session_id: each.heads for each in undamaged(db.session(), counted)}
    wrong = ({each.session_id for each in rows} - accounts.keys()) | (
        {each.session_id for each in counted} - heads.keys()
    )
    found = {each.session_id: HeadsAndBallots(None, 0, known=False) for each in rows}
    facts = facts_of_a_round(round_id, db.session.scalars(of_round).all())
    for id_ in found.keys() - wrong:
        found[id_] = HeadsAndBallots(heads.get(id_), facts[id_].given_out(paper_counts_of(accounts[id_])))
    return found


def account_agreement_error(voting_session: VotingSession, account_id: int | None) -> Sentence | None:
    """Why this person cannot agree to the account of a session as it is; None when they can."""
    account, heads = db.session.get(BallotPaperAccount, voting_session.id), heads_of(voting_session.id)
    if account is None:
        return None
    known = facts_of_sessions(voting_session.id)[voting_session.id]
    differs = bool(known.heads_differ(paper_counts_of(account), heads.heads if heads else None))
    set_up_by = {each.paired_by for each in kiosks_of(voting_session.id)}
    return head_agreement_error(account_id, set_up_by, opened=known.opened, differs=differs)
