"""At the end of a time: who began before it has the round's grace to finish, nobody has more, and what was typed too late can
still be read.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.people import actions as people
from pb.people.rules import INVITATION_LASTS, PASSWORD_CODE_LASTS
from pb.projects import actions as projects
from pb.projects.queries import ballot_lines
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.projects.rules.text_answers import TextStands, text_fingerprint, text_stands
from pb.refusals import Refusal
from pb.roles import STEERING, Actor, Role
from pb.rounds import actions as decisions
from pb.rounds.rules import closes_at, votes_may_come_until
from pb.voting import actions as voting
from pb.voting.queries import right_of_code
from pb.web.kept_typed import long_texts_sent
from tests.support.makers import projects as makers
from tests.support.makers.projects import APPLICANT
from tests.support.makers.voting import COMMAND

SECOND, GRACE = timedelta(seconds=1), timedelta(minutes=15)
WORDS = "We would like to say in our own words why this is so."


def an_application(make, clock):
    round_ = make.applying_round()
    project, _code = make.begun(round_)
    return round_.applications_close_at, lambda: projects.send_application(APPLICANT, project)


def a_change_asked_for(make, clock):
    project = make.application(make.applying_round(fix_days=7))
    make.decided(project, "fix", "Say who drives.", (1,))
    return project.assessments[-1].fix_until, lambda: projects.save_answers(APPLICANT, project, {"what": WORDS})


def an_appeal(make, clock):
    project = make.application(make.applying_round(appeal_days=7))
    make.decided(project, "not_eligible", "It is outside the city.", (1,))
    return project.assessments[-1].appeal_until, lambda: projects.appeal(APPLICANT, project, WORDS)


def a_vote_at_home(make, clock):
    round_ = make.voting_round()
    (card,) = make.cards(round_)
    clock.set(round_.voting_closes_at - timedelta(minutes=5))
    vote = make.vote(round_, card, 1)
    return round_.voting_closes_at, lambda: voting.cast_vote(vote)


def a_code_typed(make, clock):
    """Who has not begun has no grace."""
    round_ = make.voting_round()
    (card,) = make.cards(round_)
    return round_.voting_closes_at, lambda: voting.cast_vote(make.vote(round_, card, 1))


def a_letter(make, clock):
    round_ = make.voting_round()
    (card,) = make.cards(round_)
    right = right_of_code(card.code)
    return round_.post_closes_at, lambda: voting.check_in_envelope(COMMAND, round_.id, right)


def a_longer_vote(make, clock):
    round_, by = make.voting_round(), Actor(make.staff(Role.STEERING).id, STEERING)
    later = round_.post_closes_at + timedelta(days=7)
    return round_.post_closes_at, lambda: decisions.propose_extension(
        by, round_, closes_at(round_), later, "The post is slow."
    )


def an_invitation(make, clock):
    token = people.invite(make.actor(Role.COORDINATOR), name="Una", role=Role.COUNTER)
    ends = clock.forward(seconds=0) + INVITATION_LASTS
    return ends, lambda: people.accept_invitation(token, sign_in_name="una", password="porridge and salt")


def a_code_for_a_password(make, clock):
    account = make.account(Role.COUNTER, sign_in_name="jean")
    code = people.make_password_code(make.actor(Role.COORDINATOR), account)
    ends = clock.forward(seconds=0) + PASSWORD_CODE_LASTS
    return ends, lambda: people.choose_password("jean", code, "porridge and salt")


#: What ends, and whether who began in time has the grace.
DEADLINES = [
    (an_application, True),
    (a_change_asked_for, True),
    (an_appeal, True),
    (a_vote_at_home, True),
    (a_code_typed, False),
    (a_letter, False),
    (a_longer_vote, False),
    (an_invitation, False),
    (a_code_for_a_password, False),
]
MOMENTS = {
    "a second before": -SECOND,
    "at the end": timedelta(),
    "at the end of the grace": GRACE - SECOND,
    "after": GRACE,
}


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(("begun", "has_grace"), DEADLINES, ids=[each.__name__ for each, _grace in DEADLINES])
def test_until_when(make, clock, begun, has_grace, moment):
    clock.forward(seconds=0)  # it stands still while something begins
    ends, act = begun(make, clock)
    clock.set(ends + MOMENTS[moment])
    if moment == "a second before" or (has_grace and moment != "after"):
        act()
        return
    with pytest.raises(Refusal) as refused:
        act()
    assert str(refused.value.next_step or refused.value.sentence)


@pytest.mark.parametrize(("later", "stands"), [(-SECOND, TextStands.WAITING), (timedelta(), TextStands.SILENT)])
def test_a_group_that_says_nothing_has_agreed_at_the_end_of_the_day_it_was_told(make, clock, later, stands):
    """There is no grace to saying nothing; until the freeze the group can ask for a change all the same."""
    project = make.eligible(make.applying_round(silence_days=7))
    text = make_text(make, project)
    clock.set(text.silence_until + later)
    assert text_stands(text, project.cost_pence, project.text_answers, program_clock.now()) == stands
    projects.ask_for_change(APPLICANT, project, text_fingerprint(text, project.cost_pence), WORDS)
    assert text_stands(text, project.cost_pence, project.text_answers, program_clock.now()) == TextStands.CHANGE_ASKED


def make_text(make, project):
    projects.write_ballot_text(
        make.actor(Role.COORDINATOR), project, BallotTextChange(title="A day by the water", body=makers.WORDS)
    )
    projects.approve_ballot_text(make.actor(Role.STEERING), project)
    return project.ballot_text


def test_a_longer_vote_has_an_end_and_is_replaced_and_the_box_waits_for_it(make, clock):
    round_ = make.voting_round()
    ina, hugh = (Actor(make.staff(Role.STEERING).id, STEERING) for _ in range(2))
    ends, weeks = round_.post_closes_at, timedelta(weeks=1)
    with pytest.raises(Refusal, match="at most 8 weeks"):
        decisions.propose_extension(ina, round_, closes_at(round_), ends + 8 * weeks + SECOND, "A slip in the year.")
    first = decisions.propose_extension(ina, round_, closes_at(round_), ends + 8 * weeks, "A strike.")
    second = decisions.propose_extension(hugh, round_, closes_at(round_), ends + weeks, "It is over.")
    assert [each.id for each in round_.decisions] == [second.id] and first.id != second.id
    decisions.agree_to(ina, second)
    assert votes_may_come_until(round_) == ends + weeks


#: Pages on which somebody types at length, and what ends meanwhile.
FORMS = {
    "/apply/appeal": "message",
    "/rounds/{}/settings/voters": "age_declaration",
    "/rounds/{}/ballot-texts/{}": "body",
}


@pytest.mark.parametrize("page", FORMS)
def test_what_was_typed_too_late_stands_on_the_page_that_refuses_it(make, visitor, clock, page):
    round_ = make.applying_round(appeal_days=7)
    project, code = make.begun(round_)
    projects.send_application(APPLICANT, project)
    if page == "/apply/appeal":
        make.decided(project, "not_eligible", "It is outside the city.", (1,))
        visitor.opens("/apply/resume")
        visitor.types("Your code", code).presses("Open it")
        clock.set(project.assessments[-1].appeal_until + GRACE)
        address = page
    else:
        visitor.signed_in_as(make.account(Role.COORDINATOR)).opens("/account/password")
        frozen = make.voting_round()
        address = page.format(frozen.id, ballot_lines(frozen.id)[0].project_id)
    answer = visitor.posts(address, {FORMS[page]: WORDS})
    assert answer.status == 409 and "What you typed" in answer.headings and WORDS in answer.main


@pytest.mark.parametrize(("page", "kept"), [("/", [WORDS]), ("/vote/review", [])])
def test_nothing_of_a_voter_and_no_secret_stands_on_a_refusal(app, page, kept):
    with app.test_request_context(page, method="POST", data={"password": WORDS, "entry": WORDS, "message": WORDS}):
        assert long_texts_sent() == kept
