"""Lost security codes: one person proposes that their owner sets up new ones, another agrees."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from pb.codes import new_code
from pb.database import db, exclusive_transaction
from pb.people import actions, queries
from pb.people.models import Account, CodeReplacement
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.roles import Actor, Role
from tests.support.makers.people import PASSWORD
from tests.support.security_codes import use_code, with_an_app

pytestmark = pytest.mark.usefixtures("asks_for_codes")


@pytest.fixture
def morag(make) -> Account:
    return make.account(Role.COORDINATOR, name="Morag")


@pytest.fixture
def ina(make) -> Account:
    return make.account(Role.STEERING, name="Ina")


@pytest.fixture
def jean(make, clock) -> Account:
    """A counter whose app is on a phone that was lost."""
    jean = make.account(Role.COUNTER, name="Jean", sign_in_name="jean")
    with_an_app(jean, clock)
    return jean


def by(account: Account) -> Actor:
    return Actor(account.id, min(account.roles))


@pytest.mark.both_databases
def test_two_people_let_her_set_up_new_codes(new_visitor, morag, ina, jean):
    still_signed_in = new_visitor().signed_in_as(jean)
    desk, member, counter = new_visitor().signed_in_as(morag), new_visitor().signed_in_as(ina), new_visitor()
    desk.opens("/people")
    desk.follows("Lost? Jean")
    page = desk.presses("Propose new codes")
    assert "Jean sets up new security codes" in page.text and "I agree" not in page.text
    assert queries.codes_of(jean).set_up, "one alone changes nothing"
    page = member.opens("/dashboard")
    assert "Jean sets up new security codes" in page.text
    page = member.presses("I agree Jean sets up new security codes")
    assert "Jean can now sign in and set up new codes." in page.text
    assert still_signed_in.opens("/dashboard").heading == "Sign in"
    counter.opens("/account/sign-in")
    page = counter.types("Your sign-in name", "jean").types("Your password", PASSWORD).presses("Sign in")
    assert "Set up security codes before you go on" in page.text
    assert [*db.session.scalars(select(RecordLine.act).order_by(RecordLine.position))][-2:] == [
        "security_codes.proposed",
        "security_codes.replaced",
    ]
    page = desk.opens("/record")
    assert "agreed that Jean sets up new security codes" in page.text


@pytest.mark.both_databases
def test_neither_the_proposer_nor_the_owner_nor_a_counter_is_the_second(app, make, clock, morag, ina):
    hugh = make.account(Role.STEERING)
    with_an_app(hugh, clock)
    proposal = actions.propose_new_codes(by(morag), hugh)
    for second in (morag, hugh, make.account(Role.COUNTER)):
        with pytest.raises(Refusal):
            actions.agree_to_new_codes(by(second), proposal)
    assert queries.codes_of(hugh).set_up
    actions.agree_to_new_codes(by(ina), proposal)
    assert not queries.codes_of(hugh).set_up
    with pytest.raises(Refusal, match="already been decided"):
        actions.agree_to_new_codes(by(make.account(Role.STEERING)), proposal)


@pytest.mark.both_databases
@pytest.mark.parametrize("column", ["proposed_by", "account_id", "counter"])
def test_the_database_itself_asks_for_another_coordinator_or_member(app, make, morag, jean, column):
    counter = make.account(Role.COUNTER)
    proposal = actions.propose_new_codes(by(morag), jean)
    second = counter.id if column == "counter" else getattr(proposal, column)
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        agreed = "UPDATE code_replacement SET agreed_by = :by, agreed_at = proposed_at"
        connection.execute(text(agreed), {"by": second})


def test_it_can_be_turned_down_and_proposed_again_and_not_twice(app, morag, ina, jean):
    proposal = actions.propose_new_codes(by(morag), jean)
    with pytest.raises(Refusal, match="already been proposed"):
        actions.propose_new_codes(by(ina), jean)
    actions.refuse_new_codes(by(ina), proposal)
    with pytest.raises(Refusal, match="already been decided"):
        actions.agree_to_new_codes(by(ina), proposal)
    assert queries.codes_of(jean).set_up
    assert actions.propose_new_codes(by(ina), jean).id != proposal.id


def test_nothing_is_proposed_for_oneself_nor_for_who_has_no_codes(app, make, morag, ina, clock):
    with pytest.raises(Refusal, match="has no security codes yet"):
        actions.propose_new_codes(by(ina), morag)
    with_an_app(morag, clock)
    with pytest.raises(Refusal, match="your own security codes"):
        actions.propose_new_codes(by(morag), morag)


def test_a_proposal_is_kept(app, morag, jean):
    actions.propose_new_codes(by(morag), jean)
    with pytest.raises(Refusal), exclusive_transaction() as session:
        session.delete(session.scalars(select(CodeReplacement)).one())
        session.flush()


def test_when_nobody_is_left_the_command_line_lets_them_in_and_the_record_says_so(app, visitor, jean):
    visitor.signed_in_as(jean)
    said = app.test_cli_runner().invoke(args=["people", "new-codes", "JEAN"])
    assert said.exit_code == 0 and "Jean sets up new security codes when they next sign in." in said.output
    assert not queries.codes_of(jean).set_up
    assert visitor.opens("/dashboard").heading == "Sign in"
    line = db.session.scalars(select(RecordLine).order_by(RecordLine.position.desc())).first()
    assert (line.act, line.role) == ("security_codes.forgotten", "command")
    said = app.test_cli_runner().invoke(args=["people", "new-codes", "nobody"])
    assert said.exit_code == 1 and "Nobody signs in as nobody." in said.output


@pytest.mark.both_databases
def test_of_two_who_set_up_the_first_codes_at_the_same_moment_the_second_is_told(app, make):
    """Both pages looked before the lock, and saw that there were none."""
    morag = make.account(Role.COORDINATOR)
    one, two = ([new_code(), new_code()] for _ in range(2))
    actions.set_up_sheet(by(morag), morag, codes=one, typed=one[0], token="", are_first=True)
    with pytest.raises(Refusal, match="since you opened this page"):
        actions.set_up_sheet(by(morag), morag, codes=two, typed=two[0], token="", are_first=True)
    assert use_code(morag, one[1]) and not use_code(morag, two[1])
