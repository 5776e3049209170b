"""Who acts is asked under the lock of the act, not only by the page; and slow work is done before the lock."""

from __future__ import annotations

from functools import partial

import pytest

from pb.database import db
from pb.passwords import hash_password
from pb.people import actions
from pb.people.actions import accounts
from pb.people.models import Account
from pb.record import queries as record
from pb.record.acts import Act, all_acts
from pb.refusals import Refusal, refusal_of
from pb.roles import Actor, Role
from pb.voting.actions import kiosks
from tests.support.kiosks import KioskKey
from tests.support.makers.voting import COMMAND

pytestmark = pytest.mark.both_databases
PASSWORD = "porridge and salt"

#: What somebody reads who is refused an act in their role, by acts of which it is so.
ASKED = {
    "Ask the coordinator.": {"round.made", "result.counted"},
    "Ask a steering group member.": {"result.signed", "decision.agreed"},
    "It is done on the kiosk itself.": {"kiosk.left"},
    "Only the person it is about can do it.": {"invitation.accepted", "password_code.used"},
    "Only the server can do this. Ask the person who looks after it.": {"card.voided", "marks.begun"},
}


@pytest.fixture
def morag(make):
    return Actor(make.account(Role.COORDINATOR, name="Morag").id, Role.COORDINATOR)


def test_who_lost_the_role_or_the_account_since_the_page_was_opened_does_nothing(app, make, morag):
    no_longer = partial(actions.declare_interest, round_id=make.set_up_round().id, description="")
    jean = make.account(Role.FACILITATOR, Role.COUNTER, name="Jean")
    account_id = jean.id
    actions.appoint(morag, jean, (Role.COUNTER,))
    lines = record.length()
    with pytest.raises(Refusal, match="Your role in the programme has changed") as refused:
        no_longer(Actor(account_id, Role.FACILITATOR))
    assert refused.value.status == 403
    no_longer(Actor(account_id, Role.COUNTER))
    actions.close_account(morag, db.session.get_one(Account, account_id))
    for role, said in ((Role.COUNTER, "Your role in the programme has changed"), (Role.PUBLIC, "in your role")):
        with pytest.raises(Refusal, match=said):
            no_longer(Actor(account_id, role))
    assert record.length() == lines + 2, "one declaration and a closed account"


def test_passwords_and_pins_are_hashed_before_anybody_has_to_wait(app, make, morag, monkeypatch):
    round_ = make.voting_round()
    voting_session, is_locked = make.session_at(round_, make.staff(Role.FACILITATOR)), []

    def noting(password: str) -> str:
        is_locked.append(bool(db.session().info.get("writing")))
        return hash_password(password)

    for module in (accounts, kiosks):
        monkeypatch.setattr(module, "hash_password", noting)
    one = actions.make_account(COMMAND, name="Jean", sign_in_name="jean", password=PASSWORD, roles=(Role.COUNTER,))
    actions.set_password(COMMAND, one, PASSWORD)
    token = actions.invite(morag, name="Ina", role=Role.COUNTER)
    actions.accept_invitation(token, sign_in_name="ina", password=PASSWORD)
    given = {"name": "", "next_pin": "2468", "leave_pin": "97531", "public_key": KioskKey().public}
    kiosks.pair(morag, voting_session, **given)
    assert is_locked == [False] * 5


def test_nobody_chooses_the_password_of_somebody_else(app, make, morag):
    jean = make.account(Role.COUNTER, name="Jean")
    before = jean.password_hash
    with pytest.raises(Refusal, match="only do this for your own account") as refused:
        actions.set_password(morag, jean, "a bowl of porridge")
    assert refused.value.status == 403 and db.session.get_one(Account, jean.id).password_hash == before
    with pytest.raises(Refusal, match="easy to guess"):
        actions.set_password(Actor(jean.id, Role.COUNTER), jean, "jean jean jean jean")
    actions.set_password(Actor(jean.id, Role.COUNTER), jean, "a bowl of porridge")
    assert db.session.get_one(Account, jean.id).password_hash != before


def test_who_only_reads_changes_nothing_but_their_own_account(app, make):
    grace, jean = make.account(Role.FINANCE, name="Grace"), make.account(Role.COUNTER, name="Jean")
    by = Actor(grace.id, Role.FINANCE)
    actions.set_password(by, grace, "a bowl of porridge")
    with pytest.raises(Refusal, match="You cannot change anything"):
        actions.set_password(by, db.session.get_one(Account, jean.id), "a bowl of porridge")


def test_who_is_refused_an_act_reads_who_does_it(app):
    acts = [act for act in all_acts() if not act.name.startswith("thing.")]  # those that tests declare are everybody's
    said = {act.name: _whom_to_ask(act) for act in acts}
    for asked, names in ASKED.items():
        assert {name: said[name] for name in names} == dict.fromkeys(names, asked)
    of_a_person = "Only the person it is about can do it."
    others = {name for name, asked in said.items() if asked == of_a_person}
    assert others == ASKED[of_a_person], "it is true of newcomers, with the link or code that they alone have"


def _whom_to_ask(act: Act) -> str:
    """A voter does no act of the record, so they are refused each."""
    refused = refusal_of(actions.require_role, Actor(None, Role.VOTER), act.only)
    return str(refused.next_step)
