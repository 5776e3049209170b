"""Finding rounds and what has been decided about them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select

from pb.database import db
from pb.read_once import read_once
from pb.rounds.models import Decision, Round, RoundMember, RuleChange
from pb.rounds.rules import PLAIN_SETTINGS, Settings, acts
from pb.rounds.rules.same_pots import same_pots
from pb.rounds.rules.sections import SECTIONS
from pb.rounds.rules.settings import DAYS_OF_GROUPS
from pb.rounds.rules.substitutes import same_seat_as
from pb.unfinished import UNFINISHED_FIELD
from pb.unicode_text import alike, by_name, tidy


@read_once
def newest_first() -> list[Round]:
    """All rounds, newest first."""
    return list(db.session.scalars(select(Round).order_by(Round.voting_opens_at.desc(), Round.id.desc())))


def named_pots(round_: Round) -> dict[int, str]:
    """The name of each pot by its id, where a round has several; of one pot nobody needs to be told. What shows a project
    to anybody says its pot by this.
    """
    return {pot.id: pot.name for pot in round_.pots} if len(round_.pots) > 1 else {}


@read_once
def decisions_of(round_id: int) -> list[Decision]:
    """What was proposed or decided after the freeze, in the order in which it was proposed: ``Round.decisions`` for
    whoever has no round at hand.
    """
    return list(db.session.scalars(select(Decision).where(Decision.round_id == round_id).order_by(Decision.id)))


def rules_changed_since(round_id: int, moment: datetime) -> list[RuleChange]:
    """The rules of a round that changed after this moment, in the order in which they did."""
    query = select(RuleChange).where(RuleChange.round_id == round_id, RuleChange.changed_at > moment)
    return list(db.session.scalars(query.order_by(RuleChange.id)))


def round_name_is_taken(name: str, *, besides: int | None) -> bool:
    """Whether a round other than ``besides`` has this name, however it is typed (``letters.alike``)."""
    others = db.session.scalars(select(Round.name).where(Round.id.is_distinct_from(besides)))
    return alike(name) in map(alike, others)


def settings_of(round_: Round) -> Settings:
    """The settings of a round as they stand in its rulebook."""
    plain = {name: getattr(round_, name) for name in PLAIN_SETTINGS}
    # Empty in rounds that are older than these settings.
    plain |= {name: bool(plain[name]) for name in ("assessed_by_two", "projects_public", "texts_agreed")}
    plain |= {name: plain[name] or 0 for name in DAYS_OF_GROUPS}
    plain |= {
        "rotation": bool(plain["rotation"]),
        "papers_checked": bool(plain["papers_checked"]),
        "objection_days": plain["objection_days"] or 0,
        "any_number": bool(plain["any_number"]),
        "points_to_share": points_of(round_),
    }
    return Settings(
        **plain,
        pots=tuple((pot.name, pot.base_pence) for pot in round_.pots),
        pot_ids=tuple(pot.id for pot in round_.pots),
        pot_choices=pot_choices_of(round_),
        criteria=tuple(criterion.question for criterion in round_.criteria),
    )


def points_of(round_: Round) -> int:
    """How many points a voter shares out on a ballot with points."""
    return round_.points_to_share or Settings.points_to_share


def pot_choices_of(round_: Round) -> tuple[tuple[int, int] | None, ...]:
    """For each pot of a round the least and most of its projects that a voter chooses; nothing where pots have no numbers
    of their own.
    """
    numbers = [None if pot.max_choices is None else (pot.min_choices or 0, pot.max_choices) for pot in round_.pots]
    return tuple(numbers) if any(numbers) else ()


def round_as_edited(round_: Round) -> dict[str, Any]:
    """What the form of a round edits, by the names of its fields. Each pot carries its id."""
    values = {name: value for name, value in vars(settings_of(round_)).items() if name != "pot_ids"}
    values["pots"] = [{"pot": pot.id, "name": pot.name, "amount": pot.base_pence} for pot in round_.pots]
    values["pot_choices"] = pot_numbers_as_edited(round_)
    values["criteria"] = "\n".join(values["criteria"])
    return values | {"least_alike": values["least_alike"] or 1}


def pot_numbers_as_edited(round_: Round) -> list[dict[str, Any]]:
    """A row for each pot, in their order, with the numbers that it has of its own; none where the round has one pot."""
    several = round_.pots if len(round_.pots) > 1 else []
    return [{"pot": pot.id, "least": pot.min_choices, "most": pot.max_choices} for pot in several]


def carried_into(round_: Round, settings: Settings) -> list[int]:
    """For each pot of these settings the pence that were left in the round before."""
    there = {pot.id: pot.carried_pence or 0 for pot in round_.pots}
    named = [(pot.id, pot.name) for pot in round_.pots]
    same = same_pots(named, [tidy(name) for name, _pence in settings.pots], settings.pot_ids)
    return [there[pot_id] if pot_id else 0 for pot_id in same]


def section_as_edited(round_: Round, section: str) -> dict[str, Any]:
    """What the form of one section edits; and what was typed there and could not be saved yet."""
    values = round_as_edited(round_)
    half_done = half_done_of(round_, section)
    return {name: values[name] for name in SECTIONS[section]} | ({UNFINISHED_FIELD: half_done} if half_done else {})


def half_done_of(round_: Round, section: str) -> str | None:
    """What was typed in a section and could not be saved yet, as ``pb.unfinished`` writes it."""
    return next((each.typed for each in round_.unfinished if each.section == section), None)


def never_set_of(round_: Round) -> set[str]:
    """The sections of a round in which nobody has said anything yet."""
    return {each.section for each in round_.unfinished if each.never_set}


@read_once
def members_of(round_id: int) -> list[RoundMember]:
    """The steering group of a round as it was fixed at the freeze, its substitute last; empty before, and for rounds
    that were frozen before there were lists.
    """
    query = select(RoundMember).where(RoundMember.round_id == round_id)
    return sorted(db.session.scalars(query), key=lambda member: (member.substitute, by_name(member.name)))


def may_act_for(account_id: int | None, round_id: int) -> bool:
    """Whether a steering group member decides and signs in this round now; anybody where the round has no list."""
    members = members_of(round_id)
    return not members or acts(account_id, members, decisions_of(round_id))


#: The ids of rounds that two people have given up. Each act asks this, and so does each cast: it is put together once.
ABANDONED_ROUNDS = select(Decision.round_id).where(Decision.kind == "abandon", Decision.agreed_at.is_not(None))


def is_abandoned(round_id: int) -> bool:
    """Whether two people have given this round up; where its row is at hand, ``Round.abandonment`` says it."""
    return round_id in db.session.scalars(ABANDONED_ROUNDS).all()


def is_seat_used(account_id: int | None, round_id: int, have_acted: Collection[int]) -> bool:
    """Whether the seat of this person in the steering group has acted already: a member and the substitute who acts for
    them share one, and one of the two is among ``have_acted``.
    """
    return bool(same_seat_as(account_id, members_of(round_id), decisions_of(round_id)) & set(have_acted))
