"""What belongs to one round is not found under another: sessions, bundles, papers, projects, decisions, kiosks."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from pb.database import db, transaction
from pb.handover import new_pair
from pb.jobs import order
from pb.pages.paper_desk.lookups import paper_in_address
from pb.paper import actions as desk
from pb.paper.models import Stray
from pb.paper.queries import paper_of
from pb.people.actions import declare_interest, propose_release
from pb.projects.models import Project
from pb.record.models import RecordLine
from pb.rounds.actions import propose_withdrawal
from pb.rounds.models import Round
from pb.venues.queries import SHEET_ORDER
from pb.voting import actions, queries
from pb.voting.queries.post import postal_asks
from pb.web.access import Actor, Role
from tests.support.kiosks import KioskKey
from tests.support.makers.papers import counter
from tests.support.makers.voting import COMMAND
from tests.support.safety import routes

#: The makers' project was never sent: its group alone reads it. The box of a session that is open leads to its bundle.
#: An application that was not sent is its group's alone. A project without an offer leads to the list of offers.
OTHERWISE = {
    ("applications.application", 403),
    ("applications.record_appeal", 403),
    ("applications.record_taking_back", 403),
    ("paper_desk.open_bundle", 302),
    ("after_close.offer_answer", 302),
}
#: What else stands in such addresses.
PLAIN = {"pass_number": 2, "language": "pl"}
#: Ids in addresses that belong to a round or to something of a round.
INSIDE = (
    "project_id",
    "bundle_id",
    "session_id",
    "kiosk_id",
    "stray_id",
    "movement_id",
    "batch_id",
    "decision_id",
    "paper",
    "order_id",
    "list_id",
    "account_id",
    "release_id",
    "ask_id",
)


def moved_and_asked(voting_session) -> dict[str, int]:
    """A spare paper was brought to a session, and back; somebody asked on the website for a vote by post."""
    batch = desk.print_batch(COMMAND, voting_session.round_id, None, 1, spare=True)
    there = desk.move_papers(COMMAND, batch, None, voting_session, 1, "Nan").id
    desk.move_papers(COMMAND, batch, voting_session, None, 1, "Nan")
    round_ = db.session.get_one(Round, voting_session.round_id)
    actions.ask_online(round_, "Rose", "7 Quay Street", large_print=False, alone=False)
    return {"movement_id": there, "ask_id": postal_asks(round_.id)[0].id}


@pytest.fixture
def everything_of(make):
    """Makes a round with one of each of these things, and tells their ids."""
    facilitator, one, two = make.staff(Role.FACILITATOR), make.staff(Role.COUNTER), make.staff(Role.COUNTER)
    steering = Actor(make.staff(Role.STEERING).id, Role.STEERING)

    def made() -> dict[str, int | str]:
        round_ = make.voting_round(entitlement="vouch")
        voting_session = make.session_at(round_, facilitator)
        by = Actor(facilitator.id, Role.FACILITATOR)
        actions.pair(by, voting_session, name="", next_pin="2468", leave_pin="97531", public_key=KioskKey().public)
        moved = moved_and_asked(voting_session)
        serials = make.papers(voting_session, 2, 2)
        bundle = make.bundle(voting_session, in_box=2, one=one, two=two)
        make.typed(bundle, one, 1, {serials[0]: "1"})
        desk.propose_stray(counter(one), bundle, "a bus ticket")
        project = db.session.scalar(select(func.min(Project.id)).where(Project.round_id == round_.id))
        decision = propose_withdrawal(steering, round_, project, "the group has moved away")
        holder = make.staff(Role.COUNTER)
        declare_interest(
            Actor(holder.id, Role.COUNTER), round_id=round_.id, project_id=project, description="Sings there"
        )
        release = propose_release(steering, holder, round_id=round_.id, project_id=project, reason="She sings no more")
        ids = {
            "round_id": round_.id,
            "project_id": project,
            "bundle_id": bundle.id,
            "session_id": voting_session.id,
            "kiosk_id": queries.kiosks_of(voting_session.id)[0].id,
            "stray_id": db.session.scalar(select(Stray.id).where(Stray.bundle_id == bundle.id)),
            **moved,
            "batch_id": paper_of(round_.id, serials[0]).batch_id,
            "decision_id": decision.id,
            "account_id": holder.id,
            "release_id": release.id,
            "paper": paper_in_address(serials[0]),
            **PLAIN,
            "order_id": actions.order_cards(COMMAND, round_, 300, new_pair()[1]),
        }
        with transaction() as session:
            by, inputs = Actor(holder.id, Role.COORDINATOR), {"afternoon": False, "lines": 2}
            ids["list_id"] = order(session, SHEET_ORDER, by, round_id=round_.id, inputs=inputs).id
        db.session.rollback()
        return ids

    return made


@pytest.fixture
def asks(app, make, new_visitor):
    """The answer to the coordinator, or to a member of the steering group where the coordinator may not."""
    app.config["WTF_CSRF_ENABLED"] = False
    people = {role: new_visitor().signed_in_as(make.account(role)) for role in (Role.COORDINATOR, Role.STEERING)}

    def sends(each: SimpleNamespace, ids: dict) -> int:
        open_to = app.view_functions[each.rule.endpoint].open_to
        person = people[Role.COORDINATOR if Role.COORDINATOR in open_to else Role.STEERING]
        values = {name: ids[name] for name in each.rule._converters}
        address = app.url_map.bind("localhost").build(each.rule.endpoint, values, method=each.method)
        return person.asks(each.method, address).status_code

    return sends


def nested(app) -> list[SimpleNamespace]:
    """Every address in which something stands inside a round, with the names of the ids within, in order."""
    found = []
    for rule in routes.rules(app):
        inside = [name for name in rule._converters if name in INSIDE]
        if "round_id" in rule._converters and inside:
            found += [SimpleNamespace(rule=rule, method=method, ids=inside) for method in routes.methods(rule)]
    assert len(found) > 35
    return found


def lines() -> int:
    return db.session.scalar(select(func.count()).select_from(RecordLine))


def test_nothing_of_one_round_is_found_under_another(app, everything_of, asks):
    mine, others = everything_of(), everything_of()
    before, wrong = lines(), []
    for each in nested(app):
        for outer in range(len(each.ids)):  # everything up to here is of the one, the rest of the other
            ids = others | {name: mine[name] for name in ("round_id", *each.ids[:outer])}
            status = asks(each, ids)
            if status != 404:
                wrong.append((each.method, each.rule.rule, each.ids[outer], status))
    assert not wrong, "\n".join(map(str, wrong))
    assert lines() == before, "something was done all the same"


def test_at_home_in_its_own_round_each_of_these_addresses_is_found(app, everything_of, asks):
    ids, missing = everything_of(), []
    for each in nested(app):
        if each.method == "GET":
            status = asks(each, ids)
            # A page, or a rule of the round that says why not.
            if status not in (200, 409) and (each.rule.endpoint, status) not in OTHERWISE:
                missing.append((each.rule.rule, status))
    assert not missing, "\n".join(map(str, missing))
