"""What a round may be. The form and the action ask the same rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pb.counting import rulebook_error
from pb.rounds.rules.calendar import USUAL_MARGIN
from pb.rounds.rules.pot_numbers import FEWEST_ABOVE_MOST, MOST_CHOICES, pot_number_faults, unset_numbers
from pb.rounds.rules.pots import all_money, pot_faults
from pb.rounds.rules.rulebooks import rulebook_as_set
from pb.rounds.rules.sentences import (
    ENTER_MOST_FOR_ONE_GROUP,
    NAME_THE_ROUND,
    POINTS_FROM_2,
    POST_CLOSES_LAST,
    TOO_FEW_POINTS,
)
from pb.unicode_text import tidy
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: What voters can be asked to do, as in ``pb.counting``.
BALLOT_TYPES = ("choose", "points", "rank", "budget", "score")
#: The fewest and most points to share out.
FEWEST_POINTS, MOST_POINTS = 2, 100
MOST_ALIKE = 50
OUT_OF_RANGE = _l("Enter a number of projects from 1 to 50.")
ALIKE = _l("Enter a number of ballots from 1 to 50. If every ballot is to be published, enter 1.")
#: How many days a group has to appeal, to change what it was asked to, and to answer about its ballot text.
DAYS_OF_GROUPS = ("appeal_days", "fix_days", "silence_days")
MOST_DAYS = 90
#: So many days after a count everybody can object, at most.
MOST_DAYS_TO_OBJECT = 14
DAYS = _l("Enter a number of days from 0 to 90.")
DAYS_TO_OBJECT = _l("Enter a number of days from 0 to 14.")
MOST_CRITERIA = 12
#: The texts of a round: the most characters, what is said when there are none, and what when there are too many.
_TEXTS = {
    "name": (120, NAME_THE_ROUND, _l("The name of the round must be 120 characters or fewer.")),
    "age_declaration": (
        200,
        _l("Enter who can vote, by age."),
        _l("Who can vote, by age, must be 200 characters or fewer."),
    ),
    "area_declaration": (
        200,
        _l("Enter who can vote, by area."),
        _l("Who can vote, by area, must be 200 characters or fewer."),
    ),
}


@dataclass(frozen=True)
class Settings:
    """A round as the coordinator sets it up. Money in pence, moments with their zone.

    ``pots``: (name, pence), without what was carried over; a single pot may have no name. ``criteria``: sentences to be answered yes or no.
    ``pot_ids``: for each of ``pots`` the id of the pot that stood on its line, None on a new line; may be left out.
    ``pot_choices``: for each of ``pots`` the least and most projects in it, where pots have numbers of their own; then
    those of the round are their sums. ``any_number``: nobody is asked for the most, and what stands there does not hold.
    """

    name: str
    pots: tuple[tuple[str, int], ...]
    ceiling_pence: int
    applications_open_at: datetime
    applications_close_at: datetime
    voting_opens_at: datetime
    voting_closes_at: datetime
    post_closes_at: datetime
    age_declaration: str
    area_declaration: str
    criteria: tuple[str, ...] = ()
    grace_minutes: int = 15
    ballot_type: str = "choose"
    min_choices: int = 1
    max_choices: int = 3
    rule: str = "most-votes"
    tie_rule: str = "cost-then-lot"
    part_funding: bool = False
    min_support_votes: int = 0
    entitlement: str = "code"
    signatures_needed: int = 2
    session_margin_minutes: int = USUAL_MARGIN
    key_custody: str = "folder"
    least_alike: int | None = None
    assessed_by_two: bool = True
    projects_public: bool = True
    appeal_days: int = 14
    fix_days: int = 10
    silence_days: int = 7
    texts_agreed: bool = True
    pot_ids: tuple[int | None, ...] = ()
    any_number: bool = False
    points_to_share: int = 10
    pot_choices: tuple[tuple[int, int] | None, ...] = ()
    rotation: bool = False
    papers_checked: bool = False
    objection_days: int = 0

    def __post_init__(self) -> None:
        if self.pot_choices:
            numbers = [each or (0, 0) for each in self.pot_choices]
            sums = {"min_choices": sum(least for least, _most in numbers), "max_choices": sum(n for _, n in numbers)}
            vars(self).update(sums, any_number=False)
        elif self.any_number:
            vars(self).update(max_choices=max(self.min_choices, 1))


#: Settings of the pots and criteria, which have tables of their own.
_OF_OTHER_TABLES = ("pots", "criteria", "pot_ids", "pot_choices")
#: Settings that are columns of the round as they stand.
PLAIN_SETTINGS = tuple(name for name in Settings.__dataclass_fields__ if name not in _OF_OTHER_TABLES)


def settings_errors(settings: Settings, carried: Sequence[int] = ()) -> dict[str, Sentence]:
    """What is wrong with these settings, as a sentence for each field; empty when a round can be run with them.
    ``carried``: for each of its pots the pence that were left in the round before.
    """
    return _words(settings) | _money(settings, carried) | _dates(settings) | _ballot(settings)


def _words(settings: Settings) -> dict[str, Sentence]:
    wrong = {}
    for field, (longest, missing, too_long) in _TEXTS.items():
        written = tidy(getattr(settings, field))
        if not written:
            wrong[field] = missing
        elif len(written) > longest:
            wrong[field] = too_long
    if len(settings.criteria) > MOST_CRITERIA:
        wrong["criteria"] = _l("Enter %(most)s lines or fewer.", most=MOST_CRITERIA)
    elif any(len(question) > 300 for question in settings.criteria):
        wrong["criteria"] = _l("Each line must be 300 characters or fewer.")
    return wrong


def _money(settings: Settings, carried: Sequence[int]) -> dict[str, Sentence]:
    faults = pot_faults(settings.pots, carried)
    wrong = {"pots": faults[0].sentence} if faults else {}
    if settings.ceiling_pence <= 0:
        wrong["ceiling_pence"] = ENTER_MOST_FOR_ONE_GROUP
    elif "pots" not in wrong and settings.ceiling_pence > max(all_money(settings.pots, carried)):
        wrong["ceiling_pence"] = _l("The most one group can ask for must not be more than is in a pot.")
    return wrong


def _dates(settings: Settings) -> dict[str, Sentence]:
    wrong = {}
    # By the same clock as the database: on the nights on which clocks change, the local ones go forward and back.
    opened, closed, opens, closes, post = (
        moment.astimezone(UTC)
        for moment in (
            settings.applications_open_at,
            settings.applications_close_at,
            settings.voting_opens_at,
            settings.voting_closes_at,
            settings.post_closes_at,
        )
    )
    if closed <= opened:
        wrong["applications_close_at"] = _l("Applications must close after they open.")
    if opens < closed:
        wrong["voting_opens_at"] = _l("Voting must not open before applications close.")
    if closes <= opens:
        wrong["voting_closes_at"] = _l("Voting must close after it opens.")
    if post < closes:
        wrong["post_closes_at"] = POST_CLOSES_LAST
    if not 0 <= settings.grace_minutes <= 60:
        wrong["grace_minutes"] = _l("Enter a number of minutes from 0 to 60.")
    if not 0 <= settings.session_margin_minutes <= 120:
        wrong["session_margin_minutes"] = _l("Enter a number of minutes from 0 to 120.")
    return wrong


def _ballot(settings: Settings) -> dict[str, Sentence]:
    wrong = _numbers(settings)
    if settings.ballot_type not in BALLOT_TYPES:
        wrong["ballot_type"] = _l("Select what voters do.")
    elif settings.ballot_type == "points" and not FEWEST_POINTS <= settings.points_to_share <= MOST_POINTS:
        wrong["points_to_share"] = POINTS_FROM_2
    if not 0 <= settings.min_support_votes <= 1_000_000:
        wrong["min_support_votes"] = _l("Enter a number of votes, or 0 if there is no minimum.")
    if not 2 <= settings.signatures_needed <= 10:
        wrong["signatures_needed"] = _l("Enter a number of people from 2 to 10.")
    if not 0 <= settings.objection_days <= MOST_DAYS_TO_OBJECT:
        wrong["objection_days"] = DAYS_TO_OBJECT
    if settings.entitlement not in ("code", "vouch"):
        wrong["entitlement"] = _l("Select how people show they can vote at a session.")
    if settings.key_custody not in ("folder", "shares"):
        wrong["key_custody"] = _l("Select who will keep the key of the ballot box.")
    if settings.least_alike is not None and not 2 <= settings.least_alike <= MOST_ALIKE:
        wrong["least_alike"] = ALIKE
    if "ballot_type" not in wrong and (sentence := rule_error(settings)):
        wrong["rule"] = sentence
    return wrong | {name: DAYS for name in DAYS_OF_GROUPS if not 0 <= getattr(settings, name) <= MOST_DAYS}


def _numbers(settings: Settings) -> dict[str, Sentence]:
    """What is wrong with the least and most projects: of each pot, where they have numbers of their own, else of the
    round.
    """
    if settings.pot_choices or unset_numbers(settings):
        faults = pot_number_faults(settings)
        return {"pot_choices": faults[0].sentence} if faults else {}
    wrong = {}
    if not 0 <= settings.min_choices <= settings.max_choices:
        wrong["min_choices"] = FEWEST_ABOVE_MOST
    elif settings.any_number and settings.min_choices > MOST_CHOICES:
        wrong["min_choices"] = OUT_OF_RANGE
    elif settings.ballot_type == "points" and settings.min_choices > settings.points_to_share:
        wrong["min_choices"] = TOO_FEW_POINTS
    if not 1 <= settings.max_choices <= MOST_CHOICES and "min_choices" not in wrong:
        wrong["max_choices"] = OUT_OF_RANGE
    return wrong


def rule_error(settings: Settings) -> Sentence | None:
    """Why the votes cannot be counted in this way, or None: asked when the settings are saved and at the freeze."""
    pots: list[str | None] = [name for name, _pence in settings.pots] or [None]
    return rulebook_error(rulebook_as_set(settings), settings.ballot_type, pots)
