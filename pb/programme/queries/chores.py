"""What waits in a round, gathered from the rooms below: people, applications, cards, sessions; papers have a module of
their own (``paper_chores``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import func, select

from pb import clock
from pb.damaged import naming_the_damaged
from pb.database import db
from pb.jobs import Job, parts_of
from pb.paper.queries import batches
from pb.paper.queries.ballot_paper_accounts import who_submitted_accounts
from pb.paper.queries.gaps import Gap, gaps
from pb.people.queries import people_in
from pb.programme.queries.paper_chores import of_papers, place
from pb.programme.rules.chores import Chore, ChoreKind, in_order
from pb.projects.queries import still_to_assess
from pb.results.queries.counts import publication_of
from pb.roles import STEERING
from pb.rounds.models import Round
from pb.rounds.rules import Phase, abandoning, phase
from pb.venues.models import VotingSession
from pb.venues.queries import planned_sessions
from pb.voting.models import CardPack, Right
from pb.voting.queries import are_unprinted, box_opening_of, key_destruction_of, kiosks_in, packs
from pb.voting.queries.backups import put_backs
from pb.voting.queries.card_account import stacks_of
from pb.voting.queries.cards import are_codes_gone, card_orders


def chores_of(round_: Round, reader: int, unsettled: list[Gap] | None = None) -> list[Chore]:
    """Everything that waits in a round that people run, in the order in which it is done. ``reader``: whose own sessions
    are among it; ``unsettled``: what ``gaps`` says of the round, where it was asked already.
    """
    if round_.source != "people" or abandoning(round_):
        return []
    with naming_the_damaged(db.session()):
        return in_order(_all(round_, phase(round_, clock.now()), reader, unsettled))


def _all(round_: Round, at: Phase, reader: int, unsettled: list[Gap] | None) -> Iterator[Chore]:
    yield from _of_people(round_)
    if not round_.frozen:
        if at == Phase.APPLYING and (undecided := still_to_assess(round_).undecided):
            yield Chore(ChoreKind.DECIDE, len(undecided))
        return
    if box_opening_of(round_.id):
        yield from _of_keys(round_)
    else:
        yield from _of_cards(round_)
        yield from _of_sessions(round_, reader)
        yield from of_papers(round_, at, gaps(round_.id) if unsettled is None else unsettled)
        yield from _of_backups(round_)
    if at == Phase.CLOSED and not publication_of(round_.id):
        yield from _of_stacks(round_)


def _of_people(round_: Round) -> Iterator[Chore]:
    """Nobody can sign where the steering group is too small. At the freeze its list is fixed, the substitute on it."""
    there, needed = len(people_in(STEERING)), round_.signatures_needed + 1
    if not round_.frozen and there < needed:
        yield Chore(ChoreKind.INVITE_MEMBERS, needed - there)


def _of_cards(round_: Round) -> Iterator[Chore]:
    orders = card_orders(round_.id)
    for each in orders:
        if each.is_open:
            yield _of_order(ChoreKind.BEING_MADE, each)
        elif each.state == "done" and parts_of(each.id) and not are_codes_gone(each):
            yield _of_order(ChoreKind.PRINT_CARDS, each)
    if orders and orders[0].state == "failed":
        yield _of_order(ChoreKind.ORDER_FAILED, orders[0])
    waiting = [each for each in packs(round_.id) if each.released_by is None]
    cards = _cards_in(round_.id) if waiting else {}
    for pack in waiting:
        if (n := cards.get(pack.first, 0)) and not are_unprinted(pack):
            yield Chore(ChoreKind.RELEASE, n, besides=_those([pack.made_by]))


def _of_order(kind: ChoreKind, order: Job) -> Chore:
    return Chore(kind, order.inputs["how_many"], address={"order_id": order.id}, people=_those([order.account_id]))


def _cards_in(round_id: int) -> dict[int, int]:
    """How many cards of each pack that waits for its release are not cancelled, by its first number."""
    here = (
        CardPack.round_id == Right.round_id,
        Right.card_number.between(CardPack.first, CardPack.last),
        Right.status.is_distinct_from("void"),
    )
    query = select(CardPack.first, func.count()).join(Right, here[0] & here[1] & here[2])
    unreleased = query.where(CardPack.round_id == round_id, CardPack.released_by.is_(None))
    return dict(db.session.execute(unreleased.group_by(CardPack.first)).all())


def _of_sessions(round_: Round, reader: int) -> Iterator[Chore]:
    """Sessions that are not over: who runs them, their papers, and the next one of whoever reads this."""
    done, now = who_submitted_accounts(round_.id), clock.now()
    coming = [each for each in planned_sessions(round_.id) if each.ends_at > now and each.id not in done]
    printed = {batch.session_id for batch, _papers in batches(round_.id)}
    printed |= {kiosk.session_id for kiosk in kiosks_in(round_.id)}
    for each in coming:
        address = {"session_id": each.id}
        if not each.team:
            yield Chore(ChoreKind.CHOOSE_TEAM, where=place(each), at=each.starts_at, address=address)
        if each.id not in printed and each.starts_at > now:
            yield Chore(ChoreKind.PRINT_PAPERS, where=place(each), at=each.starts_at)
    # The first of all is what is due in the round itself.
    mine = [each for each in coming[1:] if each.has_on_team(reader)]
    if mine and not coming[0].has_on_team(reader):
        yield _to_run(mine[0])


def _to_run(each: VotingSession) -> Chore:
    team = _those(member.account_id for member in each.team)
    return Chore(ChoreKind.RUN, where=place(each), at=each.starts_at, address={"session_id": each.id}, people=team)


def _of_backups(round_: Round) -> Iterator[Chore]:
    for each in put_backs(round_.id):
        if each.second_by is None:
            yield Chore(ChoreKind.PUT_BACK, each.votes, besides=_those([each.first_by]))


def _of_stacks(round_: Round) -> Iterator[Chore]:
    """Cards that went out to a place, and that two people have not counted."""
    for each in stacks_of(round_.id):
        if each.confirmed_by is None:
            kind = ChoreKind.CONFIRM_STACK if each.counted_by else ChoreKind.COUNT_STACK
            address = {"card_number": each.first}
            yield Chore(kind, where=each.place, address=address, besides=_those([each.counted_by]))


def _of_keys(round_: Round) -> Iterator[Chore]:
    """The copies of the key of an opened box."""
    found = key_destruction_of(round_.id)
    if not round_.public_key or (found and found.second_by):
        return
    kind = ChoreKind.CONFIRM_KEYS if found else ChoreKind.DESTROY_KEYS
    yield Chore(kind, besides=_those([found and found.first_by]))


def _those(ids: Iterable[int | None]) -> frozenset[int]:
    return frozenset(each for each in ids if each is not None)
