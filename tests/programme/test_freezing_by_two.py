"""A coordinator proposes the freeze, a member agrees to exactly what was proposed, and whatever changes in between ends that."""

from __future__ import annotations

import pytest

from pb.database import db, exclusive_transaction
from pb.people import actions as people
from pb.people.models import Account
from pb.people.queries import joined_without_a_member, people_in, waiting_proposals
from pb.programme.actions import freeze, make_sheets, propose_freeze, withdraw_freeze
from pb.programme.queries.freeze_proposals import freeze_proposal_of
from pb.projects import actions as projects
from pb.projects.models import Project
from pb.projects.queries import ballot_lines, eligible
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.projects.rules.text_answers import text_fingerprint
from pb.record.acts import as_shown
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.roles import COORDINATOR, COUNTER, STEERING, Actor
from pb.rounds.models import Pot, Round
from pb.shown import ChangedSince
from tests.support.makers.projects import APPLICANT, WORDS, actor_of, agrees
from tests.support.round_settings import change_settings

AGREE = "I agree: freeze the ballot"


@pytest.fixture
def morag(make):
    return make.staff(COORDINATOR)


@pytest.fixture
def round_(make):
    return make.ready_round()


@pytest.fixture
def proposal(make, round_, morag):
    return propose_freeze(actor_of(morag), round_, substitute=make.substitute())


@pytest.fixture
def silent_round(make, clock):
    """Its groups said nothing for a week, after which their texts stand."""
    clock.forward(days=-15)
    round_ = make.applying_round(silence_days=7)
    for _number in range(3):
        make.on_the_ballot(round_, silent=True)
    clock.forward(days=15)
    return round_


def member(place: int = 0) -> Actor:
    return Actor(people_in(STEERING)[place].id, STEERING)


def fresh(round_: Round) -> Round:
    db.session.rollback()
    return db.session.get_one(Round, round_.id)


def another_grace(make, round_):
    change_settings(make.actor(COORDINATOR), round_, grace_minutes=20)


def another_text(make, round_):
    project = eligible(round_.id)[0]
    change = BallotTextChange("A day by the sea", WORDS, picture_alt="A bus")
    projects.write_ballot_text(make.actor(COORDINATOR), project, change)
    projects.approve_ballot_text(member(), project)
    agrees(project)


def another_cost(make, round_):
    with exclusive_transaction() as session:
        session.get_one(Project, eligible(round_.id)[0].id).cost_lines[0].pence += 100


def one_project_fewer(make, round_):
    make.decided(eligible(round_.id)[0], "not_eligible", "It is too far away.", (1,))
    change_settings(make.actor(COORDINATOR), fresh(round_), max_choices=2)


def another_pot(make, round_):
    with exclusive_transaction() as session:
        session.get_one(Pot, round_.pots[0].id).amount_pence += 5_000


def another_member(make, round_):
    make.account(STEERING, name="Una New")


CHANGES = {
    another_grace: ["Before: 15", "Now: 20"],
    another_cost: ["Before: Cost: £350", "Now: Cost: £351"],
    another_text: ["“A day by the sea”", "Before: A day by the water", "Now: A day by the sea"],
    another_pot: ["The money", "Now: £2,050"],
    one_project_fewer: ["Before: on the ballot", "Now: not on the ballot"],
    another_member: ["The steering group", "Before: nothing", "Now: Una New"],
}


def test_whatever_changes_ends_the_proposal_and_is_said(visitor, make, round_, morag, proposal):
    here, substitute = f"/rounds/{round_.id}/freeze", proposal.substitute_id
    visitor.signed_in_as(people_in(STEERING)[0])
    for changes, said in CHANGES.items():
        assert AGREE in visitor.opens(here).buttons
        changes(make, fresh(round_))
        assert visitor.presses(AGREE).status == 409 and not fresh(round_).frozen
        with pytest.raises(Refusal, match="Something has changed since"):
            freeze(member(), freeze_proposal_of(fresh(round_)))
        page = visitor.opens(here)
        assert AGREE not in page.buttons and "Nobody can agree to this freeze now" in page.main
        assert not [each for each in said if each not in " ".join(page.main.split())]
        propose_freeze(actor_of(morag), fresh(round_), substitute=substitute)
    freeze(member(), freeze_proposal_of(fresh(round_)))
    assert fresh(round_).frozen


@pytest.mark.both_databases
def test_a_member_agrees_and_that_is_the_freeze(make, round_, proposal):
    freeze(member(), proposal)
    frozen, made = fresh(round_), freeze_proposal_of(round_)
    assert frozen.frozen_at == made.agreed_at and made.agreed_by == member().account_id != made.proposed_by
    assert len(ballot_lines(round_.id)) == 3
    line = db.session.query(RecordLine).order_by(RecordLine.position.desc()).first()
    assert line.act == "round.frozen" and line.facts["proposed_by"] == made.proposed_by
    for late in (lambda: freeze(member(1), made), lambda: withdraw_freeze(member(1), made)):
        with pytest.raises(Refusal, match="already been frozen"):
            late()


