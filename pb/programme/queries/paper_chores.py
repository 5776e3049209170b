"""What waits with ballot papers and tablets: accounts of sessions, session boxes, envelopes, bundles, numbers that differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pb import clock
from pb.formats import clock_time, short_day
from pb.paper.models import Batch, Resolution
from pb.paper.queries import DECIDED, Gap, batches, resolutions, subject_of
from pb.paper.queries.ballot_paper_accounts import who_submitted_accounts
from pb.paper.queries.desk_work import BundleWork, doubtful_papers, work_on_bundles
from pb.paper.queries.gaps import is_due
from pb.paper.queries.movements import ToExplain, to_explain
from pb.paper.queries.papers import PaperStatus
from pb.programme.queries.corrections import papers_with_an_old_title
from pb.programme.rules.chores import ONE_BY_ONE, Chore, ChoreKind
from pb.read_once import read_once
from pb.results.queries.gap_sentences import sentence_of_gap
from pb.rounds.models import Round
from pb.rounds.rules import Phase
from pb.venues.models import VotingSession
from pb.venues.queries import planned_to_look_at, sessions_to_look_at, teams_in
from pb.voting.queries import FrozenBallot, require_frozen_ballot
from pb.words import Sentence, Written
from pb.words import lazy_gettext as _l

#: What of a session waits for the people who ran it.
_OF_A_SESSION = {
    "no_account": ChoreKind.SUBMIT_ACCOUNT,
    "account_waits": ChoreKind.AGREE_ACCOUNT,
    "turns_open": ChoreKind.END_TURNS,
}
NOBODY = frozenset[int]()


def place(voting_session: VotingSession | None) -> Sentence | str:
    """A session, or the post, within a sentence."""
    if voting_session is None:
        return _l("the post")
    name = voting_session.venue.name if voting_session.venue else _l("a venue that is no longer there")
    return _l("%(venue)s (%(day)s)", venue=name, day=Written(_when, voting_session))


def _when(voting_session: VotingSession) -> str:
    """Its day; with the time where its venue has several sessions on that day."""
    starts = voting_session.starts_at
    day = short_day(starts)
    if (voting_session.venue_id, starts.astimezone(clock.LOCAL).date()) in _several_on_a_day(voting_session.round_id):
        return str(_l("%(day)s, %(time)s", day=day, time=clock_time(starts)))
    return day


@read_once
def _several_on_a_day(round_id: int) -> set[tuple[int, date]]:
    days = Counter(
        (each.venue_id, each.starts_at.astimezone(clock.LOCAL).date()) for each in planned_to_look_at(round_id)
    )
    return {here for here, how_many in days.items() if how_many > 1}


def chores_of_papers(round_: Round, at: Phase, found: list[Gap]) -> Iterator[Chore]:
    """Everything of a frozen round whose box is not open yet. ``found``: what is not settled in it."""
    yield from _of_sessions(round_.id, at, found)
    work = work_on_bundles(round_.id)
    yield from _to_open(found, work)
    # Papers that are more than were issued are decided about before their bundle can go into the box.
    held_up = {each.bundle.id for each in found if each.kind == "surplus" and each.bundle}
    yield from _of_bundles(round_.id, work, held_up)
    decided = [each for each in found if each.kind in DECIDED]
    yield from _to_resolve(decided, resolutions(round_.id) if decided else [], at)
    yield from _to_print_again(round_.id, at)


def _of_sessions(round_id: int, at: Phase, found: list[Gap]) -> Iterator[Chore]:
    """Accounts that are missing or wait, and ballots that are open on tablets, of sessions that are over."""
    now, submitted, teams = clock.now(), who_submitted_accounts(round_id), teams_in(round_id)
    for each in found:
        voting_session, kind = each.session, _OF_A_SESSION.get(each.kind)
        if voting_session is None or kind is None:
            continue
        if at != Phase.CLOSED and voting_session.ends_at > now and each.kind != "account_waits":
            continue
        first = submitted.get(voting_session.id) if each.kind == "account_waits" else None
        yield Chore(
            kind,
            max(each.number, 1),
            where=place(voting_session),
            address={"session_id": voting_session.id},
            people=teams.get(voting_session.id, NOBODY),
            besides=frozenset({first} if first else ()),
        )


def _to_open(found: list[Gap], work: list[BundleWork]) -> Iterator[Chore]:
    is_post_open = any(each.bundle.session_id is None for each in work)
    # A box stays shut until its session's account is complete.
    waiting = {each.session.id for each in found if each.kind in ("no_account", "account_waits") and each.session}
    for each in found:
        if each.kind == "box_unopened" and each.session and each.session.id not in waiting:
            yield Chore(ChoreKind.OPEN_SESSION_BOX, where=place(each.session), address={"session_id": each.session.id})
        elif each.kind == "post_waiting" and not is_post_open:  # an envelope may be empty, or hold two papers
            yield Chore(ChoreKind.OPEN_ENVELOPES, each.number)


def _of_bundles(round_id: int, work: list[BundleWork], held_up: set[int]) -> Iterator[Chore]:
    sessions = {each.id: each for each in sessions_to_look_at(round_id)} if work else {}
    teams = teams_in(round_id) if work else {}
    typed = sum(each.is_typed_twice for each in work)
    are_opened = 0 < typed <= ONE_BY_ONE  # of more, all would have to be opened to say what of them waits
    ballot = require_frozen_ballot(round_id) if are_opened else None
    explained = to_explain(round_id) if are_opened else {}
    for each in work:
        session = sessions.get(each.bundle.session_id or 0)
        team = teams.get(session.id, NOBODY) if session else NOBODY
        here = Chore(ChoreKind.LOOK_OVER, where=place(session), address={"bundle_id": each.bundle.id}, besides=team)
        if not each.is_counted:
            yield replace(here, kind=ChoreKind.COUNT_TOO, besides=frozenset({each.bundle.counted_by}))
        elif not each.is_typed_twice:
            yield from _to_set_aside(each, here)
            yield from _to_type(each, here)
        elif ballot is None:
            yield here
        else:
            left = explained.get(each.bundle.session_id, {})
            yield from _to_explain(here, left)
            yield from _typed_twice(ballot, each, here, is_held_up=bool(left) or each.bundle.id in held_up)


def _to_explain(here: Chore, found: dict[int, ToExplain]) -> Iterator[Chore]:
    """Papers that were printed for somewhere else, batch by batch: nobody has said how they came, or somebody has."""
    for each in found.values():
        if each.said_by is None:
            yield replace(here, kind=ChoreKind.EXPLAIN_PAPERS, number=each.papers)
        else:
            besides = here.besides | {each.said_by}
            yield replace(here, kind=ChoreKind.AGREE_MOVEMENT, number=each.papers, besides=besides)


def _to_set_aside(work: BundleWork, here: Chore) -> Iterator[Chore]:
    """Sheets without a number of ours, which nobody can type."""
    if work.aside:
        by = frozenset(work.aside)
        besides = here.besides | (by if len(by) == 1 else frozenset())
        yield replace(here, kind=ChoreKind.AGREE_STRAY, number=len(work.aside), besides=besides)


def _to_type(work: BundleWork, here: Chore) -> Iterator[Chore]:
    first, second = work.to_type_in(1), work.to_type_in(2)
    if first:
        yield replace(here, kind=ChoreKind.TYPE_FIRST, number=first, besides=here.besides | work.cannot_type_in(1))
    if second and (work.typed[1] or not first):
        yield replace(here, kind=ChoreKind.TYPE_SECOND, number=second, besides=here.besides | work.cannot_type_in(2))


def _typed_twice(ballot: FrozenBallot, work: BundleWork, here: Chore, *, is_held_up: bool) -> Iterator[Chore]:
    found = doubtful_papers(ballot, work)
    if found.once:
        yield replace(here, kind=ChoreKind.FIND_PAPER, number=len(found.once))
    if found.differ:
        both = frozenset.intersection(*(frozenset(each.typists) for each in found.differ))
        yield replace(here, kind=ChoreKind.CHECK_PAPERS, number=len(found.differ), besides=here.besides | both)
    if found.to_rule:
        yield replace(here, kind=ChoreKind.RULE, number=len(found.to_rule))
    if found.to_agree:
        besides = here.besides | _proposers(found.to_agree)
        yield replace(here, kind=ChoreKind.AGREE_RULING, number=len(found.to_agree), besides=besides)
    if found.are_settled and not is_held_up:
        yield replace(here, kind=ChoreKind.PUT_IN_BOX, number=work.papers)


def _proposers(papers: list[PaperStatus]) -> frozenset[int]:
    """Who proposed all of the rulings."""
    by = {each.ruling.proposed_by for each in papers if each.ruling}
    return frozenset(by) if len(by) == 1 else frozenset()


def _to_resolve(found: list[Gap], made: list[Resolution], at: Phase) -> Iterator[Chore]:
    """What has to be decided now, and whatever else somebody has proposed to decide."""
    waiting = [each for each in made if each.agreed_by is None]
    for gap in found:
        column, subject = DECIDED[gap.kind], subject_of(gap) or None
        here = (each for each in waiting if each.matter == gap.kind and getattr(each, column) == subject)
        proposal = next(here, None)
        team = teams_in(gap.session.round_id).get(gap.session.id, NOBODY) if gap.session else NOBODY
        if proposal and not gap.is_as_proposed(proposal):
            proposal = None  # the number has changed since: nobody can agree to it
        if proposal is None and not is_due(gap, is_closed=at == Phase.CLOSED):
            continue
        yield Chore(
            ChoreKind.AGREE_RESOLUTION if proposal else ChoreKind.PROPOSE_RESOLUTION,
            where=_place_of(gap),
            why=sentence_of_gap(gap),
            besides=team | (frozenset({proposal.proposed_by}) if proposal else frozenset()),
        )


def _place_of(gap: Gap) -> Sentence | str:
    """Where it does not add up, within a sentence."""
    if gap.session is None and gap.batch and not gap.batch.is_for_post:
        return _l("the spare papers") if gap.batch.is_spare else _l("the papers at the office")
    return place(gap.session)


def _to_print_again(round_id: int, at: Phase) -> Iterator[Chore]:
    """Papers that say a title as it was before a correction, until their session is over. Nobody knows whether the file was
    printed again, so it is asked until then; of the post and of spares until voting opens.
    """
    old = papers_with_an_old_title(round_id) if at in (Phase.READY, Phase.VOTING) else {}
    if not old:
        return
    to_come = {each.id for each in planned_to_look_at(round_id) if each.ends_at > clock.now()}
    here = [papers for batch, papers in batches(round_id) if batch.id in old and _is_to_come(batch, to_come, at)]
    if here:
        yield Chore(ChoreKind.PRINT_AGAIN, sum(here), why=_PRINTED_AGAIN)


def _is_to_come(batch: Batch, to_come: set[int], at: Phase) -> bool:
    return batch.session_id in to_come if batch.session_id else at == Phase.READY


_PRINTED_AGAIN = _l(
    "They keep their numbers. Destroy the ones with the old title. If you have done it, you can leave this."
)
