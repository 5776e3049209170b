"""Pages of one length. Encryption hides what is on the page where a voter reads their choices, not how long it is: so each
is made as long as the longest of its kind, and nothing on the way packs it (docs/running.md, ``gzip off``).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import current_app, render_template, request
from flask_babel import force_locale, get_locale

from pb.pages.vote.groups import choices_in_order, groups_of
from pb.voting.queries import FrozenBallot
from pb.voting.rules.ballot_rules import BEST_SCORE
from pb.voting.rules.sealing import Choices
from pb.voting.rules.tallies import given_in_words, in_one, still_to_use, tallies, used_in_words

#: Bytes beyond the longest page of a ballot: the problem that it tells, what was looked for, what has the keyboard.
ROOM = 4096


def of_one_length(template: str, ballot: FrozenBallot, shown: dict[str, Any], longest: dict[str, Any]) -> str:
    """The page of ``template`` with ``shown``, as long as with ``longest`` in its place, whatever was chosen: white space
    stands behind it. A page that is longer all the same is as long as the next step.
    """
    page = render_template(template, **shown)
    least = _length_of(template, ballot, {**shown, **longest})
    beyond = max(0, len(page.encode()) - least)
    return page + " " * (least + -(-beyond // ROOM) * ROOM - len(page.encode()))


def what_is_chosen(ballot: FrozenBallot, choices: Choices, withdrawn: Collection[int]) -> dict[str, Any]:
    """What the templates of ballot and review are told of the voter's choices, and nothing else of theirs does."""
    as_listed = choices_in_order(ballot, ballot.lines_on_screen, choices)
    return {
        "choices": choices,
        "as_listed": as_listed,
        "chosen": [line for line in as_listed if line.number in choices],
        "in_words": {number: given_in_words(ballot.ballot_type, value) for number, value in choices.items()},
        "groups": groups_of(ballot, choices, withdrawn),
        "tally": in_one(ballot.rules, choices),
        "used": [(used_in_words(each), still_to_use(each)) for each in tallies(ballot.rules, choices)],
    }


def everything_chosen(ballot: FrozenBallot, withdrawn: Collection[int]) -> dict[str, Any]:
    """The same where every project is chosen, which no ballot may be: with the highest values there are."""
    highest = {"points": ballot.points_to_share, "rank": len(ballot.lines), "score": BEST_SCORE}
    return what_is_chosen(ballot, dict.fromkeys(ballot.numbers, highest.get(ballot.ballot_type, 1)), withdrawn)


def _length_of(template: str, ballot: FrozenBallot, about: dict[str, Any]) -> int:
    """Laid out once for each ballot, language and settings, in a request of its own: nothing of the visitor is on it."""
    lengths: dict[tuple[Any, ...], int] = current_app.extensions.setdefault("pb_lengths_of_pages", {})
    sounds = sum(each.sound is not None for each in about["spoken"].all())
    settings = (
        about["text_size"],
        about["colours"],
        about["sound"],
        sounds,
        about["kiosk"],
        about["for_caller"],
        frozenset(about["withdrawn"]),
    )
    kind = (template, ballot.round_id, ballot.corrected, str(get_locale()), request.root_path, *settings)
    if kind not in lengths:
        language = get_locale()
        nobody = current_app.test_request_context("/vote", base_url=request.root_url, method="POST")
        with current_app.app_context(), nobody, force_locale(language):
            lengths[kind] = len(render_template(template, **about).encode()) + ROOM
    return lengths[kind]
