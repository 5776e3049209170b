"""Pages of one length. Encryption hides what is on the page where a voter reads their choices, not how long it is: so each
is made as long as the longest of its kind, and nothing on the way packs it (docs/running.md, ``gzip off``).
"""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template, request
from flask_babel import get_locale

from pb.voting.queries import FrozenBallot

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


def everything_chosen(ballot: FrozenBallot) -> dict[str, Any]:
    """What a template is told where all projects are chosen."""
    return {"choices": dict.fromkeys(ballot.numbers, 1), "chosen": list(ballot.lines)}


def _length_of(template: str, ballot: FrozenBallot, about: dict[str, Any]) -> int:
    """Laid out once for each ballot, language and settings, in a request of its own: nothing of the visitor is on it."""
    lengths: dict[tuple[Any, ...], int] = current_app.extensions.setdefault("pb_lengths_of_pages", {})
    settings = about["text_size"], about["colours"], about["kiosk"], frozenset(about["withdrawn"])
    kind = (template, ballot.round_id, ballot.corrected, str(get_locale()), request.root_path, *settings)
    if kind not in lengths:
        language = {"Accept-Language": request.headers.get("Accept-Language", "")}
        nobody = current_app.test_request_context("/vote", base_url=request.root_url, method="POST", headers=language)
        with current_app.app_context(), nobody:
            lengths[kind] = len(render_template(template, **about).encode()) + ROOM
    return lengths[kind]
