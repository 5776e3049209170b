"""Rounds at every stage with something of everything in them, for tests that look at each page of the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from types import SimpleNamespace

from sqlalchemy import func, select

from pb import clock
from pb.codes import new_code
from pb.database import db
from pb.handover import new_pair
from pb.pages.paper_desk.lookups import paper_in_address
from pb.paper.actions import agree_resolution, propose_resolution
from pb.paper.actions import print_batch as papers_for_post
from pb.paper.models import Resolution
from pb.paper.queries import paper_of
from pb.paper.rules.resolutions import CHOICES
from pb.people import actions as people
from pb.people.models import Invitation, PasswordCode
from pb.people.queries import waiting_password_codes, waiting_proposals
from pb.projects.queries import ballot_lines
from pb.rounds import actions as decisions
from pb.voting import actions as voting
from pb.voting.queries import kiosks_of
from pb.voting.queries.card_account import stacks_of
from pb.voting.queries.post import postal_asks
from pb.web.access import COORDINATOR, COUNTER, FACILITATOR, STEERING, Actor, Role
from tests.support.effort import runs
from tests.support.kiosks import KioskKey
from tests.support.make import Make
from tests.support.makers.projects import actor_of
from tests.support.safety.routes import rules

#: Numbers that count from one in each round; and a sheet set aside that nobody made: the page says so.
#: No long list of sessions is on its way: its page is there only then.
NOT_THERE = 1_000_000
KNOWN = {
    "number": [1],
    "version": [1],
    "pass_number": [1, 2],
    "card_number": [1],
    "stray_id": [1],
    "movement_id": [1],
    "list_id": [NOT_THERE],
    "language": ["pl"],
}


def _what_lies_in(round_, voting_session, serials: list[str]) -> dict[str, list]:
    return {
        "batch_id": [paper_of(round_.id, serials[0]).batch_id],
        "venue_id": [voting_session.venue_id],
        "kiosk_id": [kiosks_of(voting_session.id)[0].id],
    }


def _kiosk(who, voting_session) -> dict:
    """The cookie and the key of a tablet that they set up."""
    key = KioskKey()
    how = {"name": "Tablet 1", "next_pin": "2468", "leave_pin": "97531", "public_key": key.public}
    return {"token": voting.pair(actor_of(who), voting_session, **how), "kiosk_key": key}


def _lost_codes(owner, member):
    """Somebody has lost their sheet of security codes, and a member proposes that they set up new ones."""
    codes = [new_code() for _number in range(2)]
    people.set_up_sheet(actor_of(owner), owner, codes=codes, typed=codes[0], token="", are_first=False)
    return people.propose_new_codes(actor_of(member), owner)


def _interest_that_is_over(holder, project, member):
    """Somebody has declared an interest in a project, and a member proposes to release them from it."""
    said = {"round_id": project.round_id, "project_id": project.id}
    people.declare_interest(actor_of(holder), **said, description="I sing there.")
    return people.propose_release(actor_of(member), holder, **said, reason="She has left.")


def _forgotten_password(owner, by) -> PasswordCode:
    """A coordinator or member has forgotten their password, and another proposes that they choose a new one."""
    people.propose_password_code(Actor(by.id, COORDINATOR), owner)
    return waiting_password_codes()[-1]


def _what_does_not_add_up(round_, me, member) -> dict[str, list]:
    """Papers for the post: about one batch somebody has proposed something, about another two have decided."""
    batches = [papers_for_post(actor_of(me), round_.id, None, 2).id for _ in range(2)]
    choice = CHOICES["batch"][0]
    made = [propose_resolution(actor_of(me), round_.id, "batch", batch, choice).id for batch in batches]
    agree_resolution(actor_of(member), db.session.get(Resolution, made[1]))
    voting.ask_online(round_, "Rose", "7 Quay Street", large_print=False, alone=False)
    asked = [each.id for each in postal_asks(round_.id)]
    return {"matter": ["batch"], "subject": batches[:1], "resolution_id": made, "ask_id": asked}


def _rounds_of_the_past(make) -> list:
    """One with its result published, one counted, one closed."""
    with clock.moved(clock.now() - timedelta(days=40)):
        published = make.published(make.voting_round(pots=2), *[(1, 2)] * 8, *[(2, 3, 4)] * 7)
        counted = make.counted(make.opened_box(make.voting_round(), (1, 2), (3,)))
        closed = make.voting_round()
        make.cast(closed, (1,), (2,))
        return [published, counted, closed]


def _cards_go_out(round_, by, counts) -> None:
    voting.send_out_cards(actor_of(by), round_, 1, 2, "The library")
    voting.count_stack(actor_of(counts), stacks_of(round_.id)[0], 1, "2", "")


def _applications(make) -> tuple:
    """A round with applications at each stage, and the one that is to be put right."""
    applying = make.applying_round()
    fix = make.application(applying)
    make.decided(fix, "fix", "Say who drives.", (1,))
    make.begun(applying)
    make.proposed(make.application(applying), "not_eligible", "It is outside the city.", (2,))
    make.eligible(applying)
    return applying, fix


def _invitations(me, member) -> str:
    """One that a member has agreed to, and one that waits; the first one's token."""
    invited = people.invite(actor_of(me), name="Una", role=Role.COUNTER)
    people.agree_to_proposal(actor_of(member), waiting_proposals()[0])
    people.invite(actor_of(me), name="Rab", role=Role.FACILITATOR)
    return invited


