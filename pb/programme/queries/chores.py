"""What waits in a round, gathered from the rooms below: people, applications, cards, sessions; papers have a module of
their own (``paper_chores``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pb import clock
from pb.damaged import naming_the_damaged
from pb.database import db
from pb.formats import day
from pb.jobs import Job, job_parts
from pb.paper.queries import papers_at
from pb.paper.queries.ballot_paper_accounts import who_submitted_accounts
from pb.paper.queries.gaps import Gap, gaps
from pb.people.queries import names, people_in
from pb.programme.queries.corrections import why_texts_stay
from pb.programme.queries.group_chores import of_groups
from pb.programme.queries.letter_chores import of_letters
from pb.programme.queries.paper_chores import chores_of_papers, place
from pb.programme.queries.people_chores import of_people
from pb.programme.rules.chores import Chore, ChoreKind, chores_in_order
from pb.projects.queries import ballot_lines_by_project, interested_on_the_ballot, waiting_corrections
from pb.results.queries.corrections import correction_of_newest
from pb.results.queries.counts import newest_publication_of
from pb.results.queries.departures import waiting_departure_in
from pb.results.queries.objections import unanswered
from pb.results.queries.offers import offers_now
from pb.results.queries.public_times import new_time_of, time_to_come
from pb.roles import COORDINATOR
from pb.rounds.models import Round
from pb.rounds.rules import Phase, abandonment, phase
from pb.venues.models import VotingSession
from pb.venues.queries import planned_to_look_at, still_at_two_places, teams_in
from pb.voting.queries import box_opening_of, key_destruction_of, sessions_with_kiosks
from pb.voting.queries.backups import put_backs
from pb.voting.queries.card_account import card_account, unconfirmed_stacks
from pb.voting.queries.cards import (
    are_codes_gone,
    card_orders,
    cards_in_unreleased,
    unprinted_packs,
    unreleased_packs,
)
from pb.words import lazy_gettext as _l

_NOWHERE = _l("Nobody has written down where these cards are. The result will say so.")


def chores_of(round_: Round, reader: int, known_gaps: list[Gap] | None = None) -> list[Chore]:
    """Everything that waits in a round that people run, in the order in which it is done. ``reader``: whose own sessions
    are among it; ``known_gaps``: what ``gaps`` says of the round, where it was asked already.
    """
    if round_.source != "people":
        return []
    with naming_the_damaged(db.session()):
        if abandonment(round_):
            return list(of_letters(round_, Phase.ABANDONED))
        return chores_in_order(_all(round_, phase(round_, clock.now()), reader, known_gaps))


def _all(round_: Round, at: Phase, reader: int, known_gaps: list[Gap] | None) -> Iterator[Chore]:
    yield from of_people(round_)
    yield from of_letters(round_, at)
    if not round_.frozen:
        yield from of_groups(round_, at)
        return
    if box_opening_of(round_.id):
        yield from _of_keys(round_)
        yield from _of_a_correction(round_)
        yield from _of_offers(round_)
    else:
        yield from _of_corrections(round_)
        yield from _of_cards(round_, at)
        yield from _of_sessions(round_, reader)
        yield from chores_of_papers(round_, at, gaps(round_.id) if known_gaps is None else known_gaps)
        yield from _of_backups(round_)
        if at == Phase.CLOSED:
            yield from _of_opening(round_)
    if not newest_publication_of(round_.id):
        yield from _of_stacks(round_, at)
        if at == Phase.CLOSED and (unplaced := card_account(round_.id).nowhere) > 0:
            yield Chore(ChoreKind.PLACE_CARDS, unplaced, why=_NOWHERE)


def _of_corrections(round_: Round) -> Iterator[Chore]:
    """Corrections of texts to which somebody can still agree."""
    waiting = waiting_corrections(round_.id)
    if not waiting or why_texts_stay(round_):
        return
    lines = ballot_lines_by_project(round_.id)
    for each in waiting:
        number, address = lines[each.project_id].number, {"project_id": each.project_id}
        yield Chore(ChoreKind.AGREE_CORRECTION, where=str(number), address=address, besides=_those([each.proposed_by]))


def _of_cards(round_: Round, at: Phase) -> Iterator[Chore]:
    orders = card_orders(round_.id)
    for each in orders:
        if each.is_open:
            yield _of_order(ChoreKind.BEING_MADE, each)
        elif each.state == "done" and job_parts(each.id) and not are_codes_gone(each):
            yield _of_order(ChoreKind.PRINT_CARDS, each)
    if orders and orders[0].state == "failed":
        yield _of_order(ChoreKind.ORDER_FAILED, orders[0])
    waiting = unreleased_packs(round_.id) if at != Phase.CLOSED else []  # nobody votes with one after the last post
    cards = cards_in_unreleased(round_.id) if waiting else {}
    unprinted = unprinted_packs(round_.id) if waiting else set()
    for pack in waiting:
        if (n := cards.get(pack.first, 0)) and pack.first not in unprinted:
            yield Chore(ChoreKind.RELEASE, n, besides=_those([pack.made_by]))


def _of_order(kind: ChoreKind, order: Job) -> Chore:
    return Chore(kind, order.inputs["how_many"], address={"order_id": order.id}, people=_those([order.account_id]))


def _of_sessions(round_: Round, reader: int) -> Iterator[Chore]:
    """Sessions that are not over: who runs them, their papers, and the next one of whoever reads this."""
    done, now = who_submitted_accounts(round_.id), clock.now()
    planned, teams = planned_to_look_at(round_.id), teams_in(round_.id)
    coming = [each for each in planned if each.ends_at > now and each.id not in done]
    ready = set(papers_at(round_.id)) | sessions_with_kiosks(round_.id)
    for each in coming:
        address = {"session_id": each.id}
        if each.id not in teams:
            yield Chore(ChoreKind.CHOOSE_TEAM, where=place(each), at=each.starts_at, address=address)
        if each.id not in ready and each.starts_at > now:
            yield Chore(ChoreKind.PRINT_PAPERS, where=place(each), at=each.starts_at)
    yield from _two_places(coming)
    # The first of all is what is due in the round itself.
    mine = [each for each in coming if reader in teams.get(each.id, ())]
    if mine and mine[0] is not coming[0]:
        yield _to_run(mine[0], teams[mine[0].id])


def _two_places(coming: list[VotingSession]) -> Iterator[Chore]:
    """Somebody is on two teams at once: it may be right, and is asked about before the day."""
    found = still_at_two_places() if coming else {}
    twice = [(each, found[each.id]) for each in coming if each.id in found]
    known = names() if twice else {}
    for each, (who, other) in twice:
        why = _l(
            "%(name)s is also on the team at %(venue)s at that time. We do not know how long the way between them takes.",
            name=known[who],
            venue=other.venue,
        )
        address = {"session_id": each.id}
        yield Chore(ChoreKind.TWO_PLACES, where=place(each), why=why, at=each.starts_at, address=address)


def _to_run(each: VotingSession, team: frozenset[int]) -> Chore:
    return Chore(ChoreKind.RUN, where=place(each), at=each.starts_at, address={"session_id": each.id}, people=team)


def _of_backups(round_: Round) -> Iterator[Chore]:
    for each in put_backs(round_.id):
        if each.agreed_by is None:
            yield Chore(ChoreKind.PUT_BACK, each.votes, besides=_those([each.proposed_by]))


def _of_opening(round_: Round) -> Iterator[Chore]:
    """Nobody opens a ballot box who has an interest in a project on the ballot."""
    if {each.id for each in people_in(COORDINATOR)} <= interested_on_the_ballot(round_.id):
        yield Chore(ChoreKind.MORE_COORDINATORS)


def _of_stacks(round_: Round, at: Phase) -> Iterator[Chore]:
    """Cards that went out to a place, and that two people have not counted. Before the close nobody has to begin, but what
    one person has counted waits for another.
    """
    for each in unconfirmed_stacks(round_.id):
        if at != Phase.CLOSED and not each.counted_by:
            continue
        kind = ChoreKind.CONFIRM_STACK if each.counted_by else ChoreKind.COUNT_STACK
        address = {"card_number": each.first}
        yield Chore(kind, where=each.place, address=address, besides=_those([each.counted_by]))


def _of_a_correction(round_: Round) -> Iterator[Chore]:
    """Somebody says that the result is wrong, or wants it to become public at another time; or there is an answer to agree to."""
    if (found := correction_of_newest(round_.id)) and not found.agreed_at:
        yield Chore(ChoreKind.AGREE_TO_CORRECT, besides=_those([found.proposed_by]))
    for each in unanswered(round_.id) if round_.objection_days else ():
        if each.answer:
            number, besides = each.objection.number, _those([each.answer.proposed_by])
            yield Chore(ChoreKind.AGREE_TO_ANSWER, where=str(number), address={"number": number}, besides=besides)
    if departs := waiting_departure_in(round_.id):
        yield Chore(ChoreKind.AGREE_TO_DEPARTURE, besides=_those([departs.proposed_by]))
    waits = time_to_come(round_.id)
    if waits and not waits.stopped and (time := new_time_of(waits)):
        yield Chore(ChoreKind.AGREE_TO_TIME, besides=_those([time.proposed_by]))


def _of_offers(round_: Round) -> Iterator[Chore]:
    """A group has not said whether it takes the part that it is offered."""
    for each in offers_now(round_.id):
        if each.is_open:
            kind = ChoreKind.OFFER_IS_OVER if clock.today() > each.until else ChoreKind.WRITE_OFFER_ANSWER
            why = _l("Its last day to answer: %(day)s.", day=day(each.until))
            yield Chore(kind, where=str(each.number), why=why, address={"project_id": each.project_id})


def _of_keys(round_: Round) -> Iterator[Chore]:
    """The copies of the key of an opened box."""
    found = key_destruction_of(round_.id)
    if not round_.public_key or (found and found.agreed_by):
        return
    kind = ChoreKind.CONFIRM_KEYS if found else ChoreKind.DESTROY_KEYS
    yield Chore(kind, besides=_those([found and found.reported_by]))


def _those(ids: Iterable[int | None]) -> frozenset[int]:
    return frozenset(each for each in ids if each is not None)
