"""Which phase a round is in to the minute, when it closes, and whether its closes may move. No database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from pb.rounds.rules.calendar import (
    Phase,
    applications_until,
    closes_at,
    in_force,
    may_cast_on_screen,
    phase,
    phase_of_typing,
    post_closes_at,
    proposed,
    screen_casts_until,
    votes_may_come_until,
    withdrawn_projects,
)
from pb.rounds.rules.decisions import extension_error, frozen_error

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
OPEN, CLOSE, VOTING, SCREENS, POST = (datetime(2026, 5, day, 12, tzinfo=UTC) for day in (1, 8, 15, 22, 25))


@dataclass
class Decided:
    kind: str
    project_id: int | None = None
    voting_closes_at: datetime | None = None
    post_closes_at: datetime | None = None
    agreed_at: datetime | None = SCREENS
    id: int = 1
    undoes_id: int | None = None
    member_id: int | None = None


@dataclass
class Dated:
    frozen_at: datetime | None = CLOSE + DAY
    decisions: list[Decided] = field(default_factory=list)
    draft: bool | None = None
    applications_open_at: datetime = OPEN
    applications_close_at: datetime = CLOSE
    voting_opens_at: datetime = VOTING
    voting_closes_at: datetime = SCREENS
    post_closes_at: datetime = POST
    grace_minutes: int = 15


def extended(screens: datetime, post: datetime, agreed_at: datetime | None = SCREENS, kind: str = "extend") -> Decided:
    return Decided(kind, None, screens, post, agreed_at)


@pytest.mark.parametrize(
    ("before", "at", "then"),
    [
        (Phase.SET_UP, OPEN, Phase.APPLYING),
        (Phase.APPLYING, CLOSE, Phase.ASSESSING),
        (Phase.ASSESSING, POST, Phase.ASSESSING),  # what is not frozen never opens
    ],
)
def test_before_the_freeze_a_phase_begins_on_its_minute(before, at, then):
    assert (phase(Dated(None), at - MINUTE), phase(Dated(None), at)) == (before, then)


@pytest.mark.parametrize(
    ("before", "at", "then"),
    [
        (Phase.READY, VOTING, Phase.VOTING),
        (Phase.VOTING, SCREENS, Phase.POST),
        (Phase.POST, POST, Phase.CLOSED),
    ],
)
def test_after_the_freeze_a_phase_begins_on_its_minute(before, at, then):
    assert (phase(Dated(), at - MINUTE), phase(Dated(), at)) == (before, then)


@pytest.mark.parametrize("frozen_at", [None, CLOSE + DAY])
def test_a_round_that_two_gave_up_stays_so_and_a_proposal_ends_nothing(frozen_at):
    proposed, agreed = Decided("abandon", agreed_at=None), Decided("abandon")
    for now in (OPEN - DAY, OPEN, VOTING, POST):
        assert phase(Dated(frozen_at, [proposed]), now) != Phase.ABANDONED == phase(Dated(frozen_at, [agreed]), now)
    assert not may_cast_on_screen(Dated(decisions=[agreed]), VOTING, VOTING)


def test_a_draft_is_one_whatever_its_dates_say():
    assert {phase(Dated(None, draft=True), now) for now in (OPEN - DAY, OPEN, POST)} == {Phase.DRAFT}


def test_templates_ask_for_a_phase_by_these_names():
    assert [*Phase] == ["draft", "set_up", "applying", "assessing", "ready", "voting", "post", "closed", "abandoned"]


def test_only_an_extension_that_two_people_agreed_on_moves_a_close():
    assert (closes_at(Dated()), post_closes_at(Dated())) == (SCREENS, POST)
    one = Dated(decisions=[extended(SCREENS + DAY, POST + DAY)])
    assert (closes_at(one), post_closes_at(one)) == (SCREENS + DAY, POST + DAY)
    one.decisions += [extended(SCREENS + 2 * DAY, POST + DAY), extended(SCREENS + DAY, POST + 2 * DAY)]
    assert (closes_at(one), post_closes_at(one)) == (SCREENS + 2 * DAY, POST + 2 * DAY)
    later = (SCREENS + 9 * DAY, POST + 9 * DAY)
    for nothing in (extended(*later, agreed_at=None), extended(*later, kind="withdraw")):
        one = Dated(decisions=[nothing])
        assert (closes_at(one), post_closes_at(one)) == (SCREENS, POST)
    for half in ((SCREENS + DAY, None), (None, POST + DAY)):
        assert post_closes_at(Dated(decisions=[extended(*half)])) == POST


def test_the_post_closes_no_earlier_than_the_screens():
    assert post_closes_at(Dated(decisions=[extended(POST + DAY, POST)])) == POST + DAY


def test_decisions_are_in_force_or_proposed_and_withdrawals_name_projects():
    one, two, three = Decided("withdraw", 7), Decided("withdraw", 8, agreed_at=None), extended(SCREENS, POST)
    odd = [Decided("withdraw"), Decided("extend", 9, SCREENS, POST)]
    dated = Dated(decisions=[one, two, three, *odd])
    assert in_force(dated) == [one, three, *odd] and proposed(dated) == [two] and withdrawn_projects(dated) == {7}


def test_a_ballot_that_was_open_before_the_close_may_be_cast_within_the_grace():
    late = SCREENS - MINUTE
    assert screen_casts_until(Dated()) == SCREENS + 15 * MINUTE
    assert may_cast_on_screen(Dated(), VOTING, VOTING)
    assert may_cast_on_screen(Dated(), late, SCREENS + 14 * MINUTE)
    assert not may_cast_on_screen(Dated(), late, SCREENS + 15 * MINUTE)
    assert may_cast_on_screen(Dated(), SCREENS, SCREENS + MINUTE) is False, "opened after the close"
    assert not may_cast_on_screen(Dated(), VOTING - MINUTE, VOTING), "opened before voting"


def test_a_ballot_whose_clock_was_ahead_stays_opened_in_time():
    late, second = SCREENS - MINUTE, MINUTE / 60
    assert may_cast_on_screen(Dated(), late, late - MINUTE), "by a minute"
    assert may_cast_on_screen(Dated(), late, VOTING), "the clock was put back by days"
    assert may_cast_on_screen(Dated(), VOTING, VOTING - MINUTE), "the first ballot, at a server that is a minute behind"
    assert not may_cast_on_screen(Dated(), VOTING, VOTING - MINUTE - second), "voting has not begun"
    assert not may_cast_on_screen(Dated(), SCREENS, SCREENS - MINUTE), "opened when it was closed"


def test_the_box_waits_for_the_last_post_and_for_the_grace_of_screens_whichever_is_later():
    assert votes_may_come_until(Dated()) == POST
    assert votes_may_come_until(Dated(post_closes_at=SCREENS)) == SCREENS + 15 * MINUTE
    later = Dated(post_closes_at=SCREENS, decisions=[extended(SCREENS + DAY, SCREENS + DAY)])
    assert votes_may_come_until(later) == SCREENS + DAY + 15 * MINUTE


def test_who_began_an_application_in_time_has_the_grace_to_finish_it():
    not_frozen = Dated(None)
    assert applications_until(not_frozen) == CLOSE + 15 * MINUTE
    for at, then in (
        (CLOSE, Phase.APPLYING),
        (CLOSE + 14 * MINUTE, Phase.APPLYING),
        (CLOSE + 15 * MINUTE, Phase.ASSESSING),
    ):
        assert phase(not_frozen, at) == Phase.ASSESSING and phase_of_typing(not_frozen, at) == then
    assert phase_of_typing(Dated(), CLOSE + MINUTE) == Phase.READY, "a frozen ballot is frozen"


def test_before_the_freeze_settings_are_changed_instead():
    assert "not frozen yet" in str(frozen_error(Dated(None))) and frozen_error(Dated()) is None
    assert extension_error(Dated(None), SCREENS + DAY, POST + DAY, VOTING) == frozen_error(Dated(None))


@pytest.mark.parametrize(
    ("screens", "post", "now", "said"),
    [
        (SCREENS + DAY, POST + DAY, POST, "can no longer be extended"),
        (SCREENS + DAY, POST + DAY, SCREENS, "Voting on screens has already closed"),
        (SCREENS - MINUTE, POST, VOTING, "only later"),
        (SCREENS, POST - MINUTE, VOTING, "only later"),
        (POST + DAY, POST, VOTING, "must not be before voting closes"),
        (SCREENS, POST, VOTING, "already the closing dates"),
        (SCREENS.replace(year=2036), POST.replace(year=2036), VOTING, "at most 8 weeks longer"),
        (SCREENS, POST + 56 * DAY + MINUTE, VOTING, "at most 8 weeks longer"),
    ],
)
def test_a_close_that_cannot_move_so_is_told_why(screens, post, now, said):
    assert said in str(extension_error(Dated(), screens, post, now))


@pytest.mark.parametrize(
    ("screens", "post", "now"),
    [
        (SCREENS + MINUTE, POST, SCREENS - MINUTE),
        (SCREENS, POST + MINUTE, SCREENS),
        (SCREENS, POST + MINUTE, POST - MINUTE),
        (POST, POST, VOTING),
        (SCREENS + 56 * DAY, POST + 56 * DAY, VOTING),
    ],
)
def test_any_later_close_is_taken_until_the_close_has_passed(screens, post, now):
    assert extension_error(Dated(), screens, post, now) is None
