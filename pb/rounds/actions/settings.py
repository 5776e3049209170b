"""Setting up a round; what a change of its settings writes and keeps, for ``sections``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.guards import is_still_used, is_taken
from pb.record.actions import ActInProgress, acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, Actor
from pb.rounds.models import Criterion, Pot, Round, RuleChange
from pb.rounds.queries import carried_into, never_set_of, round_name_is_taken, settings_of
from pb.rounds.rules import PLAIN_SETTINGS, Settings
from pb.rounds.rules.changed_rules import changed_rules
from pb.rounds.rules.same_pots import same_pots
from pb.rounds.rules.sections import errors_of_set, section_of
from pb.rounds.rules.sentences import RULES_ARE_FROZEN, WHAT_TWO_STILL_DECIDE
from pb.unicode_text import tidy
from pb.words import lazy_gettext as _l

ROUND_MADE = Act("round.made", _l("set up the round"), only=(COORDINATOR,))


def make_round(by: Actor, settings: Settings, *, draft: bool = False) -> Round:
    """The coordinator sets up a round; a ``draft`` is known to staff alone. Refuses what the rules refuse and a name that is taken."""
    with acting(by, ROUND_MADE) as act:
        round_ = Round(made_at=clock.now(), draft=draft)
        apply_settings(act.session, round_, settings)
        act.round_id = round_.id
    return round_


def require_not_frozen(round_: Round) -> None:
    """Refuse any change of the settings after the freeze."""
    if round_.frozen:
        raise Refusal(RULES_ARE_FROZEN, WHAT_TWO_STILL_DECIDE)


def write_changes(act: ActInProgress, round_: Round, settings: Settings, section: str = "") -> None:
    """Write other settings, within the caller's act: what they were before is kept, where groups have read it.
    ``section``: the one that is set with them.
    """
    before, never_set = settings_of(round_), never_set_of(round_)
    act.facts["changed"] = _changes(before, settings)
    apply_settings(act.session, round_, settings, carried_into(round_, settings), never_set - {section}, section)
    for rule, old, new in () if round_.draft else changed_rules(before, settings):  # nobody has read a draft
        if section_of(rule) not in never_set:
            by_whom = {"changed_by": act.by.account_id, "changed_at": clock.now()}
            act.session.add(RuleChange(round_id=round_.id, rule=rule, old_value=old, new_value=new, **by_whom))


_NAME_IS_TAKEN = _l("There is already a round with this name.")
_ANOTHER_NAME = _l("Enter a different name.")


def _changes(before: Settings, after: Settings) -> list[str | list[str]]:
    """For the record: the name of each setting that changes; of a date with what it was and what it is now."""
    names = [
        name
        for name in (*PLAIN_SETTINGS, "pots", "pot_choices", "criteria")
        if getattr(before, name) != getattr(after, name)
    ]
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in sorted(names)}
    return [
        [name, *(moment.isoformat() for moment in pair)] if isinstance(pair[0], datetime) else name
        for name, pair in pairs.items()
    ]


def apply_settings(
    session: Session,
    round_: Round,
    settings: Settings,
    checked_with_carried: Sequence[int] = (),
    never_set: Collection[str] = (),
    section: str = "ballot",
) -> None:
    """Write ``settings`` into ``round_``, within the caller's act. Refuses what the rules refuse, but in sections that were
    ``never_set``. ``checked_with_carried``: the money of each pot that was left in the round before, which the rules
    add and nothing here writes; ``section``: as in ``errors_of_set``.
    """
    if wrong := errors_of_set(settings, never_set, checked_with_carried, section):
        raise Refusal(next(iter(wrong.values())), _l("Go back and change it."), status=422)
    if round_name_is_taken(settings.name, besides=round_.id):
        raise Refusal(_NAME_IS_TAKEN, _ANOTHER_NAME)
    for name in PLAIN_SETTINGS:
        value = getattr(settings, name)
        setattr(round_, name, tidy(value) if isinstance(value, str) else value)
    session.add(round_)
    try:
        session.flush()
    except IntegrityError as refused:
        if not is_taken(refused, "round.name"):
            raise
        raise Refusal(_NAME_IS_TAKEN, _ANOTHER_NAME) from refused
    _fill_pots(round_, settings)
    try:
        session.flush()
    except IntegrityError as refused:
        if not is_still_used(refused):
            raise
        raise Refusal(
            _l("Groups have already applied for money from a pot you want to remove."), _l("Keep this pot.")
        ) from refused
    _fill_criteria(session, round_, settings)
    session.flush()


def _fill_pots(round_: Round, settings: Settings) -> None:
    """Pots stay the same rows, because applications point at them."""
    there = {pot.id: pot for pot in round_.pots}
    names = [tidy(name) for name, _amount in settings.pots]
    same = same_pots([(pot.id, pot.name) for pot in round_.pots], names, settings.pot_ids)
    pots = [there[pot_id] if pot_id else Pot() for pot_id in same]
    if any(pot.carried_pence and pot not in pots for pot in there.values()):
        raise Refusal(_l("Money was carried over into a pot you want to remove."), _l("Keep this pot."), status=422)
    numbers = iter(settings.pot_choices)
    for pot, name, (_name, amount) in zip(pots, names, settings.pots, strict=True):
        pot.name, pot.amount_pence = name, amount + (pot.carried_pence or 0)
        pot.min_choices, pot.max_choices = next(numbers, None) or (None, None)
    round_.pots = pots


def _fill_criteria(session: Session, round_: Round, settings: Settings) -> None:
    """A criterion is its words: other words are another one, and what was decided keeps the old ones."""
    there = {criterion.question: criterion for criterion in round_.criteria}
    for criterion in there.values():
        criterion.position = -criterion.position  # two of them may change places
    session.flush()
    round_.criteria = [
        there[question] if question in there else Criterion(question=question) for question in settings.criteria
    ]
    for position, criterion in enumerate(round_.criteria, start=1):
        criterion.position = position
