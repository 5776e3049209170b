"""A setting that does not fit the people, dates, sessions or projects there are is named before the freeze, with what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pb.programme.rules.out_of_reach import RoundReach, remarks
from pb.rounds.rules.sections import SECTIONS
from pb.web.access import Role

NOW = datetime(2027, 3, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FITS = RoundReach(
    now=NOW,
    never_set=(),
    applications_open_at=NOW - 20 * DAY,
    applications_close_at=NOW - DAY,
    voting_opens_at=NOW + 20 * DAY,
    voting_closes_at=NOW + 34 * DAY,
    post_closes_at=NOW + 38 * DAY,
    grace_minutes=15,
    members=4,
    signatures_needed=2,
    key_custody="folder",
    assessed_by_two=True,
    to_decide=[("Choir", 2)],
    facilitators=2,
    counters=2,
    entitlement="code",
    sessions=3,
    sessions_outside=0,
    sessions_without_team=0,
)


def test_what_fits_is_not_remarked_on():
    assert remarks(FITS) == []
    at_the_limit = replace(
        FITS, members=3, days_of_groups=21, appeal_days=21, post_closes_at=FITS.voting_closes_at + 2 * DAY
    )
    assert remarks(at_the_limit) == []


@pytest.mark.parametrize(
    ("changed", "section", "said"),
    [
        (
            {"voting_closes_at": NOW, "voting_opens_at": NOW - DAY / 2},
            "dates",
            "Voting has closed before it could open.",
        ),
        ({"voting_opens_at": NOW}, "dates", "Nobody can vote until the ballot is frozen."),
        (
            {"applications_close_at": NOW - 20 * DAY + timedelta(minutes=14)},
            "dates",
            "Applications are open for less time than the extra minutes",
        ),
        (
            {"applications_close_at": NOW + 20 * DAY},
            "dates",
            "Groups can still finish an application when voting opens",
        ),
        (
            {"voting_closes_at": NOW + 20 * DAY + timedelta(minutes=14)},
            "dates",
            "Voting is shorter than the extra minutes",
        ),
        ({"post_closes_at": NOW + 35 * DAY}, "dates", "unlikely to arrive in time"),
        ({"sessions_outside": 1}, "dates", "1 session is not within the voting dates."),
        ({"sessions_outside": 2}, "dates", "2 sessions are not within the voting dates."),
        ({"days_of_groups": 22}, "applications", "22 days to answer, and 21 days are left between"),
        ({"appeal_days": 22}, "applications", "can appeal for 22 days, and 21 days are left between"),
        ({"members": 1, "signatures_needed": 0}, "applications", "must decide on each application, and there is 1."),
        ({"to_decide": [("Choir", 1)]}, "applications", "“Choir”. Members without an interest in it: 1."),
        ({"sessions": 0}, "voters", "No session is planned. People can vote at home and by post only"),
        ({"sessions": 0, "entitlement": "vouch"}, "voters", "no session is planned where they could"),
        ({"facilitators": 0}, "voters", "There are no facilitators"),
        ({"facilitators": 1}, "voters", "someone else must count the voters"),
        ({"sessions_without_team": 2}, "voters", "Nobody is on the teams of 2 sessions."),
        ({"at_the_desk": 2}, "voters", "If two people type a ballot paper differently, there is nobody to check it."),
        ({"at_the_desk": 3}, "voters", "If two people type a ballot paper wrongly, only one person could say so"),
        ({"counters": 1}, "voters", "Two different people type in each ballot paper. Counters: 1."),
        ({"counters": 0}, "voters", "Counters: 0. Invite more."),
        ({"too_much": ["There are too few. Ask for less."]}, "ballot", "There are too few. Ask for less."),
        ({"unset_numbers": "Say. Then go on."}, "ballot", "Say. Then go on."),
        ({"signatures_needed": 10}, "signing", "It needs 10 to sign the result, and one more"),
        (
            {"key_custody": "shares", "members": 1, "signatures_needed": 0, "assessed_by_two": False},
            "signing",
            "Two members must keep a sheet of words",
        ),
        ({"without_codes": ["Jean", "Effie"]}, "signing", "have not set theirs up: Jean, Effie."),
    ],
)
def test_each_that_does_not_fit_is_said_in_its_section_with_what_to_do(changed, section, said):
    found = remarks(replace(FITS, **changed))
    assert [(each.section, said in str(each.sentence)) for each in found] == [(section, True)]
    assert str(found[0].sentence).count(". ") >= 1 or "Let it" in str(found[0].sentence), "and what to do"
    assert remarks(replace(FITS, **changed, never_set=SECTIONS)) == []


def test_who_types_is_missed_in_a_round_without_a_session_too():
    said = [str(each.sentence) for each in remarks(replace(FITS, sessions=0, counters=1))]
    assert "Counters: 1." in said[0] and "No session is planned." in said[1]


def test_the_settings_and_the_freeze_name_it_and_lead_to_it(make, visitor):
    round_ = make.ready_round(3)
    desk = visitor.signed_in_as(make.staff(Role.COORDINATOR))
    page = desk.opens(f"/rounds/{round_.id}/settings")
    assert "Needs a look" in page.main and "No session is planned." in page.main
    page = desk.opens(f"/rounds/{round_.id}/settings/voters")
    assert "No session is planned." in page.main
    page = desk.opens(f"/rounds/{round_.id}/freeze")
    assert "Look at this before you freeze the ballot" in page.main and "No session is planned." in page.main
    assert page.links["Change this setting"].startswith(f"/rounds/{round_.id}/settings/")
