"""What applications must meet, who decides on them, and what their groups can answer and until when: a section of the
settings.
"""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, TextAreaField
from wtforms.validators import Optional

from pb.pages.rounds.section_form import SectionForm
from pb.rounds.rules.sentences import MUST_BE_TRUE
from pb.rounds.rules.settings import DAYS, MOST_DAYS, Settings
from pb.web.fields import WholeNumberField
from pb.words import lazy_gettext as _l


def _days(name: str, label: object, hint: object) -> WholeNumberField:
    return WholeNumberField(label, DAYS, 0, MOST_DAYS, hint, default=getattr(Settings, name))


class ApplicationsForm(SectionForm):
    """What applications must meet, and who decides on them."""

    criteria = TextAreaField(
        MUST_BE_TRUE,
        [Optional()],
        description=_l("Put one sentence on each line. The steering group will answer yes or no to each one."),
    )
    assessed_by_two = BooleanField(
        _l("Decisions on applications are made by two people"),
        default=Settings.assessed_by_two,
        description=_l(
            "One steering group member proposes a decision and another must agree before it counts. Once this has "
            "begun, it cannot be switched off."
        ),
    )
    appeal_days = _days(
        "appeal_days",
        _l("Days to appeal against a decision"),
        _l(
            "A group can appeal for this many days after a decision, but not after the freeze. Two members who did "
            "not make the decision answer. If nobody can appeal, enter 0."
        ),
    )
    fix_days = _days(
        "fix_days",
        _l("Days to change an application"),
        _l(
            "A group that is asked to change something has this many days to do it. After that, the steering group "
            "decides on what it sent before. If there is no limit before the freeze, enter 0."
        ),
    )
    silence_days = _days(
        "silence_days",
        _l("Days for a group to answer about its ballot text"),
        _l(
            "A group can read its ballot text with its code or in a letter. If it does not answer in this many days, "
            "we take it that it agrees. If every group must answer, enter 0."
        ),
    )
    texts_agreed = BooleanField(
        _l("Every group must agree to its ballot text before the freeze"),
        default=Settings.texts_agreed,
        description=_l(
            "The freeze page names each group that has not agreed. If you switch this off, the ballot can be frozen all the same."
        ),
    )

    def said(self) -> dict[str, Any]:
        lines = [line.strip(" -•\t") for line in (self.criteria.data or "").splitlines()]
        return super().said() | {"criteria": tuple(dict.fromkeys(line for line in lines if line))}
