"""A round is a draft until it is published, is given up by two with a reason, or is deleted while nobody has applied."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock
from pb.database import db, transaction
from pb.programme.actions.deleted_rounds import delete_round
from pb.programme.actions.following import start_next_round
from pb.programme.queries.leftovers import leftovers
from pb.projects.queries import applications
from pb.record.queries import last_of
from pb.refusals import Refusal
from pb.results.actions import sign
from pb.roles import COORDINATOR, STEERING, Role
from pb.rounds import actions
from pb.rounds.models import Round
from pb.voting import actions as voting
from pb.voting.actions.rights import give_rights
from pb.voting.queries import envelopes_in
from tests.support.makers.projects import APPLICANT, actor_of
from tests.support.makers.voting import COMMAND
from tests.support.round_settings import change_settings
from tests.support.visitor import Visitor

ENDED = "This round was abandoned"
PUBLIC = ("", "/where-to-vote", "/where-to-vote/print", "/projects", "/results", "/results/receipts")


@pytest.fixture
def morag(make):
    return make.account(COORDINATOR, name="Morag Bell")


@pytest.fixture
def draft(make, morag):
    """A round whose applications would be open, and that nobody has published."""
    settings = make.settings(opens=clock.now() - timedelta(days=1), name="Autumn")
    return actions.make_round(actor_of(morag), settings, draft=True)


def given_up(make, round_: Round, reason: str = "The money was withdrawn.") -> Round:
    decision = actions.propose_abandoning(make.actor(COORDINATOR), round_, reason)
    actions.agree_to_abandon(make.actor(STEERING), decision)
    return db.session.get_one(Round, round_.id)


def test_nobody_but_staff_knows_of_a_draft(app, visitor, make, draft):
    for page in PUBLIC:
        assert visitor.downloads(f"/rounds/{draft.id}{page}").status_code == 404
    for page in ("/", "/apply"):
        assert "Autumn" not in visitor.opens(page).text
    with pytest.raises(Refusal, match="is a draft"):
        make.begun(draft)
    staff = Visitor(app).signed_in_as(make.staff(Role.FACILITATOR))
    assert "This round is a draft" in staff.opens(f"/rounds/{draft.id}").main
    assert "Draft" in staff.opens("/rounds").main
    assert "Publish this round" not in staff.opens(f"/rounds/{draft.id}/manage").main


def test_a_coordinator_publishes_a_draft_once_and_then_groups_apply(app, visitor, make, morag, draft):
    desk = Visitor(app).signed_in_as(morag)
    page = desk.opens(f"/rounds/{draft.id}/manage")
    assert "Check the settings, then publish this round" in page.main and "is a draft" in page.main
    page = desk.presses("Publish this round")
    assert "The round has been published." in page.text and "is a draft" not in page.main
    assert last_of("round.published", round_id=draft.id)
    assert "Autumn" in visitor.opens("/").text and make.begun(db.session.get_one(Round, draft.id))
    with pytest.raises(Refusal, match="already been published"):
        actions.publish_round(actor_of(morag), db.session.get_one(Round, draft.id))


def test_what_a_draft_said_before_is_no_rule_that_changed(make, morag, draft):
    change_settings(actor_of(morag), draft, ceiling_pence=10_000)
    assert db.session.execute(db.text("SELECT count(*) FROM rule_change")).scalar() == 0


def test_two_people_abandon_a_round_in_the_middle_of_its_vote(app, visitor, make, morag):
    round_ = make.voting_round(projects=2, name="Spring")
    make.cast(round_, (1,))
    (card,) = make.cards(round_)
    mal = make.account(STEERING, name="Mal Reid")
    desk = Visitor(app).signed_in_as(morag)
    page = desk.opens(f"/rounds/{round_.id}/abandon")
    assert "There is 1 vote in the ballot box." in page.main
    page = desk.types("Why should the round be abandoned?", "The council took the money back.").presses(
        "Propose to abandon this round"
    )
    assert "I agree" not in page.main and "Withdraw this proposal" in page.main
    assert "abandoned" not in visitor.opens(f"/rounds/{round_.id}").text
    voter = Visitor(app)
    voter.opens("/vote")
    voter.types("Your voting code", card.code)
    member = Visitor(app).signed_in_as(mal)
    assert "Read the proposal to abandon the round" in member.opens("/dashboard").main
    member.opens(f"/rounds/{round_.id}/decisions")
    member.follows("Read what abandoning this round means")
    page = member.presses("I agree to abandon this round")
    assert "The round has been abandoned." in page.text and "There is nothing to do." in page.main
    assert "Make voting cards" not in page.main and "sign and publish" not in page.main
    page = member.opens(f"/rounds/{round_.id}/after-close")
    assert (
        "Nobody opens the ballot box" in page.main
        and "Do these steps" not in page.main
        and "The lot is" not in page.main
    )
    for address in ("", "/projects", "/where-to-vote"):
        page = visitor.opens(f"/rounds/{round_.id}{address}")
        assert ENDED in page.main and "The council took the money back." in page.main
        assert "sign the result" not in page.main and "can appeal" not in page.main
    assert "You can vote until" not in visitor.opens("/").text
    assert "This round was abandoned, so it has ended." in voter.presses("Continue").main
    with pytest.raises(Refusal, match="was abandoned"):
        make.cast(db.session.get_one(Round, round_.id), (2,))
    assert envelopes_in(round_.id) == 1


def test_a_proposal_is_turned_down_and_made_again(make):
    round_ = make.set_up_round()
    by = make.actor(COORDINATOR)
    decision = actions.propose_abandoning(by, round_, "We have no time.")
    with pytest.raises(Refusal, match="already proposed"):
        actions.propose_abandoning(make.actor(STEERING), db.session.get_one(Round, round_.id), "Me too.")
    with pytest.raises(Refusal, match="in your role"):
        actions.agree_to_abandon(make.actor(COORDINATOR), decision)
    with pytest.raises(Refusal, match="another kind|abandon the round"):
        actions.agree_to(make.actor(STEERING), decision)
    actions.withdraw_abandoning(by, decision)
    assert given_up(make, db.session.get_one(Round, round_.id)).abandonment


def test_nothing_goes_on_in_an_abandoned_round(make, morag):
    """Acts of people, by what would be next in each state."""
    applying, voting_ = given_up(make, make.applying_round()), make.voting_round(projects=2)
    session = make.session_at(voting_, make.staff(Role.FACILITATOR))
    ready, counted = make.ready_round(), make.counted(make.opened_box(make.voting_round(projects=1, costs=[100]), (1,)))
    voting_, ready, counted = (given_up(make, each) for each in (voting_, ready, counted))
    by, member = actor_of(morag), make.actor(STEERING)
    for attempt in (
        lambda: make.begun(applying),
        lambda: actions.change_section(by, applying, "money", {"ceiling_pence": 10_000}),
        lambda: make.freezes(ready, by),
        lambda: voting.issue_cards(by, voting_, 1),
        lambda: voting.issue_paper(COMMAND, session),
        lambda: actions.propose_extension(
            member, voting_, voting_.voting_closes_at, voting_.post_closes_at + timedelta(days=1), "More time."
        ),
        lambda: voting.decrypt_ballot_box(COMMAND, voting_),
        lambda: sign(member, counted, "0" * 64),
    ):
        with pytest.raises(Refusal, match="was abandoned"):
            attempt()


def test_a_signed_result_is_not_abandoned(app, visitor, make, morag):
    signed = make.signed(make.counted(make.opened_box(make.voting_round(projects=1, costs=[100]), (1,))))
    with pytest.raises(Refusal, match="has been signed"):
        actions.propose_abandoning(actor_of(morag), signed, "We do not like it.")
    page = visitor.signed_in_as(morag).opens(f"/rounds/{signed.id}/abandon")
    assert "has been signed" in page.main and "Propose to abandon" not in page.main


def test_another_box_opens_beside_sealed_votes_that_are_never_counted(make):
    """The opening writes every right and envelope anew, those of the abandoned round too."""
    round_, other = make.voting_round(projects=1), make.voting_round(projects=1)
    make.cast(round_, (1,))
    with transaction() as session:
        give_rights(session, round_.id, "post", None, 1)
    given_up(make, round_)
    make.opened_box(other, (1,))
    assert (envelopes_in(round_.id), envelopes_in(other.id)) == (1, 0)


def test_a_group_reads_on_its_page_that_its_round_has_ended_and_goes_on_in_the_next(visitor, make, morag):
    round_ = make.applying_round()
    project, code = make.begun(round_, by=APPLICANT)
    sent = make.application(round_)
    ended = given_up(make, round_)
    visitor.opens("/apply/resume")
    page = visitor.types("Your code", code).presses("Open it")
    assert ENDED in page.main and "The money was withdrawn." in page.main and "You can apply again" in page.main
    left = leftovers(ended)
    assert left is not None and [each.project_id for each in left.unfunded] == [sent.id] and project.id != sent.id
    weeks = {"weeks": 12, "with_money": False, "project_ids": [sent.id]}
    started = start_next_round(actor_of(morag), ended, name="Next", **weeks)
    assert started.draft and [each.carried_from_id for each in applications(started.id)] == [sent.id]
    delete_round(actor_of(morag), started)
    assert start_next_round(actor_of(morag), db.session.get_one(Round, ended.id), name="Next", **weeks).draft


def test_a_round_to_which_nobody_has_applied_is_deleted_and_the_record_keeps_its_name(visitor, make, morag, draft):
    desk = visitor.signed_in_as(morag)
    make.session_at(draft, make.staff(Role.FACILITATOR))
    draft_id = draft.id
    desk.opens(f"/rounds/{draft_id}/manage")
    desk.follows("Delete this round")
    page = desk.presses("Delete this round")
    assert "The round “Autumn” has been deleted." in page.text and db.session.get(Round, draft_id) is None
    assert "deleted the round “Autumn”" in desk.opens("/record").main


def test_a_published_round_goes_too_with_its_rules_that_changed_until_a_group_begins(make, morag):
    by, gone, applied = actor_of(morag), make.applying_round(), make.applying_round()
    change_settings(by, gone, ceiling_pence=10_000)
    delete_round(by, db.session.get_one(Round, gone.id))
    make.begun(applied)
    with pytest.raises(Refusal, match="has begun to"):
        delete_round(by, db.session.get_one(Round, applied.id))
