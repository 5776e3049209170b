"""A form came too late: what was typed is kept (``pb.kept_typed``) and stands in the form again once its own person is back.

Each form that is shown to somebody signed in, or with an application's code, says for whom it was (signed, in a hidden
field). If it comes when they are no longer let in, its words are kept, the browser is led to where they are let in, and from
there back to the form, which is filled in (``pb.web.filled_again``) and not sent. Nobody else finds them there.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, flash, g, redirect, render_template, request, session
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeTimedSerializer

from pb import edits, kept_typed, shown
from pb.web import form_keys
from pb.web.filled_again import filled_again
from pb.web.signing import Signer

#: The name of the field in forms, and of the secrets in the session: of each what was kept, with whose it is.
FIELD, _SECRETS = "typed_for", "kept_typed"
#: Screens of voters: nothing of theirs is kept.
WITHOUT = {"vote", "kiosk"}
#: Fields that are not typed.
_UNTYPED = {FIELD, form_keys.FIELD, "csrf_token", shown.FIELD}
#: Fields that are never kept: passwords, codes, PINs, the words of keys, and what a voter's paper says.
NEVER = {
    "again", "code", "current", "entries", "entry", "first_sheet", "leave_pin", "new_code", "next_pin", "password", "pin", "public_key",
    "sealed", "second_code", "second_password", "second_sheet", "security_code",
}  # fmt: skip
#: Characters. Shorter words are quickly typed again.
_LONG = 20
#: Seconds. A form that was opened longer ago, over a long weekend perhaps, is not kept.
_OPEN_FOR = 7 * 24 * 3600
#: Forms that one browser remembers.
_MOST = 25


@dataclass(frozen=True)
class KeptFor:
    """What only the pages know: ``whose`` the forms of this request are ("" for everybody's); ``way_in``: where somebody is
    let in again, to open the second address; ``listed``: the page that lists what is kept.
    """

    whose: Callable[[], str]
    way_in: Callable[[str, str], str]
    listed: Callable[[], str]


@dataclass(frozen=True)
class KeptForm:
    """What was typed into a form: ``page`` shows the form, ``action`` is where it is sent to."""

    secret: str
    page: str
    action: str
    fields: list[tuple[str, str]]
    files: list[str]

    @property
    def texts(self) -> list[str]:
        """What is worth reading, where the form is not there any longer."""
        return [value for name, value in self.fields if name != edits.FIELD and len(value) > 1]


def install(app: Flask, people: KeptFor) -> None:
    """Let forms say for whom they are, and fill in again what was kept."""
    app.extensions["pb_kept_typed"] = people
    app.jinja_env.globals["typed_for"] = typed_for
    app.jinja_env.globals["something_is_kept"] = lambda: bool(_secrets())
    app.after_request(_fill_in)
    app.after_request(_forget_what_was_sent)


def typed_for() -> str:
    """For whom the forms of this page are, and where it is found again; nothing where they are everybody's."""
    if "typed_for" not in g:
        whose = "" if request.blueprint in WITHOUT else _people().whose()
        g.typed_for = _serializer().dumps([whose, _this_page()]) if whose else ""
    return g.typed_for


def led_back() -> Response | None:
    """What to answer to a form that came too late: the way to be let in again. None where nothing was typed that may be
    kept, and for what a script sends by itself: the button sends it again.
    """
    sent = _sent_for() if request.accept_mimetypes.best != "application/json" else None
    if sent is None or request.blueprint in WITHOUT or _comes_from_elsewhere() or not _keep(*sent):
        return None
    whose, page = sent
    if _people().whose() == whose:  # signed in again meanwhile, in another window
        return redirect(page, 303)  # type: ignore[return-value]
    return redirect(_people().way_in(whose, page), 303)  # type: ignore[return-value]


def long_texts_sent() -> list[str]:
    """The longer texts in the form of this request, which is refused: they stand on that page to be read and copied."""
    if request.method != "POST" or request.blueprint in WITHOUT:
        return []
    typed = [value for name, value in request.form.items(multi=True) if name not in NEVER | _UNTYPED | {edits.FIELD}]
    return [value for value in typed if len(value) >= _LONG and " " in value]


def mine() -> list[KeptForm]:
    """What is kept in this browser for whoever is let in here."""
    whose = _people().whose() if _secrets() else ""
    return [kept for secret, theirs in _secrets() if whose and theirs == whose and (kept := _opened(secret, whose))]


def here() -> list[KeptForm]:
    """What was typed on the page of this request, by whoever it is shown to."""
    if "kept_here" not in g:
        asked = request.method == "GET" and request.blueprint not in WITHOUT
        g.kept_here = [kept for kept in mine() if kept.page == _this_page()] if asked else []
    return g.kept_here


def names_here() -> set[str]:
    """The names of what was typed on this page: lists of lines grow by them."""
    return {name for kept in here() for name, _value in kept.fields}


def page_waiting() -> str:
    """The page on which something waits for whoever is let in here; "" where nothing does."""
    return next((kept.page for kept in reversed(mine())), "")


def whose_are_kept() -> list[str]:
    """For whom this browser keeps something; to open it takes more than to know this."""
    return [whose for _secret, whose in _secrets()]


def carried_over() -> dict[str, Any]:
    """What goes on into a fresh session: the secrets, which open only for those who typed."""
    return {_SECRETS: _secrets()} if _secrets() else {}


def forget(secret: str) -> None:
    """It was sent, or is not wanted."""
    kept_typed.forget(secret)
    session[_SECRETS] = [each for each in _secrets() if each[0] != secret]


def _keep(whose: str, page: str) -> bool:
    fields = [each for each in request.form.items(multi=True) if each[0] not in NEVER | _UNTYPED]
    if not any(value.strip() for name, value in fields if name != edits.FIELD):
        return False
    files = [file.filename for _name, file in request.files.items(multi=True) if file.filename]
    action = request.full_path.rstrip("?")
    typed = json.dumps({"page": page, "action": action, "fields": fields, "files": files}).encode()
    if len(typed) > kept_typed.LONGEST:
        flash(_("That was too long to be kept. Go back to the page before, and copy what you typed."), "warning")
        return False
    waiting = [each for each in _secrets() if kept_typed.opened(*each) is not None]
    try:
        if len(waiting) >= _MOST:
            raise kept_typed.NoRoom
        session[_SECRETS] = [*waiting, [kept_typed.keep(whose, typed), whose]]
    except kept_typed.NoRoom:
        flash(
            _(
                "There was no room to keep what you typed, because other forms are still waiting to be sent. Go back to the "
                "page before, and copy what you typed."
            ),
            "warning",
        )
        return False
    g.kept_now = True
    return True


def _opened(secret: str, whose: str) -> KeptForm | None:
    found = kept_typed.opened(secret, whose)
    if found is None:
        return None
    kept = json.loads(found)
    fields = [(name, value) for name, value in kept["fields"]]
    return KeptForm(secret, kept["page"], kept["action"], fields, kept["files"])


def _fill_in(answer: Response) -> Response:
    if not here():
        return answer
    if answer.status_code != 200:  # the page is not there for them now: they read elsewhere what they typed
        return redirect(_people().listed()) if answer.status_code < 500 else answer  # type: ignore[return-value]
    if answer.mimetype == "text/html":
        html = answer.get_data(as_text=True)
        for kept in here():
            html = filled_again(html, kept.action, kept.fields, _UNTYPED, partial(_notice, kept))
        answer.set_data(html)
    return answer


def _notice(kept: KeptForm, left: list[str] | None) -> str:
    """What stands above a form that is filled in again. ``left``: what has no place in it; None where it is gone."""
    return render_template("layout/_typed_again.html", kept=kept, left=left, listed=_people().listed())


def _forget_what_was_sent(answer: Response) -> Response:
    if request.method == "POST" and answer.status_code < 400 and _secrets() and "kept_now" not in g:
        for kept in mine():
            if kept.action == request.full_path.rstrip("?"):
                forget(kept.secret)
    return answer


def _comes_from_elsewhere() -> bool:
    """Whether another site sends this form: it comes without the cookies of this browser, which must stay as they are."""
    if said := request.headers.get("Sec-Fetch-Site"):
        return said not in ("same-origin", "none")
    # Older browsers say it less plainly. ("null" is what a page says that hides where it is.)
    from_where = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(from_where) and urlsplit(from_where).netloc != request.host


def _this_page() -> str:
    """The address of the page that is shown; of one that came back with errors, where it was opened."""
    sent = _sent_for() if request.method == "POST" else None
    return sent[1] if sent else request.full_path.rstrip("?")


def _sent_for() -> tuple[str, str] | None:
    """For whom the form of this request was, and the page that showed it."""
    try:
        whose, page = _serializer().loads(request.form.get(FIELD, ""), max_age=_OPEN_FOR)
    except BadData:
        return None
    return whose, page


def _secrets() -> list[list[str]]:
    return session.get(_SECRETS, [])


def _people() -> KeptFor:
    return current_app.extensions["pb_kept_typed"]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="pb typed for", signer=Signer)
