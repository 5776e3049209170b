"""Every form has a key, and does what it does once (``pb.form_keys``); who sends it again gets the first answer."""

from __future__ import annotations

import hashlib
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, make_response, render_template, request, session
from flask.json.tag import TaggedJSONSerializer
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException

from pb import form_keys
from pb.database import db, with_the_first
from pb.form_keys import SentBefore
from pb.refusals import Refusal

View = TypeVar("View", bound=Callable[..., Any])

#: The name of the field in forms.
FIELD = "form_key"
#: Screens whose forms have none: a vote is cast once by its right, and no row may tell when.
WITHOUT = {"vote"}
#: Nor have these: a turn at a kiosk goes on, asks or ends as often as somebody presses; and whoever signs in or types a code
#: once more is let in once more, but an answer that lets somebody in is not given to another.
WITHOUT_FORMS = {
    "kiosk.go_on",
    "kiosk.stop",
    "kiosk.check_tablet",
    "kiosk.end_turn",
    "account.sign_in",
    "account.sign_in_code",
    "apply.resume",
}
#: Bytes. A longer answer, and any that only ``give_once`` gives, is not kept.
LONGEST = 2_000_000
#: Seconds that the second sender waits for the first one's answer, and between two looks.
WAITS, LOOKS_EVERY = 5.0, 0.1

#: Keys of the session: whose it is, for Flask-Login, and what no other browser has, for CSRF; and where in a kept answer
#: it says that its form ended the sign-in.
_WHO, _BROWSER, _ENDED = "_user_id", "csrf_token", 5
_json = TaggedJSONSerializer()


def install(app: Flask, who_is: Callable[[str], object | None]) -> None:
    """Let every form have its key. ``who_is`` tells whose a sign-in is, None for one that has ended, as Flask-Login is
    told.
    """
    app.jinja_env.globals["form_key"] = form_keys.new_key
    app.extensions["pb_who_is"] = who_is


def give_once() -> None:
    """The answer to this request is kept nowhere, not even sealed: it shows the key of a ballot box."""
    g.answer_is_given_once = True


def answered_anew(answer: Callable[[], Any]) -> Callable[[View], View]:
    """Whoever sends this view's form again gets ``answer()``, as things stand then: its first answer is kept nowhere,
    because it holds the right of a voter. Stands below ``open_to``.
    """

    def decorate(view: View) -> View:
        view.answered_anew = answer  # type: ignore[attr-defined]
        return view

    return decorate


def device_leaves() -> None:
    """This request ends what let it in: the device is no kiosk any longer, and may still ask for its answer again."""
    g.ends_what_let_it_in = True


def sent_once(view: Callable[[], Any]) -> Any:
    """The answer of ``view``, which does what this request asks for; of a form that was sent before, the first
    answer.
    """
    form = _form()
    if form is None:
        return view()
    while True:  # again where the first sender, for whom this one waited, did nothing in the end
        if form_keys.is_spent(form.hash) and (first := form.first_answer()):
            return first
        try:
            return _does(form, view)
        except SentBefore:
            db.session.rollback()


def _does(form: _SentForm, view: Callable[[], Any]) -> Any:
    """What ``view`` answers; the key of ``form`` goes with what it does. Raises ``SentBefore``."""
    before = dict(session)
    refused: Refusal | HTTPException | None = None
    token = with_the_first.set(lambda writing: form_keys.spend(writing, form.hash))
    try:
        answer = make_response(view())
    except (Refusal, HTTPException) as refusal:
        answer, refused = make_response(), refusal
    finally:
        is_spent = with_the_first.get() is None  # saved with what this request did
        with_the_first.reset(token)
    done = refused is None and answer.status_code < 400
    if is_spent and done:
        form.keep(answer, before)
    elif is_spent:
        form_keys.give_back(form.hash)
    elif not done and form_keys.is_spent(form.hash):  # somebody was quicker: this one was refused for what they did
        raise SentBefore
    if refused:
        raise refused
    return answer


def answer_of_who_left() -> Response | None:
    """The first answer to a form that ended the sign-in with which it was sent: signing out, setting up a kiosk."""
    form = _form()
    kept = form.kept() if form else None
    return form.again(kept) if form and kept and kept[_ENDED] else None


def _form() -> _SentForm | None:
    """The form that this request sends, if it does something once."""
    key = request.form.get(FIELD) if request.method == "POST" else None
    if not key or request.blueprint in WITHOUT or request.endpoint in WITHOUT_FORMS:
        return None
    browser = session.get(_BROWSER, "")
    return _SentForm(key + browser, form_keys.hash_of(key, request.path, session.get(_WHO, ""), browser, _filled_in()))


def _filled_in() -> str:
    """What was typed and pressed: whoever goes back, changes something and sends the form wants something else."""
    typed = [each for each in request.form.items(multi=True) if each[0] != "csrf_token"]
    return repr([*typed, *((name, file.filename, _hash_of(file)) for name, file in request.files.items(multi=True))])


def _hash_of(file: FileStorage) -> str:
    file.stream.seek(0)
    found = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]
    file.stream.seek(0)
    return found


def _anew() -> Callable[[], Any] | None:
    return getattr(current_app.view_functions[request.endpoint or ""], "answered_anew", None)


@dataclass(frozen=True)
class _SentForm:
    """A form that was sent. ``secret``: its key, and what its browser alone has."""

    secret: str
    hash: str

    def keep(self, answer: Response, before: dict[str, Any]) -> None:
        """Keep what is answered, with what it changes in the session as it was ``before``."""
        kept = None
        answer.direct_passthrough = False  # a file is read, to be kept
        if not (_anew() or g.get("answer_is_given_once") or len(answer.get_data()) > LONGEST):
            changed = {name: value for name, value in session.items() if before.get(name) != value}
            if changed.pop(_WHO, None):  # the answer leads on, but lets nobody else in
                changed = {name: value for name, value in changed.items() if name == "_flashes"}
            gone = [name for name in before if name not in session]
            headers = [[name, value] for name, value in answer.headers if name != "Content-Length"]
            body = b64encode(answer.get_data()).decode()
            signed_out = _WHO in before and current_app.extensions["pb_who_is"](before[_WHO]) is None
            ended = signed_out or g.get("ends_what_let_it_in", False)
            kept = _json.dumps([answer.status_code, headers, body, changed, gone, ended]).encode()
        form_keys.keep_answer(self.secret, self.hash, kept)

    def kept(self) -> list[Any] | None:
        """What was kept; None where nothing was, or it is too old."""
        found = form_keys.kept_answer(self.secret, self.hash)
        return _json.loads(found.decode()) if found else None

    def first_answer(self) -> Response | None:
        """What the first sender was answered; where that is not kept, a page that says that it was done. None where
        they did nothing in the end.
        """
        if (anew := _anew()) and form_keys.is_spent(self.hash):
            return make_response(anew())
        until = time.monotonic() + WAITS
        while form_keys.is_being_answered(self.hash) and time.monotonic() < until:
            db.session.rollback()
            time.sleep(LOOKS_EVERY)
        if kept := self.kept():
            return self.again(kept)
        is_done = form_keys.is_spent(self.hash)
        return make_response(render_template("errors/sent_before.html"), 409) if is_done else None

    @staticmethod
    def again(kept: list[Any]) -> Response:
        """What was kept, as an answer."""
        status, headers, body, changed, gone, _ended = kept
        for name in gone:
            session.pop(name, None)
        session.update(changed)
        return Response(b64decode(body), status, headers)
