"""Bundles: the seal of a box is opened, two people count its papers; at the end all its votes are cast together."""

from __future__ import annotations

import secrets
from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.marked import change_rows
from pb.paper import queries
from pb.paper.actions.ballot_paper_accounts import require_ballot_paper_account
from pb.paper.models import BallotPaperAccount, Bundle
from pb.paper.queries import PaperStatus
from pb.paper.rules import COUNT_AGAIN, IN_THE_BOX_ALREADY, PaperState, Reading
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import Actor
from pb.venues.models import VotingSession
from pb.voting.actions import Vote, cast
from pb.voting.models import Right
from pb.voting.queries import FrozenBallot, frozen_ballot
from pb.voting.rules.sentences import NOT_FROZEN_YET
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

BUNDLE_OPENED = Act("bundle.opened", _l("opened the papers from %(bundle)s and counted %(papers)s"))


def open_bundle(by: Actor, round_id: int, voting_session: VotingSession | None, papers: int) -> Bundle:
    """The seal of a session's box is opened and its papers are counted for the first time; None for reply envelopes.

    Refuses a session whose account is not complete, and a box that was opened before.
    """
    session_id = voting_session.id if voting_session else None
    with acting(by, BUNDLE_OPENED, round_id=round_id, session=session_id, papers=papers) as act:
        _require_frozen_ballot(round_id)
        if voting_session:
            require_ballot_paper_account(voting_session)
            if queries.bundle_of_session(voting_session.id):
                raise Refusal(
                    _l("This session box has already been opened."),
                    _l("Continue with its bundle on the paper desk."),
                )
        bundle = Bundle(
            round_id=round_id,
            session_id=session_id,
            channel="paper" if voting_session else "post",
            papers_in_box=papers,
            counted_by=by.account_id,
            made_at=clock.now(),
        )
        act.session.add(bundle)
        act.session.flush()
        act.facts["bundle"] = bundle.id
    return bundle


def expected_in_box(account: BallotPaperAccount | None) -> int | None:
    """How many papers a session's account says are in its box; None for post, where the envelopes were counted."""
    return account.in_the_box if account else None


BUNDLE_COUNTED = Act("bundle.counted", _l("counted the papers from %(bundle)s a second time: %(papers)s"), people=2)


def confirm_count(by: Actor, bundle: Bundle, papers: int, reason: str = "") -> bool:
    """A second person counts the papers. True when both counted the same; else the new count waits for another person.

    A number that is not what the session's account says needs a ``reason``, for which both stand.
    """
    what = {"bundle": bundle.id, "papers": papers}
    with acting(by, BUNDLE_COUNTED, round_id=bundle.round_id, reason=reason, **what) as act:
        if bundle.also_counted_by is not None:
            raise Refusal(_l("Two people have already counted this bundle."))
        if bundle.counted_by == by.account_id:
            raise Refusal(_l("You counted this bundle first, so someone else must count it now."))
        if bundle.papers_in_box == papers:
            expected = expected_in_box(queries.account_of(bundle.session_id) if bundle.session_id else None)
            if expected is not None and expected != papers and not reason.strip():
                said = _ln(
                    "The ballot paper account says %(num)s paper is in the session box.",
                    "The ballot paper account says %(num)s papers are in the session box.",
                    expected,
                )
                raise Refusal(said, COUNT_AGAIN, status=422)
            bundle.also_counted_by, bundle.reason = by.account_id, reason.strip()
        else:
            bundle.counted_by, bundle.papers_in_box = by.account_id, papers  # type: ignore[assignment]
        act.facts["same"] = same = bundle.also_counted_by is not None
    return same


def left_to_do(bundle: Bundle, paper_statuses: list[PaperStatus], strays: int) -> list[Sentence]:
    """What still has to be done before a bundle can go into the box, as sentences; empty when it is settled."""
    if bundle.also_counted_by is None:
        return [_l("A second person must count the papers.")]
    said = []
    states, box = Counter(paper_status.state for paper_status in paper_statuses), bundle.papers_in_box
    if n := states[PaperState.TYPED_ONCE]:
        said.append(_of_papers(n, box, _l("typed only once")))
    if n := states[PaperState.DIFFERS]:
        said.append(_of_papers(n, box, _l("the two entries differ, so a third person must check the paper")))
    if n := states[PaperState.TO_RULE]:
        said.append(_of_papers(n, box, _l("two people must make a ruling")))
    missing = box - len(paper_statuses) - strays
    if missing > 0:
        said.append(_of_papers(missing, box, _l("not typed yet")))
    if missing < 0:
        said.append(
            _ln(
                "%(num)s more paper was typed than counted. Look for a paper that was typed under two numbers.",
                "%(num)s more papers were typed than counted. Look for a paper that was typed under two numbers.",
                -missing,
            )
        )
    return said


