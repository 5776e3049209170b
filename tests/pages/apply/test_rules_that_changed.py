"""A rule that a group applied under changes: the group and whoever decides read the old words and the new ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pb import clock
from pb.pages.rounds.rule_changes import rules_in_words
from pb.programme.queries.freezing import ready
from pb.programme.queries.out_of_reach import remarks_on
from pb.programme.rules.freezing import missing_for_freeze
from pb.projects import actions
from pb.rounds.queries import rules_changed_since, settings_of
from pb.rounds.rules.changed_rules import TOLD, changed_rules
from pb.rounds.rules.settings import PLAIN_SETTINGS
from pb.web.access import Role
from tests.support.makers.projects import APPLICANT, actor_of
from tests.support.round_settings import change_settings

#: Settings of which groups are not told: how the programme itself works.
NOT_TOLD = {
    "name": "the page says what the round is called now",
    "applications_open_at": "whoever has begun has seen them open",
    "post_closes_at": "for voters",
    "grace_minutes": "for voters",
    "entitlement": "for the desk",
    "signatures_needed": "for the steering group",
    "session_margin_minutes": "for the desk",
    "key_custody": "for the steering group",
    "least_alike": "for voters",
    "objection_days": "for everybody, after the vote",
    "papers_checked": "for the desk, after the vote",
    "projects_public": "every voter reads the same text at the vote, and no group is named on it",
}


def changes(make, round_, **settings):
    by = actor_of(make.account(Role.COORDINATOR, name="Morag Bell"))
    change_settings(by, round_, **settings)


def told(round_, since) -> dict[str, tuple[list[str], list[str]]]:
    return {each.label: (each.was, each.now) for each in rules_in_words(rules_changed_since(round_.id, since))}


def test_group_and_assessors_read_the_old_and_the_new_words(visitor, new_visitor, make, clock):
    round_ = make.applying_round()
    project, code = make.begun(round_)
    actions.send_application(APPLICANT, project)
    member = make.staff(Role.STEERING)
    make.decided(project, "not_eligible", "No.", [1])
    clock.forward(hours=1)
    changes(make, round_, criteria=("You have a bank account", "Rule 2 is met"))
    visitor.opens("/apply/resume")
    page = visitor.types("Your code", code).presses("Open it")
    assert "Rules that have changed since you began" in page.main
    said = "Before: Rule 1 is met Now: You have a bank account Morag Bell changed this on"
    assert said in page.main and "Rule 2 is met" not in page.main
    office = new_visitor().signed_in_as(member)
    page = office.opens(f"/rounds/{round_.id}/applications/{project.id}")
    assert "Rules that have changed since this was sent" in page.main and said in page.main
    assert "Not met: “Rule 1 is met”." in page.main


def test_an_answer_about_one_rule_is_never_taken_for_another(visitor, make):
    """The rules changed places while a member had the page open: they are told, and each answer stays with its rule."""
    round_ = make.applying_round(criteria=2)
    project = make.application(round_)
    desk = visitor.signed_in_as(make.staff(Role.STEERING, declared_in=round_))
    desk.opens(f"/rounds/{round_.id}/applications/{project.id}")
    desk.ticks("No", within="Rule 1 is met").ticks("Yes", within="Rule 2 is met")
    desk.ticks("Not eligible: it cannot go on the ballot").types("Message to the group", "You have no account.")
    changes(make, round_, criteria=("Rule 2 is met", "Rule 1 is met"))
    page = desk.presses("Propose this decision")
    assert page.status == 409 and "Look at the form below" in page.main and "You have no account." in page.main
    desk.presses("Propose this decision")
    assert make.fresh(round_) and project.proposal.not_met(round_.criteria) == ["Rule 1 is met"]


def test_who_begins_after_the_change_is_told_of_none(visitor, make, clock):
    round_ = make.applying_round()
    changes(make, round_, ceiling_pence=40_000)
    clock.forward(hours=1)
    _project, code = make.begun(round_)
    visitor.opens("/apply/resume")
    assert "Rules that have changed" not in visitor.types("Your code", code).presses("Open it").main


@pytest.mark.both_databases
def test_each_rule_is_told_in_words(app, make):
    round_ = make.applying_round(pots=("North", "South"))
    since = clock.now() - timedelta(seconds=1)
    settings = settings_of(round_)
    changes(
        make, round_, ceiling_pence=40_000, rule="votes-per-pound", part_funding=not settings.part_funding,
        pots=(("North", 150_000), settings.pots[1]), criteria=("A new one", *settings.criteria),
        voting_closes_at=settings.voting_closes_at - timedelta(hours=1), age_declaration="I am 70 or over.",
    )  # fmt: skip
    said = told(round_, since)
    assert said["The most one group can ask for"][1] == ["£400"]
    assert said["The money"] == (["North: £2,000"], ["North: £1,500"])
    assert said["What must be true of every application?"] == (["nothing"], ["A new one"])
    assert said["How are the votes counted?"][1] == ["Most votes for each pound first"]
    assert set(said["The next project may get part of its money"][0]) < {"Yes", "No"}
    assert "2" in said["Voting closes"][0][0] and said["Who can vote: age"][1] == ["I am 70 or over."]


def test_what_only_changes_places_is_no_change(app, make):
    round_ = make.applying_round()
    settings = settings_of(round_)
    changes(make, round_, criteria=tuple(reversed(settings.criteria)), name="Another name", grace_minutes=9)
    assert told(round_, clock.now() - timedelta(days=1)) == {}


def test_a_most_that_does_not_hold_is_told_to_nobody(make):
    settings = make.settings(min_choices=0, max_choices=3)
    free = replace(settings, any_number=True)
    assert changed_rules(settings, free) == [("any_number", "false", "true")]
    assert changed_rules(free, replace(free, min_choices=2)) == [("min_choices", "0", "2")]
    back = changed_rules(free, replace(free, any_number=False, max_choices=4))
    assert back == [("max_choices", "null", "4"), ("any_number", "true", "false")]


def test_a_pot_that_comes_after_the_numbers_is_saved_told_and_waited_for(make):
    round_ = make.applying_round(pots=("North", "South"))
    changes(make, round_, pot_choices=((0, 2), (1, 3)))
    three = (*settings_of(round_).pots, ("West", 500_00))
    changes(make, round_, pots=three, pot_ids=(*(pot.id for pot in round_.pots), None))
    round_ = make.fresh(round_)
    assert settings_of(round_).pot_choices == ((0, 2), (1, 3), None)
    said = "Enter the fewest and the most projects for every pot, or for none of them."
    assert [each.section for each in remarks_on(round_) if each.sentence == said and each.forbids] == ["ballot"]
    assert [each.page for each in missing_for_freeze(ready(round_)) if each.sentence == said] == ["settings"]
    now = told(round_, clock.now() - timedelta(days=1))
    assert now["How many projects in each pot"] == (["nothing"], ["North: 0, 1 or 2", "South: 1, 2 or 3"])
    changes(make, round_, pot_choices=((0, 2), (1, 3), (0, 1)))
    assert not [each for each in remarks_on(make.fresh(round_)) if each.sentence == said]


def test_each_setting_is_told_or_named_with_its_reason():
    assert {*TOLD, *NOT_TOLD} == {*PLAIN_SETTINGS, "pots", "pot_choices", "criteria"} and not set(TOLD) & set(NOT_TOLD)