def stages(app, rounds: int = 0) -> SimpleNamespace:
    """Rounds from the first settings to the published result, with something of everything in them; ``rounds`` of seven."""
    make = Make(app)
    me = make.staff(COORDINATOR, FACILITATOR, COUNTER)
    member = make.staff(STEERING)
    others = [make.staff(FACILITATOR), make.staff(COUNTER), make.staff(COUNTER)]
    applying, fix = _applications(make)
    ready = make.ready_round(2, key_custody="shares")
    open_now = make.voting_round(entitlement="vouch")
    cards = make.cards(open_now, 4)
    _cards_go_out(open_now, me, member)
    mine, theirs = make.session_at(open_now, me), make.session_at(open_now, others[0])
    bundle, serials = papers(make, theirs, others[1:])
    kiosk = _kiosk(me, mine)
    published, counted, closed = _rounds_of_the_past(make)
    by, project_id = actor_of(make.staff(STEERING)), ballot_lines(open_now.id)[0].project_id
    away = decisions.propose_withdrawal(by, open_now, project_id, "They have moved away.")
    rounds = [applying, open_now, published, ready, counted, closed, make.set_up_round()][: rounds or runs(3, 7)]
    for each, person in product(rounds, (me, member)):
        people.declare_interest(actor_of(person), round_id=each.id, description="")
    invited = _invitations(me, member)
    things = {
        **KNOWN,
        "account_id": [others[0].id],
        "token": [invited],
        "invitation_id": [db.session.scalar(select(func.max(Invitation.id)))],
        "session_id": [mine.id, theirs.id],
        "bundle_id": [bundle.id],
        "paper": list(map(paper_in_address, serials[:3])),
        "project_id": [fix.id],
        "decision_id": [away.id],
        "order_id": [voting.order_cards(actor_of(me), open_now, 300, new_pair()[1])],
        "put_back_id": [make.found_in_a_backup(closed, missing=1).id],
        "proposal_id": [waiting_proposals()[0].id],
        "password_code_id": [_forgotten_password(make.staff(STEERING), me).id],
        "replacement_id": [_lost_codes(others[0], member).id],
        "release_id": [_interest_that_is_over(others[0], fix, member).id],
        **_what_lies_in(open_now, mine, serials),
        **_what_does_not_add_up(open_now, me, member),
    }
    named = {"applying": applying, "open_now": open_now, "published": published}
    people_of = {"me": me, "member": member, "make": make}
    return SimpleNamespace(
        app=app, **people_of, rounds=rounds, cards=cards, invited=invited, things=things, **kiosk, **named
    )


def papers(make, voting_session, typists):
    """A bundle with a paper that is settled, one that was typed differently and one that two people have to decide
    on.
    """
    serials = make.papers(voting_session, 6, 4)
    bundle = make.bundle(voting_session, in_box=4, one=typists[0], two=typists[1])
    for number, who, typed in (
        (1, typists[0], ("1 2", "3", "1 2 3 4 5 6")),
        (2, typists[1], ("1 2", "4", "1 2 3 4 5 6")),
    ):
        make.typed(bundle, who, number, dict(zip(serials, typed, strict=False)))
    return bundle, serials


def addresses(world, method: str) -> Iterator[str]:
    """Each address of the program that takes this method, for every round and thing there is."""
    for rule in rules(world.app):
        if method in rule.methods and not any(part in rule.rule for part in ("svg", "files", "sha256", "/charts/")):
            yield from filled_in(world, rule.rule)


def filled_in(world, path: str) -> Iterator[str]:
    """The addresses that a rule stands for, for every round and thing there is."""
    found = re.search(r"<(?:any\(([^)]*)\)|\w+(?=:))?:?(\w+)>", path)
    if not found:
        yield path
        return
    choices = (
        found[1].split(", ")
        if found[1]
        else [each.id for each in world.rounds]
        if found[2] == "round_id"
        else [1]  # of a published result
        if found[2] == "version"
        else world.things[found[2]]
    )
    for value in choices:
        yield from filled_in(world, path.replace(found[0], str(value), 1))
