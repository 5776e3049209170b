"""What a publication says of the ends of sessions: voters who had help, and seals that were others when they were opened.

Voters in tens, as everything that is said of few of them; boxes one by one: a box is nobody's vote, and no place is named.
"""

from __future__ import annotations

from collections.abc import Mapping

from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln


def help_in_words(known: Mapping[str, Sentence]) -> Sentence:
    """``known``: how many had each kind of help, in words."""
    return _l(
        "Help at voting sessions. Voters who had the ballot read to them: %(read_to)s. Voters who told someone what to mark: "
        "%(marked_for)s. Voters who were helped by someone they brought: %(companions)s.",
        **known,
    )


def seals_in_words(known: Mapping[str, int]) -> list[Sentence]:
    """``boxes`` that were opened, of which ``others`` had another seal, and of ``unwritten`` none was written down."""
    if not known["boxes"]:
        return []
    said = [
        _ln(
            "One session box was opened by two people.",
            "%(num)s session boxes were opened by two people.",
            known["boxes"],
        )
    ]
    if known["others"]:
        said.append(
            _ln(
                "For one of them, the seal was not the one that was written down. Two people explained why.",
                "For %(num)s of them, the seal was not the one that was written down. Two people explained why.",
                known["others"],
            )
        )
    if known["unwritten"]:
        said.append(
            _ln(
                "For one of them, no seal was written down.",
                "For %(num)s of them, no seal was written down.",
                known["unwritten"],
            )
        )
    if not (known["others"] or known["unwritten"]):
        said.append(_l("Each seal was the one that was written down."))
    return said
