"""What waits for people of a round: somebody is missing who signs, or is to be released from an interest that is over."""

from __future__ import annotations

from collections.abc import Iterator

from pb.people.queries import a_member_is_one_of, coming, ever_interested, names, people_in
from pb.programme.rules.chores import Chore, ChoreKind
from pb.projects.queries import interested_on_the_ballot, waiting_releases
from pb.results.queries.corrections import final_publication_of
from pb.results.queries.counts import latest_count, signatures_of
from pb.roles import COORDINATOR, STEERING
from pb.rounds.models import Round
from pb.rounds.queries import members_of
from pb.rounds.rules import acts, proposed, replaced_member


def of_people(round_: Round) -> Iterator[Chore]:
    """Nobody can sign where the steering group is too small. At the freeze its list is fixed, the substitute on it."""
    members = {each.id for each in people_in(STEERING)}
    missing = round_.signatures_needed + 1 - len(members)
    if not round_.frozen and missing > 0 and (to_invite := missing - coming(STEERING)) > 0:
        yield Chore(ChoreKind.INVITE_MEMBERS, to_invite)
    if round_.frozen and not final_publication_of(round_.id):
        yield from _of_the_substitute(round_, members)
    yield from _of_releases(round_)


def _of_the_substitute(round_: Round, members: set[int]) -> Iterator[Chore]:
    """Of those who act, too few can sign: they left, or have an interest in a project on the ballot. The substitute can."""
    listed, counted = members_of(round_.id), latest_count(round_.id)
    signed = {each.account_id for each in signatures_of(counted)} if counted else set()
    able = members - interested_on_the_ballot(round_.id)
    acting = {each.account_id for each in listed if acts(each.account_id, listed, round_.decisions)}
    if not listed or len(signed | (acting & able)) >= round_.signatures_needed or _waits_for_the_substitute(round_):
        return
    unable = [each for each in listed if not each.substitute and each.account_id not in able]
    substitute = next((each.account_id for each in listed if each.substitute), None)
    if (
        unable
        and substitute in able
        and replaced_member(round_.decisions) not in frozenset(each.account_id for each in unable)
    ):
        names, besides = ", ".join(each.name for each in unable), frozenset(each.account_id for each in unable)
        people = frozenset(each.account_id for each in listed) & members
        yield Chore(ChoreKind.SUBSTITUTE, where=names, people=people, besides=besides)


def _waits_for_the_substitute(round_: Round) -> bool:
    """Whether that was proposed already: the proposal is listed by itself."""
    return any(each.kind == "stand_in" for each in proposed(round_))


def _of_releases(round_: Round) -> Iterator[Chore]:
    """To each another person agrees: not its holder, nobody with an interest in that project, and one of the two is a member."""
    if not (waiting := waiting_releases(round_.id)):
        return
    known, interested = names(), ever_interested(round_.id)
    staff = {each.id for each in (*people_in(COORDINATOR), *people_in(STEERING))}
    for each in waiting:
        aside = {who for who, project_id in interested if project_id == each.project_id}
        besides = frozenset({each.account_id, each.proposed_by, *aside})
        people = frozenset(who for who in staff - besides if a_member_is_one_of(who, each.proposed_by))
        yield Chore(ChoreKind.AGREE_RELEASE, where=known[each.account_id], people=people, besides=besides)
