"""The way out of a turn without a vote. It asks first: whoever brushes the button with the edge of a hand loses nothing."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from pb.pages.kiosk import bp
from pb.pages.vote.draft import NoDraft
from pb.pages.vote.presses import draft_sent
from pb.pages.vote.screen_settings import ScreenSettings
from pb.pages.vote.screens import require_unspent
from pb.web.access import KIOSK, open_to

#: The screens that a voter can leave, by the names that they send.
SCREENS = ("declaration", "ballot", "review")


@bp.post("/kiosk/stop")
@open_to(KIOSK)
def stop():
    """Does the voter want to stop? Going on shows the screen that they came from, with everything on it."""
    draft, came_from = draft_sent(), request.form.get("page")
    require_unspent(draft)
    if came_from not in SCREENS:
        raise NoDraft
    return stop_page(draft.settings, token=draft.to_token(), came_from=came_from, declared="declared" in request.form)


def stop_page(settings: ScreenSettings, *, token: str, came_from: str, declared: bool = False, **more: Any) -> str:
    """``token``: the ballot as it is; ``declared``: the box of the first screen was ticked, and not sent yet."""
    about = {"kiosk": True, "token": token, "came_from": came_from, "declared": declared}
    return render_template("kiosk/stop.html", **about, **settings.on_page(), **more)
