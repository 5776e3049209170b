"""Refused, and then the advice is followed: where it leads further than to the same form, it works."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock
from pb.database import db
from pb.people import actions as people
from pb.programme.actions.deleted_rounds import delete_round
from pb.projects import actions as projects
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.venues import actions as venues
from pb.voting import actions as voting
from pb.voting.queries import packs, right_of_card
from tests.support.makers.voting import COMMAND
from tests.support.round_settings import change_settings


def refused(advice: str, act, *args, **said) -> None:
    """It is refused, with this advice."""
    with pytest.raises(Refusal) as found:
        act(*args, **said)
    db.session.rollback()
    assert advice in str(found.value.next_step)


@pytest.fixture
def morag(make):
    return Actor(make.account(Role.COORDINATOR, name="Morag").id, Role.COORDINATOR)


def test_the_only_coordinator_gives_the_role_to_somebody_who_then_closes_the_account(make, morag):
    account, jean = make.account(Role.COUNTER), make.account(Role.COUNTER, name="Jean")
    people.close_account(morag, account)
    refused("A coordinator can open it again", people.appoint, morag, account, (Role.FACILITATOR,))
    people.reopen_account(morag, account)
    me = people_account(morag)
    refused("give someone else that role first", people.close_account, morag, me)
    people.appoint(morag, jean, (Role.COORDINATOR,))
    people.close_account(Actor(jean.id, Role.COORDINATOR), me)
    assert people_account(morag).closed_at


def people_account(by: Actor):
    from pb.people.models import Account

    return db.session.get_one(Account, by.account_id)


def test_a_new_card_whose_maker_has_left_is_released_and_if_it_is_lost_too_replaced(make, morag):
    round_, left, ina = make.voting_round(), make.account(Role.COORDINATOR), make.staff(Role.STEERING)
    lost = make.cards(round_)[0]
    new = voting.replace_card(Actor(left.id, Role.COORDINATOR), round_, lost.number, "Fell into the loch.")
    refused("You can release it", voting.withdraw_replacement, morag, packs(round_.id)[0])
    people.close_account(morag, left)
    voting.release_cards(morag, packs(round_.id)[0], 1)
    newest = voting.replace_card(morag, round_, new.number, "It was lost as well.")
    voting.release_cards(Actor(ina.id, Role.STEERING), packs(round_.id)[0], 1)
    db.session.rollback()
    of = [right_of_card(round_.id, each.number).status for each in (lost, new, newest)]
    assert of == ["void", "void", None]


def test_a_card_of_an_order_that_works_is_replaced_and_not_cancelled(make, morag):
    round_ = make.voting_round()
    card = make.cards(round_)[0]
    refused("Replace it on the page “Voting cards”", voting.cancel_card, COMMAND, round_, card.number, "Lost.")
    assert voting.replace_card(morag, round_, card.number, "Lost.").number != card.number


def test_a_cancelled_session_is_opened_again_and_then_changed(make, morag):
    round_, rose = make.voting_round(), make.staff(Role.FACILITATOR)
    session = make.session_at(round_, rose)
    times = (session.starts_at, session.ends_at - timedelta(minutes=5), [rose.id])
    venues.cancel_session(morag, session, "No heating.")
    refused("Open it again", venues.change_session, morag, session, *times)
    venues.open_session_again(morag, session, "It is mended.")
    venues.change_session(morag, session, *times)
    assert session.ends_at == times[1] and clock.now() < session.ends_at


def test_after_the_freeze_two_decide_what_no_setting_changes_any_more(make, morag, visitor):
    round_ = make.voting_round()
    for act in (lambda: change_settings(morag, round_, grace_minutes=20), lambda: delete_round(morag, round_)):
        refused("on the page “Decisions”", act)
    visitor.signed_in_as(people_account(morag)).opens(f"/rounds/{round_.id}/settings")
    assert "on the page “Decisions”" in visitor.page.main
    assert visitor.opens(f"/rounds/{round_.id}/manage").links["Decisions"] == f"/rounds/{round_.id}/decisions"
    assert visitor.follows("Decisions").status == 200


def test_a_decision_whose_proposer_does_not_come_back_is_agreed_to_or_replaced(make):
    jean, effie = (Actor(make.staff(Role.STEERING).id, Role.STEERING) for _ in range(2))
    round_ = make.applying_round()
    project = make.application(round_)
    for by in (jean, effie):
        people.declare_interest(by, round_id=round_.id, description="")
    projects.propose_assessment(jean, project, outcome="eligible", reason="")
    refused("propose another decision in its place", projects.withdraw_assessment, effie, project)
    projects.propose_instead(effie, project, outcome="not_eligible", reason="It is outside the city.", unmet=(1,))
    assert project.proposal.made_by == effie.account_id
