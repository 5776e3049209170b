"""Rules of a round that changed, in words: what each was and is now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _

from pb.formats import day_time, money, number_range, start_time
from pb.pages.rounds.forms import field_of
from pb.rounds.models import RuleChange
from pb.rounds.rules.sentences import HOW_MANY_IN_EACH_POT


class ChangedRule(NamedTuple):
    """A rule that changed; of criteria and pots only those that went and came."""

    label: str
    was: list[str]
    now: list[str]
    at: datetime
    account_id: int | None


def rules_in_words(changes: Iterable[RuleChange]) -> list[ChangedRule]:
    """Each change as people read it."""
    return [_in_words(change) for change in changes]


def _in_words(change: RuleChange) -> ChangedRule:
    was, now = ([rule_value_in_words(change.rule, each) for each in _listed(value)] for value in change.values)
    gone, come = [each for each in was if each not in now], [each for each in now if each not in was]
    nothing = [_("nothing")]
    return ChangedRule(rule_label(change.rule), gone or nothing, come or nothing, change.changed_at, change.changed_by)


def rule_label(rule: str) -> str:
    """What a rule is called on the page where it is set."""
    if rule == "pot_choices":
        return str(HOW_MANY_IN_EACH_POT)
    field = field_of(rule)
    return _("The money") if rule == "pots" or field is None else str(field.args[0])


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def rule_value_in_words(rule: str, value: Any) -> str:
    """One value of a rule, a pot or a sentence of the criteria, as people read it."""
    if value is None:
        return _("nothing")
    if rule == "pots":
        name, pence = value
        return f"{name}: {money(pence)}" if name else money(pence)
    if rule == "pot_choices":
        name, least, most = value
        return f"{name}: {number_range(least, most)}"
    if rule.endswith("_at"):
        moment = datetime.fromisoformat(value)
        return start_time(moment) if rule in ("applications_open_at", "voting_opens_at") else day_time(moment)
    if rule.endswith("_pence"):
        return money(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    field = field_of(rule)
    words = {each.value: str(each.label) for each in field.kwargs.get("choices", ())} if field else {}
    return words.get(value, str(value))
