"""A project goes into the next round with the text that voters read last, and out of a draft with everything of it."""

from __future__ import annotations

import pytest

from pb.database import db
from pb.people.actions import declare_interest
from pb.programme.actions.corrections import agree_to_correction, propose_correction
from pb.programme.actions.deleted_rounds import delete_round
from pb.programme.actions.following import start_next_round
from pb.programme.rules.corrections import CorrectedWording
from pb.projects.actions import propose_assessment, renew_code
from pb.projects.models import Project, TextWriter
from pb.projects.queries import applications, ballot_lines, eligible, translations_of, writers_of
from pb.refusals import Refusal
from pb.roles import COORDINATOR, STEERING, Actor
from pb.rounds import actions
from pb.rounds.models import Round
from tests.support.makers.projects import declares


@pytest.fixture
def morag(make):
    return make.actor(COORDINATOR)


@pytest.fixture
def round_(make, morag):
    """A frozen round of projects whose texts were written and checked."""
    made = make.ready_round()
    make.freezes(made, morag)
    return db.session.get_one(Round, made.id)


def ends(make, round_: Round) -> Round:
    decision = actions.propose_abandoning(make.actor(COORDINATOR), round_, "The money was withdrawn.")
    actions.agree_to_abandon(make.actor(STEERING), decision)
    return db.session.get_one(Round, round_.id)


def follows(make, morag, round_: Round, *project_ids: int) -> Round:
    return start_next_round(
        morag, ends(make, round_), name="Next", weeks=12, with_money=False, project_ids=list(project_ids)
    )


def test_the_text_goes_with_its_project_and_with_those_who_wrote_it(make, morag, round_):
    line = ballot_lines(round_.id)[0]
    wrote = writers_of([line.project.ballot_text])[line.project_id]
    (again,) = applications(follows(make, morag, round_, line.project_id).id)
    assert (again.ballot_text.title, again.ballot_text.body) == (line.title, line.body)
    assert again.ballot_text.approved_by is None
    assert writers_of([again.ballot_text])[again.id] == wrote


def test_a_corrected_text_goes_as_it_was_read_and_who_corrected_it_does_not_check_it(make, round_):
    line, one = ballot_lines(round_.id)[0], make.actor(COORDINATOR)
    made = propose_correction(
        one, round_, line.project_id, CorrectedWording("Another day out", line.body, "A bus"), "A mistake."
    )
    member = next(each for each in round_.members if not each.substitute)
    agree_to_correction(Actor(member.account_id, STEERING), db.session.get_one(Round, round_.id), made)
    (again,) = applications(follows(make, make.actor(COORDINATOR), round_, line.project_id).id)
    assert again.ballot_text.title == "Another day out"
    assert one.account_id in writers_of([again.ballot_text])[again.id]


def test_what_it_says_in_another_language_goes_along_and_is_checked_again(make, morag):
    old = make.ready_round()
    for each in eligible(old.id):
        make.in_polish(each)
    make.freezes(old, morag)
    one, other = ballot_lines(old.id)[:2]
    said = CorrectedWording("Another day out", other.body, "A bus")
    old = db.session.get_one(Round, old.id)
    correction = propose_correction(make.actor(COORDINATOR), old, other.project_id, said, "A mistake.")
    agree_to_correction(Actor(old.members[0].account_id, STEERING), old, correction)
    following = follows(make, morag, db.session.get_one(Round, old.id), one.project_id, other.project_id)
    found = {each.carried_from_id: translations_of(each.id) for each in applications(following.id)}
    (again,), before = found[one.project_id].values(), translations_of(one.project_id)["pl"]
    assert (again.title, again.writers, again.approved_by) == (before.title, before.writers, None)
    assert found[other.project_id] == {}, "its English words are others now"
    delete_round(morag, following)


def test_a_round_that_ended_before_its_freeze_hands_its_texts_on(make, morag):
    project = make.on_the_ballot(make.applying_round())
    (again,) = applications(follows(make, morag, db.session.get_one(Round, project.round_id), project.id).id)
    assert again.ballot_text.title == "A day by the water"


def test_a_draft_is_deleted_with_all_that_was_carried_into_it(make, morag, round_):
    ids = [each.project_id for each in ballot_lines(round_.id)[:2]]
    draft = follows(make, morag, round_, *ids)
    first, second = applications(draft.id)
    member = declares(make.actor(STEERING), first)
    declare_interest(member, round_id=draft.id, project_id=second.id, description="My sister sings there.")
    draft_id, carried = draft.id, [first.id, second.id]
    delete_round(morag, draft)
    db.session.rollback()
    assert db.session.get(Round, draft_id) is None and not db.session.get(Project, carried[0])
    assert not db.session.query(TextWriter).where(TextWriter.project_id.in_(carried)).count()


def test_nobody_decides_on_what_is_in_a_draft_and_its_group_gets_no_code(make, morag, round_):
    draft = follows(make, morag, round_, ballot_lines(round_.id)[0].project_id)
    (carried,) = applications(draft.id)
    with pytest.raises(Refusal, match="This round is a draft"):
        propose_assessment(declares(make.actor(STEERING), carried), carried, outcome="eligible", reason="")
    with pytest.raises(Refusal, match="This round is a draft"):
        renew_code(morag, carried, "They lost it.")
