"""The settings of a round in sections, each of which is saved by itself, and left half done where need be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pb.clock import NOT_SET_YET
from pb.rounds.rules.pot_numbers import unset_numbers
from pb.rounds.rules.same_pots import same_pots
from pb.rounds.rules.settings import Settings, settings_errors
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: The sections in the order of the list, and the settings in each.
SECTIONS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "money": ("pots", "ceiling_pence"),
    "dates": (
        "applications_open_at",
        "applications_close_at",
        "voting_opens_at",
        "voting_closes_at",
        "post_closes_at",
        "grace_minutes",
    ),
    "applications": ("criteria", "assessed_by_two", "appeal_days", "fix_days", "silence_days", "texts_agreed"),
    "voters": ("age_declaration", "area_declaration", "entitlement", "session_margin_minutes"),
    "ballot": (
        *("ballot_type", "points_to_share", "min_choices", "max_choices", "any_number", "pot_choices"),
        "rotation",
        *("rule", "tie_rule", "part_funding", "min_support_votes"),
    ),
    "signing": ("signatures_needed", "papers_checked", "objection_days", "key_custody"),
    "publication": ("least_alike", "projects_public"),
}
SECTION_NAMES = {
    "name": _l("Name of the round"),
    "money": _l("Pots and money"),
    "dates": _l("Dates"),
    "applications": _l("Applications"),
    "voters": _l("Who can vote"),
    "ballot": _l("Ballot and count"),
    "signing": _l("Signatures and the key of the ballot box"),
    "publication": _l("What is published"),
}


#: What a new round asks for, and an older one that says nothing of it does not: its projects are listed in different
#: orders, as a first place is worth votes, and its papers are looked at again. Its forms propose the same.
USUAL_IN_A_NEW_ROUND = {"rotation": True, "papers_checked": True}


def settings_to_begin_with(name: str) -> Settings:
    """A round of which only the name is known. What holds the place of its dates is said to be "not set yet"."""
    first, second, third, fourth = (NOT_SET_YET + timedelta(days=after) for after in (0, 1, 2, 3))
    return Settings(
        name=name, pots=(), ceiling_pence=1, applications_open_at=first, applications_close_at=second,
        voting_opens_at=second, voting_closes_at=third, post_closes_at=fourth, age_declaration="", area_declaration="",
        **USUAL_IN_A_NEW_ROUND,  # type: ignore[arg-type]
    )  # fmt: skip


def section_of(setting: str) -> str:
    """The section in which a setting is changed. What no form shows is with the ballot."""
    return next((section for section, names in SECTIONS.items() if setting in names), "ballot")


def with_section(settings: Settings, values: Mapping[str, Any]) -> Settings:
    """The settings with the values of one section. The numbers of a pot go with it where pots come anew; a new pot
    has none yet, and of one pot alone nobody asks for them.
    """
    changed = replace(settings, **values)
    if "pots" not in values or "pot_choices" in values or not settings.pot_choices:
        return changed
    there = [(at, name) for at, (name, _pence) in enumerate(settings.pots)]
    places = {pot_id: at for at, pot_id in enumerate(settings.pot_ids) if pot_id}
    lines = [places.get(pot_id) if pot_id else None for pot_id in changed.pot_ids]
    same = same_pots(there, [name for name, _pence in changed.pots], lines)
    kept = tuple(None if at is None else settings.pot_choices[at] for at in same)
    return replace(changed, pot_choices=kept if len(kept) > 1 and any(kept) else ())


def errors_of_set(
    settings: Settings, never_set: Collection[str], carried: Sequence[int] = (), section: str = "ballot"
) -> dict[str, Sentence]:
    """What is wrong with settings of which some sections are not set yet: of those nothing is asked, and nothing is
    compared with them. ``carried``: as in ``settings_errors``; ``section``: the one that is being saved; with the
    ballot everything is asked. A pot that comes
    after the ballot was set has no numbers yet, which the freeze waits for.
    """
    wrong = settings_errors(settings, carried)
    if section != "ballot" and unset_numbers(settings):
        wrong.pop("pot_choices", None)
    if "money" in never_set:  # the rule of the count is asked again when there are pots
        wrong.pop("ceiling_pence", None)
    return {name: sentence for name, sentence in wrong.items() if section_of(name) not in never_set}
