"""What is known of a round and its people, to find settings that nobody can meet."""

from __future__ import annotations

from pb import clock
from pb.people.queries import codes_are_asked_for, ever_interested, people_in
from pb.people.queries.security_codes import without_codes
from pb.programme.queries.never_funded import remarks_on_money
from pb.programme.rules.out_of_reach import Remark, RoundReach, remarks
from pb.programme.rules.what_is_asked import too_much
from pb.projects import queries as projects
from pb.roles import COORDINATOR, COUNTER, FACILITATOR, STEERING
from pb.rounds.models import Round
from pb.rounds.queries import never_set_of, points_of, settings_of
from pb.rounds.rules import Phase, closes_at, phase, post_closes_at, unset_numbers
from pb.venues.queries import ListedSession, sessions_to_list


def remarks_on(round_: Round) -> list[Remark]:
    """What does not fit in the settings of a round that is not frozen; nothing afterwards."""
    if round_.frozen:
        return []
    on_money = [] if "money" in never_set_of(round_) else remarks_on_money(round_)
    return [*on_money, *remarks(_reach(round_))]


def _reach(round_: Round) -> RoundReach:
    now = clock.now()
    members = people_in(STEERING)
    sent = projects.with_costs(projects.applications_with_texts(round_.id))
    to_decide = projects.all_to_assess(round_)
    waiting = [*to_decide.undecided, *to_decide.for_second, *to_decide.by_one, *to_decide.with_groups]
    interested = ever_interested(round_.id)
    free = [(each.title, sum((who.id, each.id) not in interested for who in members)) for each in waiting]
    planned = [each for each in sessions_to_list(round_.id) if not each.is_cancelled]
    on_the_ballot = list({each.id: each for each in (*projects.eligible_of(sent), *waiting)}.values())
    never_set = never_set_of(round_)
    asked = [*people_in(COORDINATOR), *members] if codes_are_asked_for() else []
    return RoundReach(
        now=now,
        never_set=never_set,
        applications_open_at=round_.applications_open_at,
        applications_close_at=round_.applications_close_at,
        voting_opens_at=round_.voting_opens_at,
        voting_closes_at=closes_at(round_),
        post_closes_at=post_closes_at(round_),
        grace_minutes=round_.grace_minutes,
        members=len(members),
        signatures_needed=round_.signatures_needed,
        key_custody=round_.key_custody,
        assessed_by_two=bool(round_.assessed_by_two),
        days_of_groups=max(round_.fix_days or 0, (round_.silence_days or 0) if round_.texts_agreed else 0),
        appeal_days=round_.appeal_days or 0,
        to_decide=free,
        facilitators=len(people_in(FACILITATOR)),
        counters=len(people_in(COUNTER)),
        at_the_desk=len({each.id for role in (COUNTER, COORDINATOR) for each in people_in(role)}),
        entitlement=round_.entitlement,
        sessions=len(planned),
        sessions_outside=sum(_is_outside(each, round_) for each in planned),
        sessions_without_team=sum(not each.team for each in planned),
        unset_numbers=unset_numbers(settings_of(round_)),
        too_much=too_much(round_, on_the_ballot, points_of(round_)) if phase(round_, now) == Phase.ASSESSING else (),
        without_codes=without_codes(asked),
    )


def _is_outside(session: ListedSession, round_: Round) -> bool:
    return session.starts_at < round_.voting_opens_at or session.ends_at > closes_at(round_)