def test_nobody_agrees_who_is_no_member_or_has_an_interest(make, round_, proposal):
    with pytest.raises(Refusal, match="in your role"):
        freeze(make.actor(COORDINATOR), proposal)
    own = [eligible(round_.id)[0].id]
    people.declare_interests(member(), round_id=round_.id, description="My sister", project_ids=own)
    with pytest.raises(Refusal, match="declared an interest in one of these projects"):
        freeze(member(), proposal)
    freeze(member(1), proposal)
    assert fresh(round_).frozen


def test_nobody_who_could_not_agree_sees_the_word_sheets_of_the_key(make, morag):
    round_ = make.ready_round(key_custody="shares")
    holders = [member().account_id, member(1).account_id]
    proposal = propose_freeze(actor_of(morag), round_, substitute=make.substitute(), holders=holders)
    own = [eligible(round_.id)[0].id]
    people.declare_interests(member(), round_id=round_.id, description="My sister", project_ids=own)
    for wrong, said in ((actor_of(morag), "steering group member"), (member(), "declared an interest")):
        with pytest.raises(Refusal, match=said):
            make_sheets(wrong, proposal)
    _public, sheets = make_sheets(member(1), proposal)
    assert len(sheets) == len(proposal.holder_ids)


def test_there_is_one_proposal_and_it_can_be_taken_back_or_turned_down(visitor, make, round_, morag, proposal):
    with pytest.raises(Refusal, match="already been proposed"):
        propose_freeze(make.actor(COORDINATOR), round_, substitute=make.substitute())
    here = f"/rounds/{round_.id}/freeze"
    page = visitor.signed_in_as(morag).opens(here)
    assert AGREE not in page.buttons and "Propose to freeze the ballot" not in page.buttons
    assert "Nothing is frozen." in visitor.presses("Withdraw this proposal").text
    propose_freeze(actor_of(morag), fresh(round_), substitute=make.substitute())
    visitor.signed_in_as(people_in(STEERING)[0]).opens(here)
    assert "Nothing is frozen." in visitor.presses("Turn this proposal down").text
    assert freeze_proposal_of(fresh(round_)) is None and not fresh(round_).frozen


def test_a_page_of_an_earlier_proposal_agrees_to_nothing(make, round_, morag, proposal):
    shown = as_shown("round.frozen", proposal)
    withdraw_freeze(actor_of(morag), proposal)
    again = propose_freeze(actor_of(morag), fresh(round_), substitute=member(1).account_id)
    with pytest.raises(ChangedSince):
        freeze(Actor(member().account_id, STEERING, shown), again)
    assert not fresh(round_).frozen


def test_a_group_that_asks_for_another_text_meanwhile_is_read_first(make, morag):
    """Where the round does not wait for the groups, what they say ends no proposal."""
    round_ = make.ready_round(texts_agreed=False)
    made = propose_freeze(actor_of(morag), round_, substitute=make.substitute())
    shown, project = as_shown("round.frozen", made), eligible(round_.id)[0]
    read = text_fingerprint(project.ballot_text, project.cost_pence)
    projects.ask_for_change(APPLICANT, project, read, "It is a boat.", None)
    with pytest.raises(ChangedSince):
        freeze(Actor(member().account_id, STEERING, shown), made)
    freeze(Actor(member().account_id, STEERING, as_shown("round.frozen", made)), made)
    assert fresh(round_).frozen


def test_who_agrees_reads_who_joined_while_nobody_had_to_agree(make, visitor, round_, proposal):
    """A coordinator may have made them up: they type papers and run sessions, as somebody's second person."""
    token = people.invite(make.actor(COORDINATOR), name="Una Orr", role=COUNTER)
    people.agree_to_proposal(member(), next(each for each in waiting_proposals() if each.invitation))
    people.accept_invitation(token, sign_in_name="una", password="lentil soup on tuesdays")
    page = visitor.signed_in_as(people_in(STEERING)[0]).opens(f"/rounds/{round_.id}/freeze")
    said = page.main[page.main.index("joined before a steering group member had to agree") :]
    alone = db.session.get_one(Account, proposal.proposed_by)
    assert f"{alone.name} (Coordinator)" in said and "Una Orr" not in said
    assert joined_without_a_member() != [] and "Una Orr" not in [each.name for each in joined_without_a_member()]


def test_texts_that_stand_because_their_groups_said_nothing_are_frozen_with_their_costs(make, silent_round, morag):
    proposed = propose_freeze(actor_of(morag), silent_round, substitute=make.substitute())
    costs = [each.cost_pence for each in eligible(silent_round.id)]
    assert [line["cost_pence"] for line in proposed.proposed["lines"]] == costs and min(costs) > 0
    freeze(member(), proposed)
    assert sorted(line.cost_pence for line in ballot_lines(silent_round.id)) == sorted(costs)
