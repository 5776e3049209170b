"""Staff who vote for somebody on the phone: every way back leads to their own first page, so that help stays help.

The ballot itself says whose way it is on (``BallotDraft.for_caller``). Where none was sent, or one that cannot be read, the
browser remembers which of the two first pages was opened last, as long as somebody is signed in who may help callers.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import g, request, session, url_for
from werkzeug.exceptions import HTTPException

from pb.pages.vote import bp
from pb.pages.vote.caller_words import to_the_helper
from pb.pages.vote.draft import BallotDraft, NoDraft
from pb.web.access import may_open

#: Where the cookie says that the page for callers was opened last. It says nothing of any vote. Signing out takes it away;
#: a sign-in that ended in any other way leaves it, so it is believed only of who is signed in (``is_for_caller``).
_FOR_CALLERS = "votes_for_callers"
_HELPERS_PAGE, _VOTERS_PAGE = "vote.for_a_caller", "vote.code"


def note_whose_page(*, for_caller: bool) -> None:
    """One of the two first pages is opened, or sent."""
    if for_caller:
        session[_FOR_CALLERS] = True
    else:
        session.pop(_FOR_CALLERS, None)


def form_sent() -> Mapping[str, str]:
    """The fields that this request sends; none of a form that is too large, of which nothing is read."""
    try:
        return {} if g.get("form_stays_unread") else request.form
    except HTTPException:
        return {}


def draft_of_page() -> BallotDraft | None:
    """The ballot on the page that this request comes from, whoever sends it; None where there is none that can be read. Asks
    the database for nothing.
    """
    form = form_sent()
    try:
        return BallotDraft.unchecked(form["draft"]) if "draft" in form else None
    except NoDraft:
        return None


def is_for_caller() -> bool:
    """Whether this request is on the way of somebody who votes for a caller."""
    draft = draft_of_page()
    return draft.for_caller if draft else bool(session.get(_FOR_CALLERS)) and may_open(_HELPERS_PAGE)


def code_address(*, for_caller: bool) -> str:
    """The address of the page where somebody types a code: for views, and for templates too."""
    return url_for(_HELPERS_PAGE if for_caller else _VOTERS_PAGE)


@bp.context_processor
def way_on() -> dict[str, object]:
    """Where a way to vote begins, and, for pages that refuse a ballot, whose it is. They lead a voter nowhere back whose
    code is spent or whose ballot was closed; who votes for a caller gets to their first page.
    """
    return {
        "for_caller": is_for_caller(),
        "code_address": code_address,
        "page_above": lambda: "",
        "to_the_helper": to_the_helper,
    }
