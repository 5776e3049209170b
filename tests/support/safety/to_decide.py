"""Rounds in which one thing is not settled, and what two people decided."""

from __future__ import annotations

from typing import Any

from pb import clock
from pb.database import db, transaction
from pb.jobs import Job
from pb.paper import actions as desk
from pb.paper.models import Resolution
from pb.paper.rules import PaperCounts
from pb.paper.rules.resolutions import CHOICES
from pb.rounds.models import Round
from pb.venues.actions import cancel_session
from pb.voting import actions as voting
from pb.voting.models import Kiosk, KioskContact, StockedOpening, TabletCheck, VotingRight, random_key
from pb.voting.queries import frozen_ballot, kiosks_of
from pb.web.access import Actor, Role
from tests.support.kiosks import KioskKey

COMMAND = Actor(None, Role.COMMAND)


def rounds(make: Any) -> dict[str, int]:
    """An account that waits for its second person, a reply envelope that nobody opened, papers for the post, a vote
    that is held: round ids.
    """
    made = {
        name: make.voting_round(projects=2, entitlement="vouch").id
        for name in ("account_waits", "with_right", "with_batch", "with_held")
    }
    by = make.staff(Role.FACILITATOR)
    voting_session = make.session_at(db.session.get_one(Round, made["account_waits"]), by)
    none = PaperCounts(0, 0, 0, 0, 0)
    desk.submit_ballot_paper_account(Actor(by.id, Role.FACILITATOR), voting_session, none, "Nobody came.")
    with transaction() as session:
        session.add(VotingRight(round_id=made["with_right"], kind="post"))
    desk.print_batch(COMMAND, made["with_batch"], None, 2)
    held_vote(make, db.session.get_one(Round, made["with_held"]))
    return made | {"with_votes_to_send": votes_to_send(make)}


def votes_to_send(make: Any) -> int:
    """A round in which a tablet has said that it has votes to send; one ballot on it was checked."""
    round_ = make.voting_round(projects=2, entitlement="vouch")
    voting_session = make.session_at(round_, make.staff(Role.FACILITATOR))
    kiosk = make.kiosk(voting_session)
    make.accounted(voting_session)
    with transaction() as session:
        session.add(KioskContact(kiosk_id=kiosk.id, last_at=clock.now(), waiting=2, refused=0))
        session.add(checked(round_.id, kiosk, 1))
    return round_.id


def checked(round_id: int, kiosk: Kiosk, number: int) -> TabletCheck:
    """A ballot that was checked instead of cast on this tablet."""
    code = f"{round_id:08d}{number:08d}"
    return TabletCheck(code=code, right_key=random_key(), round_id=round_id, kiosk_id=kiosk.id, sealed='{"3":1}')


def held_vote(make: Any, round_: Round, *numbers: int) -> tuple[int, voting.VoteToCast]:
    """A vote from a tablet that was stopped between the draft and the cast: its kiosk id, and the vote."""
    who = make.staff(Role.FACILITATOR)
    by = Actor(who.id, Role.FACILITATOR)
    voting_session = make.session_at(round_, who)
    voting.pair(by, voting_session, name="Tablet 1", next_pin="2580", leave_pin="1470", public_key=KioskKey().public)
    (kiosk,) = kiosks_of(voting_session.id)
    right, venue_id, id_ = voting.begin_turn(voting_session, kiosk), voting_session.venue_id, kiosk.id
    ballot = frozen_ballot(round_.id)
    assert ballot is not None
    more: Any = {"venue_id": venue_id, "opened_at": clock.now()}
    vote = voting.VoteToCast(ballot, right, "5" * 32, dict.fromkeys(numbers or (1,), 1), "kiosk", **more)
    voting.stop_kiosk(by, voting_session, kiosk)
    voting.hold(vote, id_, voting.why_held(vote, id_))
    make.accounted(voting_session)
    return id_, vote


def accounted_session(make: Any, round_: Round) -> int:
    """A session at which nobody came, with its account and heads: nothing waits for it."""
    voting_session = make.session_at(round_, make.staff(Role.FACILITATOR))
    make.accounted(voting_session)
    return voting_session.id


def cancelled_with_an_account(make: Any, round_: Round) -> int:
    """A session that was cancelled before anybody came, whose papers were accounted for."""
    voting_session = make.session_at(round_, make.staff(Role.FACILITATOR))
    by = Actor(voting_session.team[0].account_id, Role.FACILITATOR)
    cancel_session(COMMAND, voting_session, "No heating")
    desk.submit_ballot_paper_account(by, voting_session, PaperCounts(0, 0, 0, 0, 0), "Nobody came")
    return voting_session.id


def resolution(round_id: int, one: int, two: int) -> Resolution:
    """Two people have looked into the sum of the post."""
    now = clock.now()
    who = {"proposed_by": one, "proposed_at": now, "agreed_by": two, "agreed_at": now}
    return Resolution(round_id=round_id, matter="sum", number=1, outcome="explain", reason="looked_into", **who)


def decide(make: Any, round_id: int, matter: str, subject: int, answer: str) -> None:
    """Two people decide: ``answer`` is "count:carried" or another of the list."""
    one, two = (Actor(make.staff(Role.STEERING).id, Role.STEERING) for _ in range(2))
    choice = next(each for each in CHOICES[matter] if each.key == answer)
    proposed = desk.propose_resolution(one, round_id, matter, subject, choice)
    desk.agree_resolution(two, proposed)


def agree(page: Any) -> str:
    """The button with which a second person agrees to what was proposed; it names the matter."""
    return next(each for each in page.buttons if each.startswith("I agree"))


def done_job() -> Job:
    """Something that took long and is done."""
    now = clock.now()
    return Job(
        kind="something", slot="something", role="command", state="done", ordered_at=now, ended_at=now, not_before=now
    )


def late_card(make: Any) -> int:
    """A round with cards in which a ballot has begun on a tablet, and its vote has not come."""
    round_ = make.voting_round(projects=1, entitlement="code")
    kiosk = make.kiosk(make.session_at(round_, make.staff(Role.FACILITATOR)))
    where = {"session_id": kiosk.session_id, "kiosk_id": kiosk.id, "from_stock": True}
    with transaction() as session:
        session.add(VotingRight(round_id=round_.id, kind="opening", **where))
    return round_.id


def replacement(make: Any) -> int:
    """A round in which card 2 waits to replace card 1, which works."""
    round_ = make.voting_round(projects=1)
    make.cards(round_)
    voting.replace_card(COMMAND, round_, 1, "Lost")
    return round_.id


def recounted_once(make, steering: int) -> int:
    """A round that withholds unusual ballots, signed by two and counted again by one."""
    round_ = make.signed(make.counted(make.opened_box(make.voting_round(projects=3, least_alike=2), (1,))))
    make.recount(round_, steering)
    return round_.id


def devices_say_something(round_id: int, kiosks: list[Kiosk]) -> None:
    """As kiosks that seal votes themselves do: each has an opening in stock, has sent all its votes, and had one ballot checked."""
    with transaction() as session:
        for refused, kiosk in enumerate(kiosks):
            session.add(StockedOpening(round_id=round_id, kiosk_id=kiosk.id))
            session.add(checked(round_id, kiosk, refused))
            session.add(KioskContact(kiosk_id=kiosk.id, last_at=clock.now(), waiting=0, refused=refused))
