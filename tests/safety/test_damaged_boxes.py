"""Nothing damaged can stop the vote, and nothing is dropped in silence: what cannot be counted is set aside by two."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError

from pb import clock
from pb.database import db, transaction
from pb.marks import mark
from pb.people.actions import declare_interest
from pb.projects.models import Project
from pb.refusals import Refusal
from pb.results.actions import publish
from pb.rounds.models import Round, RoundMember
from pb.voting import actions, queries
from pb.voting.actions.cast import cast_each
from pb.voting.models import BoxOpening, Envelope, SetAside, Turnout, VotingRight
from pb.voting.rules.envelopes import ENVELOPE, marked_values
from pb.voting.rules.sealing import seal_ballot
from pb.web.access import Actor, Role
from tests.support.box_looked_into import would_be_set_aside
from tests.support.makers.people import PASSWORD
from tests.support.safety import tampering

pytestmark = pytest.mark.databases_in_turn
COMMAND = Actor(None, Role.COMMAND)
ENVELOPES, TURNOUT = Envelope.__table__, Turnout.__table__


@pytest.fixture
def box(make) -> Callable[[int], tuple[int, list[str]]]:
    """A round with so many votes in its box: its id, and the keys of their rights, sorted."""

    def filled(votes: int) -> tuple[int, list[str]]:
        round_ = make.voting_round(projects=6, max_choices=3)
        cards = make.cards(round_, votes)
        ballot, now = queries.frozen_ballot(round_.id), clock.now()
        keys = sorted(db.session.scalars(select(VotingRight.key)))
        db.session.rollback()
        put_in = [
            actions.VoteToCast(ballot, key, secrets.token_hex(16), {n % 6 + 1: 1}, "online", opened_at=now)
            for n, key in enumerate(keys)
        ]
        with transaction() as session:
            assert all(isinstance(answer, str) for answer in cast_each(session, put_in))
        assert len(cards) == votes
        tampering.without_any_guard()
        return ballot.round_id, keys

    return filled


@pytest.fixture
def people(make) -> tuple[Actor, int]:
    """A coordinator, and the account id of a steering group member."""
    return Actor(make.account(Role.COORDINATOR).id, Role.COORDINATOR), make.account(Role.STEERING).id


def opens(by: Actor, round_id: int, confirmed: actions.ConfirmedSetAside | None = None) -> int:
    round_ = db.session.get(Round, round_id)
    with clock.moved(round_.post_closes_at + timedelta(hours=1)):
        return actions.decrypt_ballot_box(by, round_, confirmed=confirmed)


def flip_a_byte(key: str) -> None:
    with db.engine.begin() as connection:
        sealed = connection.scalar(select(ENVELOPES.c.sealed).where(ENVELOPES.c.right_key == key))
        changed = sealed[:200] + bytes([sealed[200] ^ 1]) + sealed[201:]
        connection.execute(update(ENVELOPES).where(ENVELOPES.c.right_key == key).values(sealed=changed))


def give_a_foreign_mark(key: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(update(ENVELOPES).where(ENVELOPES.c.right_key == key).values(keyed_mark="f" * 64))


def take_out_the_envelope(key: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(ENVELOPES.delete().where(ENVELOPES.c.right_key == key))


def choose_what_is_forbidden(key: str, choices: dict[int, int]) -> None:
    """Somebody with the key of the marks as well: the mark is right, the ballot is not."""
    public_key = db.session.execute(text("SELECT public_key FROM round ORDER BY id DESC LIMIT 1")).scalar()
    with db.engine.begin() as connection:
        old = dict(connection.execute(select(ENVELOPES).where(ENVELOPES.c.right_key == key)).mappings().one())
        turnout = dict(connection.execute(select(TURNOUT).where(TURNOUT.c.right_key == key)).mappings().one())
        new = {**old, "sealed": seal_ballot(public_key, old["round_id"], key, choices)}
        new["keyed_mark"] = mark(ENVELOPE, *marked_values(turnout, new))
        connection.execute(update(ENVELOPES).where(ENVELOPES.c.right_key == key).values(new))


def test_of_a_thousand_votes_four_are_damaged_and_the_rest_is_counted(app, box, people):
    round_id, keys = box(1_000)
    by, other = people
    flip_a_byte(keys[10])
    give_a_foreign_mark(keys[20])
    take_out_the_envelope(keys[30])
    choose_what_is_forbidden(keys[40], {1: 1, 2: 1, 3: 1, 4: 1})
    db.session.rollback()
    aside = {"does_not_open": 1, "wrong_mark": 1, "missing": 1, "not_allowed": 1}
    round_ = db.session.get(Round, round_id)
    assert would_be_set_aside(round_) == aside
    with pytest.raises(actions.TwoMustConfirm) as refused:
        opens(by, round_id)
    assert refused.value.aside == aside and queries.box_opening_of(round_id) is None
    assert opens(by, round_id, actions.ConfirmedSetAside(aside, other)) == 996
    found = db.session.scalars(select(SetAside)).all()
    assert {each.reason: each.number for each in found} == aside
    assert {(each.proposed_by, each.agreed_by) for each in found} == {(by.account_id, other)}
    assert db.session.get(BoxOpening, round_id).votes == len(queries.receipts(round_id)) == 996
    assert queries.envelopes_in(round_id) == 0
    said = app.test_cli_runner().invoke(args=["record", "verify"])
    assert said.exit_code == 0, said.output


def test_two_different_people_confirm_exactly_these_numbers(make, box, people):
    round_id, keys = box(3)
    by, other = people
    take_out_the_envelope(keys[0])
    for wrong in (
        actions.ConfirmedSetAside({"missing": 2}, other),
        actions.ConfirmedSetAside({}, other),
        actions.ConfirmedSetAside({"missing": 1}, by.account_id),
        actions.ConfirmedSetAside({"missing": 1}, 999_999),
        actions.ConfirmedSetAside({"missing": 1}, make.account(Role.COUNTER).id),
    ):
        with pytest.raises(Refusal):
            opens(by, round_id, wrong)
    with pytest.raises(Refusal, match="Two different people"):
        opens(COMMAND, round_id, actions.ConfirmedSetAside({"missing": 1}, other))
    assert queries.box_opening_of(round_id) is None
    assert opens(by, round_id, actions.ConfirmedSetAside({"missing": 1}, other)) == 2


def test_the_second_of_them_acts_for_the_steering_group_of_the_round_and_has_no_interest_in_it(make, people):
    by, not_listed = people
    member, interested, substitute = (make.account(Role.STEERING) for _ in range(3))
    members = [
        RoundMember(account_id=each.id, name=each.name, substitute=each is substitute)
        for each in (member, interested, substitute)
    ]
    round_ = make.voting_round(projects=2, members=members)
    make.cast(round_, (1,), (2,), (1, 2))
    project = db.session.scalars(select(Project).where(Project.round_id == round_.id)).first()
    declare_interest(
        Actor(interested.id, Role.STEERING), round_id=round_.id, project_id=project.id, description="I sing there."
    )
    tampering.without_any_guard()
    take_out_the_envelope(db.session.scalars(select(ENVELOPES.c.right_key)).first())
    for wrong, said in (
        (not_listed, "steering group list"),
        (substitute.id, "nobody has asked you to act"),
        (interested.id, "declared an interest"),
    ):
        with pytest.raises(Refusal, match=said):
            opens(by, round_.id, actions.ConfirmedSetAside({"missing": 1}, wrong))
        assert queries.box_opening_of(round_.id) is None
    assert opens(by, round_.id, actions.ConfirmedSetAside({"missing": 1}, member.id)) == 2


@pytest.mark.both_databases
def test_the_database_itself_refuses_one_person_twice(box, people):
    round_id, _keys = box(2)
    by, _other = people
    assert opens(by, round_id) == 2
    values = {"round_id": round_id, "reason": "missing", "number": 1}
    twice = {"proposed_by": by.account_id, "agreed_by": by.account_id}
    with pytest.raises(IntegrityError, match="two_people_confirm"), db.engine.begin() as connection:
        connection.execute(insert(SetAside.__table__).values(**values, **twice))


def swap_two(keys: list[str]) -> None:
    with db.engine.begin() as connection:
        rows = [
            dict(connection.execute(select(ENVELOPES).where(ENVELOPES.c.right_key == key)).mappings().one())
            for key in keys[:2]
        ]
        connection.execute(ENVELOPES.delete().where(ENVELOPES.c.right_key.in_(keys[:2])))  # a receipt is there once
        for row, other in (rows, reversed(rows)):
            values = {name: other[name] for name in ("sealed", "receipt", "attempt_hash", "keyed_mark")}
            connection.execute(ENVELOPES.insert().values({**row, **values}))


def make_free_again(keys: list[str]) -> None:
    with db.engine.begin() as connection:
        connection.execute(update(VotingRight.__table__).where(VotingRight.key == keys[0]).values(status=None))


@pytest.mark.parametrize(
    ("damage", "aside"),
    [
        (swap_two, {"does_not_open": 2}),
        (lambda keys: choose_what_is_forbidden(keys[0], {99: 1}), {"not_allowed": 1}),
        (lambda keys: choose_what_is_forbidden(keys[0], {1: 1000}), {"not_allowed": 1}),
        (lambda keys: choose_what_is_forbidden(keys[0], {}), {"not_allowed": 1}),
        (make_free_again, {"without_right": 1}),
    ],
)  # fmt: skip
def test_each_kind_of_damage_has_its_reason(box, people, damage, aside):
    round_id, keys = box(4)
    damage(keys)
    db.session.rollback()
    by, other = people
    assert would_be_set_aside(db.session.get(Round, round_id)) == aside
    assert opens(by, round_id, actions.ConfirmedSetAside(aside, other)) == 4 - sum(aside.values())


def test_on_the_page_two_people_confirm_the_numbers_and_everybody_reads_them(make, box, visitor, new_visitor, clock):
    round_id, keys = box(4)
    coordinator, member = make.account(Role.COORDINATOR), make.account(Role.STEERING)
    name = member.sign_in_name
    flip_a_byte(keys[0])
    db.session.rollback()
    clock.set(db.session.get(Round, round_id).post_closes_at + timedelta(hours=1))
    visitor.signed_in_as(coordinator)
    visitor.opens(f"/rounds/{round_id}/after-close/box")
    page = visitor.presses("Open the ballot box now")
    assert page.status == 409 and "1 vote could not be opened, because it is damaged." in page.text
    visitor.types("The second person’s sign-in name", name).types("The second person’s password", "wrong")
    page = visitor.presses("We confirm these numbers. Open the ballot box now")
    assert page.status == 422 and "The sign-in name or password is wrong" in page.text
    assert "1 vote could not be opened" in page.text and queries.box_opening_of(round_id) is None
    visitor.types("The second person’s sign-in name", name).types("The second person’s password", PASSWORD)
    page = visitor.presses("We confirm these numbers. Open the ballot box now")
    assert "There were 3 votes in it" in page.text
    assert "Two people confirmed that these could not be counted:" in page.text
    make.signed(make.counted(db.session.get(Round, round_id)))
    publish(make.actor(Role.COORDINATOR), db.session.get(Round, round_id))
    public = new_visitor().opens(f"/rounds/{round_id}/results").main
    assert "Two people confirmed that these could not be counted:" in public
    assert "1 vote could not be opened, because it is damaged." in public