def _of_papers(some: int, box: int, what: Sentence) -> Sentence:
    return _ln(
        "%(some)s of %(num)s paper: %(what)s.", "%(some)s of %(num)s papers: %(what)s.", box, some=some, what=what
    )


BUNDLE_CAST = Act("bundle.cast", _l("put the votes on the papers from %(bundle)s in the ballot box"))


def cast_bundle(by: Actor, bundle: Bundle) -> int:
    """A settled bundle goes into the box: whole, shuffled, in one transaction. Returns the number of votes.

    Every vote spends a right of its session (or of the post) that is as good as any other, so nothing leads from a
    serial to a ballot. Refuses a bundle that is not settled, or holds more papers than rights were given.
    """
    with acting(by, BUNDLE_CAST, round_id=bundle.round_id, bundle=bundle.id) as act:
        ballot = _require_frozen_ballot(bundle.round_id)
        # Locked, so that no second press and no late entry comes between the look and the cast.
        act.session.refresh(bundle, with_for_update={"of": Bundle})
        if bundle.cast_at is not None:
            raise Refusal(IN_THE_BOX_ALREADY)
        paper_statuses = queries.paper_statuses([bundle.id], ballot)[bundle.id]
        if said := left_to_do(bundle, paper_statuses, queries.strays_agreed([bundle.id])[bundle.id]):
            raise Refusal(_l("Some papers in this bundle are not settled yet."), " ".join(map(str, said)))
        rights = _rights(act.session, bundle, len(paper_statuses))
        votes = _cast_shuffled(
            act.session, ballot, bundle, [paper_status.counted for paper_status in paper_statuses], rights
        )
        _close_rights(act.session, bundle, rights, votes)
        bundle.cast_at, bundle.cast_by = clock.now(), by.account_id
        decided = [paper_status.ruling.decided for paper_status in paper_statuses if paper_status.ruling]
        reasons = Counter(each.reason for each in decided if each.counts is None)
        act.facts.update(papers=len(paper_statuses), votes=votes, not_counted=dict(sorted(reasons.items())))
    return votes


def _require_frozen_ballot(round_id: int) -> FrozenBallot:
    ballot = frozen_ballot(round_id)
    if ballot is None:
        raise Refusal(NOT_FROZEN_YET)
    return ballot


def _rights(session: Session, bundle: Bundle, papers: int) -> list[str]:
    """The unspent rights of the bundle's session or of the post, in random order."""
    kind = "paper" if bundle.channel == "paper" else "post"
    query = select(Right.key).where(Right.round_id == bundle.round_id, Right.kind == kind, Right.status.is_(None))
    if bundle.session_id:
        query = query.where(Right.session_id == bundle.session_id)
    keys = list(session.scalars(query.with_for_update()))
    if len(keys) < papers:
        raise Refusal(
            _l(
                "There are more papers in the bundle than were issued. In the bundle: %(papers)s. Issued: %(given)s.",
                papers=papers,
                given=len(keys),
            ),
            _l(
                "Go to the page for issuing papers at this session. Enter the codes of cards that were handed in "
                "but not entered, or add papers that were not recorded. Then try again."
            )
            if bundle.session_id
            else _l(
                "Go to the page for reply envelopes. Enter the codes of cards that were handed in but not "
                "entered, or add envelopes that were not recorded. Then try again."
            ),
        )
    secrets.SystemRandom().shuffle(keys)
    return keys


def _cast_shuffled(
    session: Session, ballot: FrozenBallot, bundle: Bundle, readings: list[Reading | None], rights: list[str]
) -> int:
    """Cast what counts; takes the rights that it spends off the end of ``rights``."""
    voting_session = queries.session_of_bundle(bundle)
    counting = [reading for reading in readings if reading is not None]
    secrets.SystemRandom().shuffle(counting)
    for reading in counting:
        vote = Vote(
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
        change_rows(session, Right, [Right.key.in_(ended[start : start + 500])], status="unused")
