"""The rulebook and the lot as a `.pb` file says them, both ways."""

from fractions import Fraction

from ..rulebooks import Rulebook
from ..ties import BadLot, Lot
from . import keys
from .text import BadFile, number, whole

__all__ = ["lot_of", "our_meta", "rulebook_of"]


def rulebook_of(meta: dict[str, str], lines: dict[str, int], unit: int) -> tuple[Rulebook, list[str]]:
    """The rulebook in META and notes on what META does not say."""
    named = meta.get("rule", "unknown")
    rule = meta.get(keys.RULE) or keys.RULES.get(named, "most-votes")
    notes = []
    if keys.RULE not in meta and named not in keys.RULES:
        notes.append(f"The rule {named!r} is not known here; counted by most votes first.")
    elif keys.RULE not in meta and named in keys.NOTES and not (named == "greedy-exclusive" and keys.EXCLUSIONS in meta):
        notes.append(f"META says {named}. {keys.NOTES[named]}")
    least = _threshold(meta, lines)
    exclusions = tuple(frozenset(group.split(",")) for group in meta.get(keys.EXCLUSIONS, "").split("|") if group)
    step = meta.get(keys.ADD_ONE_STEP)
    return Rulebook(
        rule, meta.get(keys.SATISFACTION), meta.get(keys.TIE_RULE, "cost-then-lot"), meta.get(keys.SUPPORT),
        least if "shares" not in rule and rule != "phragmen" else None, _percent(meta, lines), meta.get(keys.PART_FUNDING) == "1",
        None if step is None else int(number(step, lines[keys.ADD_ONE_STEP], keys.ADD_ONE_STEP) * unit), exclusions,
        meta.get(keys.WITHOUT_VOTES) == "1"), notes


def _threshold(meta: dict, lines: dict) -> int | None:
    key = "min_project_score_threshold"
    return max(whole(meta[key], lines[key], key), 1) if key in meta else None


def _percent(meta: dict, lines: dict) -> Fraction | None:
    if keys.PERCENT not in meta:
        return None
    top, _, bottom = meta[keys.PERCENT].partition("/")
    line = lines[keys.PERCENT]
    return number(top, line, keys.PERCENT) / (number(bottom, line, keys.PERCENT) if bottom else 1)


def lot_of(meta: dict[str, str], lines: dict[str, int]) -> Lot | None:
    if keys.LOT_DIGITS not in meta:
        return None
    try:
        return Lot(meta.get(keys.LOT_ROUND, ""), meta[keys.LOT_DIGITS])
    except BadLot as error:
        raise BadFile(lines[keys.LOT_DIGITS], str(error)) from None


def our_meta(rulebook: Rulebook, lot: Lot | None, amount) -> dict[str, str]:
    """The settings as META keys of our own, only those that differ from the defaults. amount(pence) is a text in the file's unit."""
    percent, step = rulebook.min_support_percent, rulebook.add_one_step
    found = {
        keys.RULE: rulebook.rule,
        keys.SATISFACTION: rulebook.satisfaction,
        keys.SUPPORT: rulebook.support,
        keys.TIE_RULE: rulebook.tie_rule if rulebook.tie_rule != "cost-then-lot" else None,
        keys.LOT_ROUND: lot.round_id if lot else None,
        keys.LOT_DIGITS: lot.digits if lot else None,
        keys.PERCENT: None if percent is None else str(Fraction(percent)),
        keys.PART_FUNDING: "1" if rulebook.part_funding else None,
        keys.ADD_ONE_STEP: None if step is None else amount(step),
        keys.EXCLUSIONS: "|".join(sorted(",".join(sorted(group)) for group in rulebook.exclusions)),
        keys.WITHOUT_VOTES: "1" if rulebook.fund_without_votes else None,
    }
    return {key: value for key, value in found.items() if value}
