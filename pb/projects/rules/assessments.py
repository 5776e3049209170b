"""What the steering group must say when it decides on an application. The form and the action ask the same rule."""

from __future__ import annotations

from collections.abc import Collection

from pb.formats import number
from pb.projects.rules.sentences import SELECT_THE_DECISION
from pb.unicode_text import tidy
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: Characters of a message to the group.
LONGEST_MESSAGE = 1000


def assessment_errors(outcome: str, reason: str, unmet: Collection[int], criteria: int) -> dict[str, Sentence]:
    """What is wrong with an assessment, by field. A "no" to any of the round's ``criteria`` rules out "eligible"."""
    wrong = {}
    if outcome not in ("eligible", "not_eligible", "fix"):
        wrong["outcome"] = SELECT_THE_DECISION
    if outcome == "eligible" and unmet:
        wrong["outcome"] = _l(
            "You answered “No” to a question. You can ask the group to change something, or say it is not eligible."
        )
    if outcome == "not_eligible" and criteria and not unmet:
        wrong["outcome"] = _l("You answered “Yes” to every question, so the application is eligible.")
    if outcome in ("not_eligible", "fix") and not tidy(reason):
        wrong["reason"] = _l("Enter a message to the group that gives the reason.")
    if len(reason) > LONGEST_MESSAGE:
        wrong["reason"] = _l("The message must be %(most)s characters or fewer.", most=number(LONGEST_MESSAGE))
    return wrong
