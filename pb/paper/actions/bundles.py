"""Bundles: the seal of a box is opened, two people count its papers, and count them again where that was wrong."""

from __future__ import annotations

from collections import Counter

from pb import clock
from pb.paper import queries
from pb.paper.actions.ballot_paper_accounts import require_ballot_paper_account
from pb.paper.actions.seals import note_seal, seal_is_agreed
from pb.paper.models import BallotPaperAccount, Bundle
from pb.paper.queries import PaperStatus
from pb.paper.rules import COUNT_AGAIN, IN_THE_BOX_ALREADY, PaperState
from pb.paper.rules.sentences import COUNT_BY_TWO
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, COUNTER, Actor
from pb.unicode_text import tidy
from pb.venues.models import VotingSession
from pb.voting.queries import require_frozen_ballot
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

BUNDLE_OPENED = Act(
    "bundle.opened", _l("opened the papers from %(bundle)s and counted %(papers)s"), only=(COORDINATOR, COUNTER)
)


def open_bundle(
    by: Actor,
    round_id: int,
    voting_session: VotingSession | None,
    papers: int,
    *,
    seal: str = "",
    seal_reason: str = "",
) -> Bundle:
    """The seal of a session's box is opened and its papers are counted for the first time; None for reply envelopes.
    ``seal``: the number on it, where one was written down; another one needs a ``seal_reason``.

    Refuses a session whose account is not complete, and a box that was opened before.
    """
    session_id = voting_session.id if voting_session else None
    with acting(by, BUNDLE_OPENED, round_id=round_id, reason=seal_reason, session=session_id, papers=papers) as act:
        require_frozen_ballot(round_id)
        account = require_ballot_paper_account(voting_session) if voting_session else None
        if voting_session and queries.bundle_of_session(voting_session.id):
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
        if account and account.seal:
            note_seal(by, bundle, account, seal, seal_reason)
        act.session.add(bundle)
        act.session.flush()
        act.facts["bundle"] = bundle.id
    return bundle


def expected_in_box(account: BallotPaperAccount | None) -> int | None:
    """How many papers a session's account says are in its box; None for post, where the envelopes were counted."""
    return account.in_the_box if account else None


def _expected(bundle: Bundle) -> int | None:
    return expected_in_box(queries.ballot_paper_account_of(bundle.session_id) if bundle.session_id else None)


BUNDLE_COUNTED_AGAIN = Act(
    "bundle.recounted", _l("counted the papers from %(bundle)s again: %(papers)s"), only=(COORDINATOR, COUNTER)
)


def count_bundle_again(by: Actor, bundle: Bundle, papers: int) -> None:
    """A bundle that two people counted is counted again from the start: a paper was left over, or one too few was
    there. A second person then counts as before. What was typed stays. Refuses once its votes are in the ballot box.
    """
    with acting(by, BUNDLE_COUNTED_AGAIN, round_id=bundle.round_id, bundle=bundle.id, papers=papers):
        if bundle.cast_at is not None:
            raise Refusal(IN_THE_BOX_ALREADY)
        if bundle.also_counted_by is None:
            raise Refusal(COUNT_BY_TWO)
        bundle.papers_in_box, bundle.reason = papers, ""
        bundle.counted_by, bundle.also_counted_by = by.account_id, None  # type: ignore[assignment]


BUNDLE_COUNTED = Act(
    "bundle.counted",
    _l("counted the papers from %(bundle)s a second time: %(papers)s"),
    only=(COORDINATOR, COUNTER),
    people=2,
    shows=lambda bundle: (bundle, _expected(bundle)),
)


def confirm_count(
    by: Actor, bundle: Bundle, papers: int, reason: str = "", *, seal: str = "", seal_reason: str = ""
) -> bool:
    """A second person counts the papers, and reads the ``seal`` where its number was written down. True when both counted
    and read the same; else what this one says waits for another person.

    A number that is not what the session's account says needs a ``reason`` (``seal_reason``), for which both stand.
    """
    what = {"bundle": bundle.id, "papers": papers}
    why = " ".join(filter(None, (tidy(reason), tidy(seal_reason))))
    with acting(by, BUNDLE_COUNTED, round_id=bundle.round_id, reason=why, **what) as act:
        if bundle.also_counted_by is not None:
            raise Refusal(_l("Two people have already counted this bundle."))
        if bundle.counted_by == by.account_id:
            raise Refusal(_l("You counted this bundle first, so someone else must count it now."))
        act.require_as_shown(bundle)
        sealed_alike = seal_is_agreed(by, bundle, seal, seal_reason)
        if bundle.papers_in_box == papers and sealed_alike:
            if not tidy(reason) and (said := count_to_explain(bundle)):
                raise Refusal(said, COUNT_AGAIN, status=422)
            bundle.also_counted_by, bundle.reason = by.account_id, tidy(reason)
        else:
            bundle.counted_by, bundle.papers_in_box = by.account_id, papers  # type: ignore[assignment]
        act.facts["same"] = same = bundle.also_counted_by is not None
    return same


def count_to_explain(bundle: Bundle) -> Sentence | None:
    """What the session's account says is in its box, where that is another number than was counted."""
    expected = _expected(bundle)
    if expected is None or expected == bundle.papers_in_box:
        return None
    return _ln(
        "The ballot paper account says %(num)s paper is in the session box.",
        "The ballot paper account says %(num)s papers are in the session box.",
        expected,
    )


def papers_to_explain(bundle: Bundle) -> int:
    """How many papers were typed in a bundle that were printed for elsewhere, and nobody knows how they came."""
    return sum(
        papers for (place, _batch), papers in queries.unexplained(bundle.round_id).items() if place == bundle.session_id
    )


def left_to_do(bundle: Bundle, paper_statuses: list[PaperStatus], strays: int) -> list[Sentence]:
    """What still has to be done before a bundle can go into the box, as sentences; empty when it is settled."""
    if bundle.also_counted_by is None:
        return [COUNT_BY_TWO]
    said = []
    states, box = Counter(paper_status.state for paper_status in paper_statuses), bundle.papers_in_box
    if n := states[PaperState.TYPED_ONCE]:
        said.append(_of_papers(n, box, _l("typed only once")))
    if n := states[PaperState.DIFFERS]:
        said.append(_of_papers(n, box, _l("the two entries differ, so a third person must check the paper")))
    if n := states[PaperState.TO_RULE]:
        said.append(_of_papers(n, box, _l("two people must make a ruling")))
    if n := papers_to_explain(bundle):
        said.append(
            _ln(
                "%(num)s paper was printed for somewhere else: two people must say how it came here.",
                "%(num)s papers were printed for somewhere else: two people must say how they came here.",
                n,
            )
        )
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
