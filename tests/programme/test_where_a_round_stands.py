"""From facts to the next act, and how a round follows another: the rules alone, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from pb.clock import LOCAL
from pb.programme.rules.following import following, later, weeks_until_it_can_start
from pb.programme.rules.round_status import AFTER_THE_CLOSE, Due, RoundFacts, RoundState, next_act
from pb.programme.rules.stages import STAGES, stages
from pb.rounds.rules import Phase, Settings

OPEN, CLOSE, VOTING, SCREENS, POST = (datetime(2026, 5, day, 12, tzinfo=LOCAL) for day in (1, 8, 15, 22, 25))
MINUTE = timedelta(minutes=1)


def facts(phase: Phase, **known) -> RoundFacts:
    return RoundFacts(**{"now": CLOSE, "phase": phase} | {
        "applications_open_at": OPEN, "applications_close_at": CLOSE, "voting_opens_at": VOTING,
        "voting_closes_at": SCREENS, "post_closes_at": POST,
    } | known)  # fmt: skip


@pytest.mark.parametrize(
    ("known", "due"),
    [
        (facts(Phase.SET_UP), Due(RoundState.SETTING_UP, OPEN)),
        (facts(Phase.SET_UP, sessions=1), Due(RoundState.SET_UP, OPEN)),
        (facts(Phase.SET_UP, never_set=2), Due(RoundState.SETTINGS_TO_FINISH, how_many=2)),
        (facts(Phase.APPLYING, undecided=3), Due(RoundState.APPLYING, CLOSE)),
        (facts(Phase.ASSESSING, undecided=2, eligible=5), Due(RoundState.ASSESSING, VOTING, how_many=2)),
        (
            facts(Phase.ASSESSING, undecided=2, decisions_to_agree=3, proposers=("Jo",)),
            Due(RoundState.ASSESSING, VOTING, how_many=2),
        ),
        (
            facts(Phase.ASSESSING, decisions_to_agree=3, proposers=("Jo",)),
            Due(RoundState.DECISIONS_TO_AGREE, VOTING, how_many=3, besides=("Jo",)),
        ),
        (
            facts(Phase.ASSESSING, decisions_to_agree=3, proposers=("Ann", "Jo")),
            Due(RoundState.DECISIONS_TO_AGREE, VOTING, how_many=3),
        ),
        (facts(Phase.ASSESSING), Due(RoundState.NO_APPLICATIONS, VOTING)),
        (facts(Phase.ASSESSING, sent=2), Due(RoundState.NOTHING_ELIGIBLE, VOTING)),
        (
            facts(Phase.ASSESSING, sent=5, eligible=5, keeps_from_freezing=("A member is missing.",)),
            Due(RoundState.NOT_READY_TO_FREEZE, VOTING, missing=("A member is missing.",)),
        ),
        (
            facts(Phase.ASSESSING, sent=5, eligible=5, texts_to_write=4),
            Due(RoundState.TEXTS_TO_WRITE, VOTING, how_many=4),
        ),
        (
            facts(Phase.ASSESSING, sent=5, eligible=5, texts_to_approve=3),
            Due(RoundState.TEXTS_TO_APPROVE, VOTING, how_many=3),
        ),
        (facts(Phase.ASSESSING, sent=5, eligible=5), Due(RoundState.READY_TO_FREEZE, VOTING)),
        (facts(Phase.READY), Due(RoundState.CARDS_TO_MAKE, VOTING)),
        (facts(Phase.READY, cards=1), Due(RoundState.WAITING_FOR_VOTING, VOTING)),
        (facts(Phase.READY, cards=1, sessions=1), Due(RoundState.FROZEN, VOTING)),
        (facts(Phase.VOTING), Due(RoundState.VOTING, SCREENS)),
        (
            facts(Phase.VOTING, next_session_at=VOTING + MINUTE, next_team=("Ann",)),
            Due(RoundState.SESSION_DUE, VOTING + MINUTE, people=("Ann",)),
        ),
        (facts(Phase.POST), Due(RoundState.POST_OPEN, POST)),
        (
            facts(Phase.CLOSED, after_close="post", missing=("Wait.",)),
            Due(RoundState.SCREENS_FINISHING, missing=("Wait.",)),
        ),
        (facts(Phase.CLOSED), Due(RoundState.PUBLISHED)),
        (facts(Phase.CLOSED, followed=True), Due(RoundState.FOLLOWED)),
        (
            facts(Phase.CLOSED, after_close="sign", yet_to_sign=("Ann", "Jo"), missing=("Sign it.",)),
            Due(RoundState.TO_SIGN, people=("Ann", "Jo"), missing=("Sign it.",)),
        ),
        (
            facts(Phase.CLOSED, after_close="publish", recounts_missing=1, yet_to_recount=("Jo",), missing=("Count.",)),
            Due(RoundState.TO_RECOUNT, people=("Jo",), missing=("Count.",)),
        ),
        (facts(Phase.CLOSED, after_close="publish"), Due(RoundState.TO_PUBLISH)),
        (facts(Phase.CLOSED, after_close="lot", not_by=("Jo",)), Due(RoundState.LOT_TO_DRAW, besides=("Jo",))),
    ],
)
def test_the_next_act_of_a_round(known, due):
    assert next_act(known) == due


def test_templates_know_a_state_by_its_name_in_small_letters():
    assert [str(state) for state in RoundState] == [state.name.lower() for state in RoundState]


def test_an_act_is_one_that_is_not_late_where_nothing_is_known_of_it():
    assert next_act(facts(Phase.VOTING)).how_many == 0 and not next_act(facts(Phase.VOTING)).late


@pytest.mark.parametrize(
    "known",
    [
        {"undecided": 1},
        {},
        {"sent": 1},
        {"sent": 1, "eligible": 1, "texts_to_write": 1},
        {"sent": 1, "eligible": 1, "texts_to_approve": 1},
        {"sent": 1, "eligible": 1},
    ],
)
def test_what_comes_before_the_freeze_is_late_from_the_minute_in_which_voting_was_to_open(known):
    assert next_act(facts(Phase.ASSESSING, now=VOTING - MINUTE, **known)).late is False
    assert next_act(facts(Phase.ASSESSING, now=VOTING, **known)).late is True


def test_while_groups_change_their_applications_nobody_is_asked_to_decide_on_them():
    waits = facts(Phase.ASSESSING, sent=2, with_groups=1, keeps_from_freezing=("The group has until Friday.",))
    for eligible in (0, 1):
        due = next_act(replace(waits, eligible=eligible))
        assert (due.state, due.missing) == (RoundState.NOT_READY_TO_FREEZE, ("The group has until Friday.",))


def test_whoever_wrote_all_the_texts_cannot_approve_them_and_two_writers_can_approve_each_others():
    waiting = facts(Phase.ASSESSING, sent=2, eligible=2, texts_to_approve=2)
    assert next_act(replace(waiting, text_writers=("Ann",))).besides == ("Ann",)
    assert next_act(replace(waiting, text_writers=("Ann", "Jo"))).besides == ("Ann", "Jo")


@pytest.mark.parametrize(
    ("left", "due"),
    [
        (None, Due(RoundState.PAPERS_TO_CHECK)),
        (2, Due(RoundState.PAPERS_TO_LOOK_AT, how_many=2)),
        (0, Due(RoundState.PAPERS_TO_COMPARE)),
    ],
)
def test_papers_are_looked_at_only_while_there_are_some_left_to_look_at(left, due):
    assert next_act(facts(Phase.CLOSED, after_close="check", papers_left=left)) == due


def test_each_step_after_the_close_has_its_state():
    """The keys are those of the checklist, pb/pages/after_close."""
    assert {key: str(state) for key, state in AFTER_THE_CLOSE.items()} == {
        "post": "screens_finishing",
        "sessions": "sessions_to_account",
        "bundles": "bundles_to_settle",
        "adds_up": "numbers_to_resolve",
        "box": "box_to_open",
        "lot": "lot_to_draw",
        "count": "to_count",
        "check": "papers_to_check",
        "objections": "objections_to_answer",
        "sign": "to_sign",
        "publish": "to_publish",
    }


def test_every_state_lies_on_one_large_step():
    assert [name for name, _ in STAGES] == [
        "set_up",
        "applications",
        "choosing",
        "ballot",
        "voting",
        "counting",
        "result",
    ]
    assert sorted(state for _, states in STAGES for state in states) == sorted(set(RoundState) - {RoundState.ABANDONED})
    assert stages(RoundState.VOTING) == [
        *(("set_up", "done"), ("applications", "done"), ("choosing", "done"), ("ballot", "done")),
        *(("voting", "current"), ("counting", "later"), ("result", "later")),
    ]
    for before in (RoundState.SETTINGS_TO_FINISH, RoundState.DRAFT, RoundState.SETTING_UP, RoundState.SET_UP):
        assert stages(before)[:2] == [("set_up", "current"), ("applications", "later")], "no group can apply yet"
    assert stages(RoundState.APPLYING)[1] == ("applications", "current")
    assert stages(RoundState.ABANDONED) == [], "nothing goes on there"


def test_no_step_is_said_to_be_now_when_it_is_done():
    for state in (RoundState.CARDS_TO_MAKE, RoundState.FROZEN, RoundState.WAITING_FOR_VOTING):
        assert [said for _, said in stages(state)] == ["done"] * 4 + ["later"] * 3, state
    for state in (RoundState.PUBLISHED, RoundState.FOLLOWED):
        assert {said for _, said in stages(state)} == {"done"}, state


def test_the_next_round_keeps_weekday_and_clock_time_when_summer_time_ends():
    before = datetime(2026, 10, 20, 9, 30, tzinfo=LOCAL)
    after = later(before, 2)
    assert f"{after:%Y-%m-%d %H:%M %z}" == "2026-11-03 09:30 +0000" and f"{before:%z}" == "+0100"


def test_the_next_round_starts_in_the_future_an_even_number_of_weeks_later():
    assert weeks_until_it_can_start(OPEN, OPEN) == 2
    assert weeks_until_it_can_start(OPEN, OPEN + timedelta(weeks=2)) == 2
    assert weeks_until_it_can_start(OPEN, OPEN + timedelta(weeks=2) + MINUTE) == 4
    assert weeks_until_it_can_start(OPEN, OPEN + timedelta(weeks=5)) == 6


SPRING = Settings(
    *("Spring", (("North", 500_00), ("South", 300_00)), 100_00),
    *(OPEN, CLOSE, VOTING, SCREENS, POST, "60 or over", "Leith"),
    max_choices=2,
)


def test_the_next_round_has_the_settings_of_the_last_with_later_dates_and_without_what_was_carried():
    made = following(SPRING, name="Summer", weeks=6)
    weeks = timedelta(weeks=6)
    assert made == replace(
        SPRING,
        name="Summer",
        applications_open_at=OPEN + weeks,
        applications_close_at=CLOSE + weeks,
        voting_opens_at=VOTING + weeks,
        voting_closes_at=SCREENS + weeks,
        post_closes_at=POST + weeks,
    )
