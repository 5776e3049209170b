"""A settled bundle goes into the ballot box: all its votes together, in random order."""

from __future__ import annotations

import secrets
from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.marked import change_rows
from pb.paper import queries
from pb.paper.actions.ballot_paper_accounts import require_ballot_paper_account
from pb.paper.actions.bundles import left_to_do
from pb.paper.models import Bundle
from pb.paper.rules import IN_THE_BOX_ALREADY, PaperReading
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, COUNTER, Actor
from pb.voting.actions import VoteToCast, cast
from pb.voting.models import VotingRight
from pb.voting.queries import FrozenBallot, require_frozen_ballot
from pb.words import lazy_gettext as _l

BUNDLE_CAST = Act(
    queries.BUNDLE_CAST,
    _l("put the votes on the papers from %(bundle)s in the ballot box"),
    only=(COORDINATOR, COUNTER),
)


def cast_bundle(by: Actor, bundle: Bundle) -> int:
    """A settled bundle goes into the box: whole, shuffled, in one transaction. Returns the number of votes.

    Every vote spends a right of its session (or of the post) that is as good as any other, so nothing leads from a
    serial to a ballot. Refuses a bundle that is not settled, whose account waits for a second person, or that holds
    more papers than rights were given, until two people have decided about those.
    """
    with acting(by, BUNDLE_CAST, round_id=bundle.round_id, bundle=bundle.id) as act:
        ballot = require_frozen_ballot(bundle.round_id)
        # Locked, so that no second press and no late entry comes between the look and the cast.
        act.session.refresh(bundle, with_for_update={"of": Bundle})
        if bundle.cast_at is not None:
            raise Refusal(IN_THE_BOX_ALREADY)
        paper_statuses = queries.paper_statuses([bundle.id], ballot)[bundle.id]
        if said := left_to_do(bundle, paper_statuses, queries.strays_agreed([bundle.id])[bundle.id]):
            raise Refusal(_l("Some papers in this bundle are not settled yet."), " ".join(map(str, said)))
        if voting_session := queries.session_of_bundle(bundle):
            require_ballot_paper_account(voting_session)  # a paper may have been issued since
        rights = _rights(act.session, bundle, len(paper_statuses))
        votes = _cast_shuffled(
            act.session, ballot, bundle, [paper_status.counted for paper_status in paper_statuses], rights
        )
        _close_rights(act.session, bundle, rights, votes)
        bundle.cast_at, bundle.cast_by = clock.now(), by.account_id
        decided = [paper_status.ruling.decided for paper_status in paper_statuses if paper_status.ruling]
        for name, counts in (("not_counted", False), ("counted_otherwise", True)):
            reasons = Counter(each.reason for each in decided if (each.counts is not None) == counts)
            act.facts[name] = dict(sorted(reasons.items()))
        act.facts.update(papers=len(paper_statuses), votes=votes)
    return votes


ENTER_THE_CARDS = _l(
    "If cards were handed in but not entered, enter their codes now. If not, two people must decide about the extra papers, "
    "on the page “What does not add up”."
)
CHECK_IN_THE_ENVELOPES = _l(
    "If there are reply envelopes whose codes were not entered, check them in now. If not, two people must decide about the "
    "extra papers, on the page “What does not add up”."
)


def _rights(session: Session, bundle: Bundle, papers: int) -> list[str]:
    """The unspent rights of the bundle's session or of the post, in random order."""
    kind = "paper" if bundle.channel == "paper" else "post"
    query = select(VotingRight.key).where(
        VotingRight.round_id == bundle.round_id, VotingRight.kind == kind, VotingRight.status.is_(None)
    )
    if bundle.session_id:
        query = query.where(VotingRight.session_id == bundle.session_id)
    keys = list(session.scalars(query.with_for_update()))
    if len(keys) + queries.left_out(bundle.id) < papers:
        raise Refusal(
            _l(
                "There are more papers in the bundle than were issued. In the bundle: %(papers)s. Issued: %(given)s.",
                papers=papers,
                given=len(keys),
            ),
            ENTER_THE_CARDS if bundle.session_id else CHECK_IN_THE_ENVELOPES,
        )
    secrets.SystemRandom().shuffle(keys)
    return keys


def _cast_shuffled(
    session: Session, ballot: FrozenBallot, bundle: Bundle, readings: list[PaperReading | None], rights: list[str]
) -> int:
    """Cast what counts; takes the rights that it spends off the end of ``rights``. Where two people decided that some
    papers do not count because there are too many, chance says which: nobody can tell the papers apart.
    """
    voting_session = queries.session_of_bundle(bundle)
    counting = [reading for reading in readings if reading is not None]
    secrets.SystemRandom().shuffle(counting)
    counting = counting[: len(rights)]
    for reading in counting:
        vote = VoteToCast(
            ballot=ballot,
            right_key=rights.pop(),
            attempt=secrets.token_hex(16),
            choices=reading.choices,
            channel=bundle.channel,
            venue_id=voting_session.venue_id if voting_session else None,
        )
        cast(session, vote)
    return len(counting)


def _close_rights(session: Session, bundle: Bundle, left: list[str], votes: int) -> None:
    """Rights of papers that do not count end unused; for a session's only box also those of papers that were issued and
    are not in it.
    """
    ended = left if bundle.session_id else left[: bundle.papers_in_box - votes]
    for start in range(0, len(ended), 500):
        change_rows(session, VotingRight, [VotingRight.key.in_(ended[start : start + 500])], status="unused")
