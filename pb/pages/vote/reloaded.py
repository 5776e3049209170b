"""A page of the ballot at home that is loaded again. Its script keeps nothing but a text that was sealed here, in the memory
of the tab (``sessionStorage``), which a browser may write into its files. It opens with this sitting's cookie alone, for ten
minutes.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict

from flask import Response, redirect, request, session

from pb import clock
from pb.pages.vote import bp
from pb.pages.vote.callers import code_address, is_for_caller
from pb.pages.vote.draft import BallotDraft, NoDraft, opened_values, sealed_values
from pb.pages.vote.presses import draft_sent
from pb.pages.vote.screens import require_unspent, same_screen
from pb.pages.vote.spoken import speak
from pb.refusals import Refusal
from pb.web.access import PUBLIC, open_to

#: Minutes without a press after which a ballot begins again with the code, however it is asked for.
IDLE_MINUTES = 10
KEPT = b"pb ballot kept for reloading 2"
#: Where the cookie says which sitting this is: a secret that is kept nowhere else. Without it nobody opens the text, not even
#: with all of the server's files. The cookie ends with the browser, and the sitting when it is left.
_SITTING = "ballot_sitting"


@bp.post("/vote/keep")
@open_to(PUBLIC)
def keep():
    """What the page shows now, sealed: as long whatever was chosen. Nothing of it stays here."""
    draft = draft_sent()
    if draft.kiosk_id is not None:
        raise NoDraft
    require_unspent(draft)
    sitting = session.setdefault(_SITTING, secrets.token_hex(16))
    kept = {"draft": asdict(draft), "page": request.form.get("page", ""), "at": clock.now().timestamp()}
    return Response(sealed_values(kept, KEPT, sitting), mimetype="text/plain")


@bp.post("/vote/again")
@open_to(PUBLIC)
def again():
    """The page that was loaded again. Too late, elsewhere, or after it was left: the page of the code, without a word."""
    sitting = session.get(_SITTING)
    try:
        if not sitting:
            raise NoDraft
        kept = opened_values(request.form.get("kept"), KEPT, sitting)
    except NoDraft:
        return _to_the_code(for_caller=is_for_caller())
    draft = BallotDraft.of_values(kept["draft"])
    idle = clock.now().timestamp() - kept["at"]
    if not 0 <= idle < IDLE_MINUTES * 60:
        return _to_the_code(for_caller=draft.for_caller)
    try:
        speak(draft.settings)
        return same_screen(draft, kept["page"])
    except Refusal:
        end_sitting()
        raise


@bp.post("/vote/leave")
@open_to(PUBLIC)
def leave():
    """The voter goes elsewhere: what was kept opens no more."""
    end_sitting()
    return Response(status=204, mimetype="text/plain")


def end_sitting() -> None:
    session.pop(_SITTING, None)


def _to_the_code(*, for_caller: bool):
    end_sitting()
    return redirect(code_address(for_caller=for_caller), 303)
