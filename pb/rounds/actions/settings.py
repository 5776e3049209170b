"""Setting up a round, and changing it until the ballot is frozen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.guards import is_still_used, is_taken
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import Actor
from pb.rounds.models import Criterion, Pot, Round
from pb.rounds.queries import settings_of
from pb.rounds.rules import Settings, settings_errors
from pb.rounds.rules.sentences import RULES_ARE_FROZEN
from pb.words import lazy_gettext as _l

#: Settings that are columns of the round as they stand.
_COLUMNS = tuple(name for name in Settings.__dataclass_fields__ if name not in ("pots", "criteria"))


ROUND_MADE = Act("round.made", _l("set up the round"))


def make_round(by: Actor, settings: Settings) -> Round:
    """The coordinator sets up a round. Refuses what the rules refuse and a name that is taken."""
    with acting(by, ROUND_MADE) as act:
        round_ = Round(made_at=clock.now())
        apply_settings(act.session, round_, settings)
        act.round_id = round_.id
    return round_


ROUND_CHANGED = Act("round.changed", _l("changed the settings of the round: %(changed)s"))


def change_round(by: Actor, round_: Round, settings: Settings) -> None:
    """The coordinator changes the settings of a round. Refuses once the ballot is frozen, and what the rules refuse."""
    with acting(by, ROUND_CHANGED, round_id=round_.id) as act:
        if round_.frozen:
            raise Refusal(
                RULES_ARE_FROZEN,
                _AFTER_THE_FREEZE,
            )
        act.facts["changed"] = _changes(settings_of(round_), settings)
        apply_settings(act.session, round_, settings)


_AFTER_THE_FREEZE = _l("Two steering group members can still withdraw a project or keep voting open for longer.")


def _changes(before: Settings, after: Settings) -> list[str | list[str]]:
    """For the record: the name of each setting that changes; of a date with what it was and what it is now."""
    names = [name for name in Settings.__dataclass_fields__ if getattr(before, name) != getattr(after, name)]
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in sorted(names)}
    return [
        [name, *(moment.isoformat() for moment in pair)] if isinstance(pair[0], datetime) else name
        for name, pair in pairs.items()
    ]


def apply_settings(session: Session, round_: Round, settings: Settings) -> None:
    """Write ``settings`` into ``round_``, within the caller's act. Refuses what the rules refuse."""
    if wrong := settings_errors(settings):
        raise Refusal(next(iter(wrong.values())), _l("Go back and change it."), status=422)
    for name in _COLUMNS:
        value = getattr(settings, name)
        setattr(round_, name, value.strip() if isinstance(value, str) else value)
    session.add(round_)
    try:
        session.flush()
    except IntegrityError as refused:
        if not is_taken(refused, "round.name"):
            raise
        raise Refusal(_l("There is already a round with this name.")) from refused
    _fill_pots(session, round_, settings)
    try:
        session.flush()
    except IntegrityError as refused:
        if not is_still_used(refused):
            raise
        raise Refusal(_l("Groups have already applied for money from a pot you want to remove.")) from refused
    _fill_criteria(round_, settings)
    session.flush()


def _fill_pots(session: Session, round_: Round, settings: Settings) -> None:
    """Pots stay the same rows, in their order, because applications point at them."""
    kept = list(round_.pots)
    for pot in kept:
        pot.name = f"({pot.id})"  # so that two pots can change names with each other
    session.flush()
    for pot, (name, amount) in zip(kept, settings.pots, strict=False):
        pot.name, pot.amount_pence = name.strip(), amount
    added = [Pot(name=name.strip(), amount_pence=amount) for name, amount in settings.pots[len(kept) :]]
    round_.pots = kept[: len(settings.pots)] + added


def _fill_criteria(round_: Round, settings: Settings) -> None:
    kept = list(round_.criteria)[: len(settings.criteria)]
    for criterion, question in zip(kept, settings.criteria, strict=False):
        criterion.question = question
    first = len(kept) + 1
    added = [
        Criterion(position=at, question=question)
        for at, question in enumerate(settings.criteria[len(kept) :], start=first)
    ]
    round_.criteria = kept + added
