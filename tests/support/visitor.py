"""A person with a browser. Says what people do: opens, follows, types, ticks, presses; every page is checked as a
page.
"""

from __future__ import annotations

from contextlib import nullcontext
from contextvars import Context
from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import urljoin, urlsplit

from tests.support.document import Page
from tests.support.forms import FilledIn, NotOnThePage
from tests.support.kiosks import KioskKey, signs
from tests.support.page import check_page
from tests.support.second_press import SecondPress, again

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse


class Broke(AssertionError):
    """The program met an error of its own; a test that wants to see that page asks with ``downloads``."""


class SignedIn(NamedTuple):
    """A sign-in that a test began past the sign-in page."""

    account_id: int
    token: str
    since: datetime


class Visitor:
    """Somebody in front of the program. ``page`` is the page they see, ``answer`` the raw response behind it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.page = Page("<!DOCTYPE html><html><body></body></html>")
        self.answer: TestResponse | None = None
        self._form = FilledIn(self.page)
        self._token = ""
        self.kiosk_key: KioskKey | None = None
        self._signed_in: SignedIn | None = None
        #: They say so when they are asked before the first application of a round.
        self.has_no_interests = True

    # --- what people do ---
    def opens(self, path: str) -> Page:
        """Type an address, or follow a link that came from outside."""
        page = self._asks("GET", urljoin(self.page.address, path))
        if self.has_no_interests and "/interests?then=" in page.address:
            return self.ticks("No").presses("Save my answer")
        return page

    def follows(self, words: str) -> Page:
        """Click the link that reads ``words``, or the only one that starts with them."""
        links = self.page.links
        near = [text for text in links if text.startswith(words)]
        if words not in links and len(near) != 1:
            raise NotOnThePage(f"{self.page!r} has no link {words!r}; it has {list(links)}")
        return self.opens(links[words if words in links else near[0]])

    def types(self, label: str, text: str, *, within: str = "") -> Self:
        """Type ``text`` into the field labelled ``label``; ``within`` names the question above a label such as Day."""
        self._form.put(self._form.control(label, "text", "textarea", within=within), text)
        return self

    def dates(self, question: str, day: str, time: str = "") -> Self:
        """Type a date ("24 11 2026") and a time ("14:30") into the boxes under ``question``."""
        for label, text in zip(("Day", "Month", "Year", "Time"), (*day.split(), *time.split()), strict=False):
            self.types(label, text, within=question)
        return self

    def ticks(self, *labels: str, within: str = "") -> Self:
        """Tick checkboxes or choose radio buttons."""
        for label in labels:
            self._form.put(self._form.control(label, "checkbox", "radio", within=within), True)
        return self

    def unticks(self, *labels: str, within: str = "") -> Self:
        for label in labels:
            self._form.put(self._form.control(label, "checkbox", within=within), False)
        return self

    def selects(self, label: str, option: str, *, within: str = "") -> Self:
        """Choose from a drop-down list by what its option reads."""
        select = self._form.control(label, "select", within=within)
        self._form.put(select, self._form.option(select, option))
        return self

    def attaches(self, label: str, content: bytes, filename: str) -> Self:
        self._form.put(self._form.control(label, "file"), (BytesIO(content), filename))
        return self

    def presses(self, button: str | None = None) -> Page:
        """Press a button (without words: the first of the page's own part) and send its form."""
        pressed = self._form.button(button)
        form = self._form.form_of(pressed)
        data = self._form.data(form, pressed)
        if "data-kiosk-pairing" in form.attrib:  # what the page's script does
            data["public_key"] = [self.makes_a_kiosk_key()]
        action = pressed.get("formaction") or form.get("action") or self.page.address
        if form.get("method", "get").lower() == "get":
            return self._asks("GET", urljoin(self.page.address, action), query_string=data)
        uploads = form.get("enctype") == "multipart/form-data"
        if not uploads:  # such a form sends a file's name only, as a browser would
            data = {name: [v[1] if isinstance(v, tuple) else v for v in values] for name, values in data.items()}
        kind = "multipart/form-data" if uploads else "application/x-www-form-urlencoded"
        path, second = urljoin(self.page.address, action), SecondPress(self)
        more = {"data": again(data), "content_type": kind}
        page = self._asks("POST", path, data=data, content_type=kind)
        second.follows(path, more)
        return page

    def makes_a_kiosk_key(self) -> str:
        """The browser makes a key and signs with it from now on; its public half."""
        self.kiosk_key = KioskKey()
        signs(self.client, self.kiosk_key)
        return self.kiosk_key.public

    # --- what only tests do ---
    def is_the_kiosk(self, token: str, key: KioskKey) -> Self:
        """Be the browser that was paired already: its cookie and its key."""
        self.client.set_cookie("pb_kiosk", token)
        self.kiosk_key = key
        signs(self.client, key)
        return self

    def posts(self, path: str, data: dict[str, Any] | None = None, *, csrf: bool = True, **how: Any) -> Page:
        """Send anything anywhere, past the page; with the CSRF token of the last form seen unless ``csrf`` is False."""
        token = {"csrf_token": self._token} if csrf else {}
        return self._asks("POST", path, data={**token, **(data or {})}, **how)

    def downloads(self, path: str) -> TestResponse:
        """The raw answer to a GET, for files and pictures; nothing is checked and the page stays."""
        return self._sends("GET", path)

    def asks(self, method: str, path: str, **how: Any) -> TestResponse:
        """The raw answer to any request, redirects not followed; nothing is checked and the page stays."""
        return self._sends(method, path, **how)

    def signed_in_as(self, account: Any, **more: Any) -> Self:
        """Be signed in already, without the sign-in page; ``more`` goes into the session.

        Also after the program's clock has moved for days: a sign-in that is too old by then begins anew.
        """
        from pb import clock

        self._signed_in = SignedIn(account.id, self._begins_to_be_signed_in(account.id), clock.now())
        with self.client.session_transaction() as session:
            session.update({"_user_id": self._signed_in.token, **more})
        return self

    def _begins_to_be_signed_in(self, account_id: int) -> str:
        from flask import current_app, has_app_context

        from pb.database import db
        from pb.people.actions import begin_sign_in, prove_sign_in
        from pb.people.models import Account

        here = has_app_context() and current_app._get_current_object() is self.app  # type: ignore[attr-defined]
        with nullcontext() if here else self.app.app_context():
            token = begin_sign_in(db.session.get_one(Account, account_id), device="computer", browser="Firefox")
            if self.app.config["SECOND_FACTOR"]:
                prove_sign_in(token)
            return token

    def stays_signed_in(self) -> bool:
        """Begin the sign-in anew where the program's clock has moved too far; whether it was begun."""
        from pb import clock

        before = self._signed_in
        if before is None or timedelta(0) <= clock.now() - before.since < timedelta(hours=11):
            return False
        with self.client.session_transaction() as session:
            if session.get("_user_id") != before.token:
                return False
            token = self._begins_to_be_signed_in(before.account_id)
            self._signed_in = SignedIn(before.account_id, token, clock.now())
            session["_user_id"] = token
        return True

    def signed_out(self) -> Self:
        with self.client.session_transaction() as session:
            session.clear()
        return self

    def _asks(self, method: str, path: str, **how: Any) -> Page:
        self.answer = self._sends(method, path, follow_redirects=True, **how)
        address = self.answer.request.full_path.rstrip("?")
        if self.answer.status_code == 500:
            raise Broke(f"{method} {path}") from self.app.extensions.get("tests_last_error")
        if self.answer.mimetype != "text/html":
            self.page = Page(
                "<!DOCTYPE html><html><body></body></html>", status=self.answer.status_code, address=address
            )
            return self.page
        self.page = Page(self.answer.get_data(as_text=True), status=self.answer.status_code, address=address)
        self._form = FilledIn(self.page)
        tokens = [e.get("value", "") for e in self.page.all("input") if e.get("name") == "csrf_token"]
        self._token = next(iter(tokens), self._token)
        check_page(self.page)
        return self.page

    def _sends(self, method: str, path: str, **how: Any) -> TestResponse:
        # In an empty context, as a server would: or the test's own application context, session and sign-in
        # would serve the request, and a forgotten commit or a wrong person would go unseen.
        self._lets_go_of_what_the_test_read()
        self.stays_signed_in()
        parts = urlsplit(path)
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        answer = Context().run(lambda: self.client.open(address, method=method, buffered=True, **how))
        for each in (*answer.history, answer):  # a large upload waits in a file
            each.request.input_stream.close()
        return answer

    def _lets_go_of_what_the_test_read(self) -> None:
        """The test's own session holds an old view of the database; what it looks at next is read again."""
        from flask import has_app_context

        from pb.database import db

        if has_app_context() and "sqlalchemy" in self.app.extensions:
            assert not (db.session.new or db.session.dirty), "the test has changes that it did not save"
            db.session.rollback()
