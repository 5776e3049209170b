"""After the freeze two steering group members can withdraw a project or let voting go on, and everybody reads why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.clock import LOCAL
from pb.database import db, exclusive_transaction
from pb.refusals import Refusal
from pb.rounds import actions
from pb.rounds.models import Decision, Round
from pb.rounds.rules import closes_at, post_closes_at
from pb.voting.queries import frozen_ballot
from pb.web.access import Actor, Role


@pytest.fixture
def round_(make):
    return make.voting_round()


@pytest.fixture
def ina(make, visitor):
    return visitor.signed_in_as(make.account(Role.STEERING, name="Ina"))


@pytest.fixture
def hugh(make, new_visitor):
    return new_visitor().signed_in_as(make.account(Role.STEERING, name="Hugh"))


@pytest.fixture
def someone(make):
    return Actor(make.account(Role.STEERING).id, Role.STEERING)


NEW_DATES = "Propose the new dates"


def fresh(round_) -> Round:
    db.session.rollback()
    return db.session.get(Round, round_.id)


def project_of(round_, number: int) -> int:
    return next(line.project_id for line in frozen_ballot(round_.id).lines if line.number == number)


def withdraws(person, round_, number=2, reason="The group has folded."):
    person.opens(f"/rounds/{round_.id}/decisions")
    person.selects("Which project?", f"{number}. Project number {number}").types("Why should it be withdrawn?", reason)
    return person.presses("Propose to withdraw this project")


def test_one_proposes_another_agrees_and_everybody_reads_the_reason(ina, hugh, new_visitor, round_):
    public = new_visitor()
    assert "Your proposal has been saved." in withdraws(ina, round_).text
    assert "folded" not in public.opens(f"/rounds/{round_.id}").main
    assert "I agree" not in ina.page.buttons
    assert (
        "Proposal: withdraw project 2, Project number 2" in ina.page.main and "has been withdrawn" not in ina.page.main
    )
    assert "Read a proposal, and agree if you think it is right" in hugh.opens("/dashboard").links
    hugh.opens(f"/rounds/{round_.id}/decisions")
    page = hugh.presses("I agree")
    assert "The decision is now in force." in page.text
    page = public.opens(f"/rounds/{round_.id}")
    assert (
        "Project 2, Project number 2, has been withdrawn" in page.main and "Reason: The group has folded." in page.main
    )


def test_nobody_agrees_with_themselves_not_even_past_the_page(ina, round_, make):
    withdraws(ina, round_)
    decision = fresh(round_).decisions[0]
    page = ina.posts(f"/rounds/{round_.id}/decisions/{decision.id}/agree")
    assert page.status == 409 and "You proposed this, so someone else must agree to it." in page.text
    with pytest.raises(IntegrityError), exclusive_transaction() as session:
        session.execute(text("UPDATE decision SET agreed_by = proposed_by, agreed_at = proposed_at"))
    assert fresh(round_).decisions[0].agreed_at is None


def test_a_proposal_is_withdrawn_by_the_person_who_made_it(ina, hugh, round_):
    withdraws(ina, round_)
    assert "Withdraw this proposal" not in hugh.opens(f"/rounds/{round_.id}/decisions").buttons
    ina.opens(f"/rounds/{round_.id}/decisions")
    assert "The proposal has been withdrawn." in ina.presses("Withdraw this proposal").text
    assert fresh(round_).decisions == []


def test_a_decision_needs_a_reason_and_keeps_what_was_chosen(ina, round_):
    page = withdraws(ina, round_, number=3, reason=" ")
    assert page.status == 422 and page.errors == ["Enter the reason. Everyone will be able to read it."]
    chosen = [option for option in page.all("option") if "selected" in option.attrib]
    assert "3. Project number 3" in "".join(chosen[0].itertext())


def test_voting_is_made_longer_and_every_page_says_the_new_close(ina, hugh, new_visitor, round_, clock):
    later = (round_.post_closes_at + timedelta(days=3)).astimezone(LOCAL).replace(hour=17, minute=0)
    ina.opens(f"/rounds/{round_.id}/decisions")
    for question in ("Voting closes", "Postal votes must arrive by"):
        ina.dates(question, f"{later:%d %m %Y}", "17:00")
    ina.types("Why should voting stay open for longer?", "The library was shut by snow.").presses(
        "Propose the new dates"
    )
    hugh.opens(f"/rounds/{round_.id}/decisions")
    hugh.presses("I agree")
    assert f"{closes_at(fresh(round_)).astimezone(LOCAL):%d %m %H:%M}" == f"{later:%d %m} 17:00"
    page = new_visitor().opens(f"/rounds/{round_.id}")
    assert "shut by snow" in page.main and f"You can vote until {later:%A} {later.day} {later:%B}" in page.main
    clock.set(later + timedelta(days=1))
    page = new_visitor().opens(f"/rounds/{round_.id}")
    assert f"New closing dates: {later:%A} {later.day} {later:%B}" in page.main and "is open until" not in page.main


def test_voting_never_closes_earlier_and_a_passed_close_stays(ina, round_, someone, make, clock):
    earlier = (round_.voting_closes_at - timedelta(days=1)).astimezone(LOCAL)
    ina.opens(f"/rounds/{round_.id}/decisions")
    page = (
        ina.dates("Voting closes", f"{earlier:%d %m %Y}", "12:00")
        .types("Why should voting stay open", "Hurry")
        .presses("Propose the new dates")
    )
    assert page.status == 422 and "cannot close earlier" in page.errors[0] and "Hurry" in page.main
    screens, post = closes_at(round_), post_closes_at(round_)
    clock.set(screens + timedelta(hours=1))
    with pytest.raises(Refusal, match="screens has already closed"):
        actions.propose_extension(someone, fresh(round_), screens + timedelta(days=1), post + timedelta(days=1), "Snow")
    decision = actions.propose_extension(someone, fresh(round_), screens, post + timedelta(days=1), "The post is late")
    clock.set(post + timedelta(minutes=1))
    with pytest.raises(Refusal, match="it can no longer be extended"):
        actions.agree_to(Actor(make.staff(Role.STEERING).id, Role.STEERING), db.session.get(Decision, decision.id))


def test_a_proposal_that_nobody_agreed_to_gives_way_to_the_next(ina, hugh, round_, someone, clock):
    """Its proposer may be gone; and with a date that has passed nobody could agree to it."""
    screens, post = closes_at(round_), post_closes_at(round_)
    old = actions.propose_extension(someone, round_, screens + timedelta(hours=1), post, "Snow").id
    page = ina.opens(f"/rounds/{round_.id}/decisions")
    assert "If you propose others, they take their place." in page.main
    later = (post + timedelta(days=2)).astimezone(LOCAL)
    ina.dates("Voting closes", f"{later:%d %m %Y}", "17:00").dates("Postal votes", f"{later:%d %m %Y}", "18:00")
    assert "Your proposal has been saved" in ina.types("Why should voting stay open", "Floods").presses(NEW_DATES).main
    assert [each.reason for each in fresh(round_).decisions] == ["Floods"]
    hugh.opens(f"/rounds/{round_.id}/decisions")
    assert hugh.posts(f"/rounds/{round_.id}/decisions/{old}/agree").status == 404
    hugh.opens(f"/rounds/{round_.id}/decisions")
    assert "The decision is now in force." in hugh.presses("I agree").text


@pytest.mark.parametrize(
    ("days", "sentence"),
    [((0, 0), "already the closing dates"), ((5, 0), "must not be before"), ((0, -1), "cannot close earlier")],
)
def test_dates_that_change_nothing_or_do_not_fit_are_refused(round_, someone, days, sentence):
    dates = [
        moment + timedelta(days=more)
        for moment, more in zip((closes_at(round_), post_closes_at(round_)), days, strict=True)
    ]
    with pytest.raises(Refusal, match=sentence):
        actions.propose_extension(someone, round_, *dates, "Why not")


def test_a_project_is_withdrawn_once_and_only_from_its_own_ballot(ina, hugh, round_, someone, make):
    other = make.voting_round()
    with pytest.raises(Refusal, match="not on the ballot for this round"):
        actions.propose_withdrawal(someone, round_, project_of(other, 1), "Wrong round")
    withdraws(ina, round_)
    with pytest.raises(Refusal, match="already been proposed"):
        actions.propose_withdrawal(someone, fresh(round_), project_of(round_, 2), "Again")
    hugh.opens(f"/rounds/{round_.id}/decisions")
    hugh.presses("I agree")
    with pytest.raises(Refusal, match="already been withdrawn"):
        actions.propose_withdrawal(someone, fresh(round_), project_of(round_, 2), "Again")
    assert hugh.posts(f"/rounds/{other.id}/decisions/1/agree").status == 404
    with pytest.raises((Refusal, IntegrityError)), exclusive_transaction() as session:
        session.execute(text("DELETE FROM decision"))


def test_before_the_freeze_nothing_is_decided_this_way(ina, make, someone):
    round_ = make.set_up_round()
    assert "not frozen yet" in ina.opens(f"/rounds/{round_.id}/decisions").main
    with pytest.raises(Refusal, match="not frozen yet"):
        actions.propose_withdrawal(someone, round_, 1, "Too early")
    with pytest.raises(Refusal, match="not frozen yet"):
        actions.propose_extension(someone, round_, round_.voting_closes_at, round_.post_closes_at, "Too early")


@pytest.mark.both_databases
def test_after_the_publication_nothing_is_decided(make, someone):
    round_ = make.voting_round()
    project = project_of(round_, 1)
    make.published(round_, (1,), (2,))
    with pytest.raises(Refusal, match="result has been published"):
        actions.propose_withdrawal(someone, fresh(round_), project, "Too late")


def test_a_coordinator_reads_decisions_and_proposes_none(visitor, make, round_):
    visitor.signed_in_as(make.account())
    page = visitor.opens(f"/rounds/{round_.id}/decisions")
    assert "Propose to withdraw this project" not in page.buttons
    visitor.opens("/invitations/new")
    assert (
        visitor.posts(f"/rounds/{round_.id}/decisions/withdraw", {"project": 1, "withdraw_reason": "x"}).status == 403
    )
