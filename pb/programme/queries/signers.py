"""Who may still sign a result or count its ballots again, and what helps where too few may."""

from __future__ import annotations

from collections.abc import Sequence

from pb.people.models import Account
from pb.people.queries import people_in
from pb.projects.queries import interested_on_the_ballot
from pb.results.models import Recount, Signature
from pb.results.queries.counts import latest_count, recounts_of, signatures_of
from pb.results.rules.recounts import RECOUNTS
from pb.roles import STEERING
from pb.rounds.models import Round
from pb.rounds.queries import is_seat_used, may_act_for, members_of
from pb.rounds.rules import replaced_member
from pb.words import Sentence
from pb.words import lazy_gettext as _l


def members_besides(round_: Round, spoken: Sequence[Signature | Recount]) -> tuple[str, ...]:
    """The names of members who act in the round now, besides those who have spoken, those who share their voice and those
    who have an interest in a project on the ballot.
    """
    done, interested = [each.account_id for each in spoken], interested_on_the_ballot(round_.id)
    return tuple(
        person.name
        for person in people_in(STEERING)
        if person.id not in done and person.id not in interested and _acts(person, round_, done)
    )


def _acts(person: Account, round_: Round, done: Sequence[int]) -> bool:
    return may_act_for(person.id, round_.id) and not is_seat_used(person.id, round_.id, done)


def too_few_to_sign(round_: Round) -> list[Sentence]:
    """What to do where fewer members can sign than have to; nothing where enough can."""
    counted = latest_count(round_.id)
    return _too_few(round_, signatures_of(counted) if counted else [], round_.signatures_needed)


def too_few_to_recount(round_: Round) -> list[Sentence]:
    """The same of those who count the ballots again."""
    counted = latest_count(round_.id)
    return _too_few(round_, recounts_of(counted) if counted else [], RECOUNTS)


def _too_few(round_: Round, spoken: Sequence[Signature | Recount], needed: int) -> list[Sentence]:
    left, can = needed - len(spoken), len(members_besides(round_, spoken))
    if can >= left:
        return []
    said: list[Sentence] = [
        _l("Members still needed: %(needed)s. Members who can do it: %(can)s.", needed=left, can=can),
        _l(
            "If an interest is over, two coordinators or members who have none in that project can say so on the page of "
            "interests."
        ),
    ]
    if substitute := _free_substitute(round_):
        said.append(
            _l(
                "%(name)s, the substitute, can act in place of a member: two others on the round’s list decide this on the "
                "page of decisions.",
                name=substitute,
            )
        )
    elif not members_of(round_.id):
        said.append(_l("A new steering group member can do it too."))
    return said


def _free_substitute(round_: Round) -> str | None:
    """The name of the substitute, where nobody has asked them to act yet and no interest keeps them off."""
    if replaced_member(round_.decisions):
        return None
    interested = interested_on_the_ballot(round_.id)
    acting = {person.id for person in people_in(STEERING)} - interested
    return next((each.name for each in members_of(round_.id) if each.substitute and each.account_id in acting), None)
