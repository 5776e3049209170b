"""The rulebook and the lot as a ``.pb`` file says them, both ways."""

from __future__ import annotations

from collections.abc import Callable, Collection
from fractions import Fraction

from pb.counting.pabulib import keys
from pb.counting.pabulib.text import BadFile, exact_number, quoted_text, whole_number
from pb.counting.rulebooks import RULES, SATISFACTIONS, SUPPORTS, TIE_RULES, Rulebook
from pb.counting.ties import BadLot, LotDigits

__all__ = ["declined_in_meta", "lot_in_meta", "our_meta", "rulebook_in_meta"]


def rulebook_in_meta(
    meta: dict[str, str], lines: dict[str, int], unit: int, projects: Collection[str]
) -> tuple[Rulebook, list[str]]:
    """The rulebook in META and notes on what META does not say. ``projects`` are the ids of the file."""
    _refuse_unknown_words(meta, lines)
    named = meta.get("rule", "unknown")
    rule = meta.get(keys.RULE) or keys.RULES.get(named, "most-votes")
    notes = []
    if keys.RULE not in meta and named not in keys.RULES:
        notes.append(f"The rule {quoted_text(named)} is not known here; counted by most votes first.")
    elif (
        keys.RULE not in meta and named in keys.NOTES and not (named == "greedy-exclusive" and keys.EXCLUSIONS in meta)
    ):
        notes.append(f"META says {named}. {keys.NOTES[named]}")
    least = _threshold(meta, lines)
    return Rulebook(
        rule,
        meta.get(keys.SATISFACTION),
        meta.get(keys.TIE_RULE, "cost-then-lot"),
        meta.get(keys.SUPPORT),
        least if "shares" not in rule and rule != "phragmen" else None,
        _percent(meta, lines),
        meta.get(keys.PART_FUNDING) == "1",
        _step(meta, lines, unit),
        _exclusions(meta, lines, projects),
        meta.get(keys.WITHOUT_VOTES) == "1",
    ), notes


def _refuse_unknown_words(meta: dict, lines: dict) -> None:
    for key, known in (
        (keys.RULE, RULES),
        (keys.SATISFACTION, SATISFACTIONS),
        (keys.SUPPORT, SUPPORTS),
        (keys.TIE_RULE, TIE_RULES),
    ):
        if meta.get(key) and meta[key] not in known:
            raise BadFile(lines[key], f"{key} should be one of {', '.join(known)}, not {quoted_text(meta[key])}.")


def _exclusions(meta: dict, lines: dict, projects: Collection[str]) -> tuple[frozenset[str], ...]:
    groups = tuple(frozenset(group.split(",")) for group in meta.get(keys.EXCLUSIONS, "").split("|") if group)
    for id in sorted(frozenset().union(*groups) - set(projects)):
        raise BadFile(
            lines[keys.EXCLUSIONS], f"{keys.EXCLUSIONS} names project {quoted_text(id)}, which is not under PROJECTS."
        )
    if any(len(group) < 2 for group in groups):
        raise BadFile(
            lines[keys.EXCLUSIONS],
            f"{keys.EXCLUSIONS} names projects that exclude each other together, such as 3,8|4,5,9.",
        )
    return groups


def _threshold(meta: dict, lines: dict) -> int | None:
    key = "min_project_score_threshold"
    return max(whole_number(meta[key], lines[key], key), 1) if key in meta else None


def _step(meta: dict, lines: dict, unit: int) -> int | None:
    key = keys.ADD_ONE_STEP
    if key not in meta:
        return None
    step = int(exact_number(meta[key], lines[key], key) * unit)
    if not step:
        raise BadFile(lines[key], f"{key} should be more than nothing.")
    return step


def _percent(meta: dict, lines: dict) -> Fraction | None:
    if keys.PERCENT not in meta:
        return None
    top, _, bottom = meta[keys.PERCENT].partition("/")
    line = lines[keys.PERCENT]
    divisor = exact_number(bottom, line, keys.PERCENT) if bottom else Fraction(1)
    percent = exact_number(top, line, keys.PERCENT) / divisor if divisor else Fraction(0)
    if not 0 < percent <= 100:
        raise BadFile(line, f"{keys.PERCENT} should be more than 0 and at most 100, such as 5 or 5/2.")
    return percent


def declined_in_meta(meta: dict[str, str], lines: dict[str, int], projects: Collection[str]) -> tuple[str, ...]:
    """The ids of projects whose groups turned part funding down."""
    named = tuple(filter(None, meta.get(keys.DECLINED, "").split(",")))
    for id in sorted(set(named) - set(projects)):
        raise BadFile(
            lines[keys.DECLINED], f"{keys.DECLINED} names project {quoted_text(id)}, which is not under PROJECTS."
        )
    return named


def lot_in_meta(meta: dict[str, str], lines: dict[str, int]) -> LotDigits | None:
    if keys.LOT_DIGITS not in meta:
        return None
    try:
        return LotDigits(meta.get(keys.LOT_ROUND, ""), meta[keys.LOT_DIGITS])
    except BadLot as error:
        raise BadFile(lines[keys.LOT_DIGITS], str(error)) from None


def our_meta(rulebook: Rulebook, lot: LotDigits | None, amount: Callable[[int], str]) -> dict[str, str]:
    """The settings as META keys of our own, only those that differ from the defaults. amount(pence) is a text in the
    file's unit.
    """
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
