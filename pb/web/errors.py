"""One page for each way that a request can fail, and the one place where a Refusal becomes a page."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from flask import Flask, Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from pb.causes import cause_of
from pb.database import db, is_out_of_reach
from pb.edits import NothingChanged
from pb.keystore import KeyLost
from pb.marked import Forged
from pb.refusals import Refusal
from pb.shown import ChangedSince
from pb.web.access import may_open
from pb.web.blocked_cookies import blocks_cookies
from pb.web.failure_lines import FailureLines
from pb.web.kept_typed import led_back, long_texts_sent
from pb.web.layout_context import layout_context
from pb.web.request_limits import status_of_failure

#: Codes that have a page of their own in ``templates/errors``. Any other below 500 is shown as 400, the rest as 500.
PAGES = (400, 401, 403, 404, 413, 429, 500, 503)
#: In characters; a longer sentence is no heading.
LONGEST_HEADING = 100


def install(app: Flask) -> None:
    """Register the pages."""
    app.jinja_env.globals["page_above"] = page_above
    app.register_error_handler(ChangedSince, partial(_shown_again, "danger"))
    app.register_error_handler(NothingChanged, partial(_shown_again, "info"))
    _refusals(app)
    _failures(app)


def _refusals(app: Flask) -> None:
    """What the rules do not allow, and forms that came too late."""
    lines = FailureLines()

    @app.errorhandler(Refusal)
    def refused(refusal: Refusal) -> Response:
        if isinstance(refusal, KeyLost):
            lines.write(f"{refusal.file} is missing, or not the file of this database: flask check says what to do")
        heading, more = _as_heading(str(refusal.sentence))
        said = {"heading": heading, "more": more, "next_step": refusal.next_step, "typed": long_texts_sent()}
        page = render_template("errors/refused.html", link=refusal.link, **said)
        return make_response(page, refusal.status)

    @app.errorhandler(Forged)
    def forged(refusal: Forged) -> Response:
        db.session.rollback()
        said = {"sentence": refusal.sentence, "next_step": refusal.next_step}
        return make_response(_plain(app, "errors/forged.html", **said), refusal.status)

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> Response:
        page = "errors/cookies.html" if blocks_cookies() else "errors/csrf.html"
        return led_back() or make_response(render_template(page), 400)


def _failures(app: Flask) -> None:
    """Pages that are not there, and what broke."""
    lines = FailureLines()

    @app.errorhandler(HTTPException)
    def failed(error: HTTPException) -> Response:
        code = status_of_failure(error)
        if isinstance(error, SecurityError):  # the Host is not ours: a page laid out for it would have links to it
            return make_response("Bad request", 400)
        if code < 400:
            return error.get_response()  # type: ignore[return-value]
        page = code if code in PAGES else 400 if code < 500 else 500
        answer = make_response(render_template(f"errors/{page}.html"), code)
        if code == 405 and error.get_response().headers.get("Allow"):
            answer.headers["Allow"] = error.get_response().headers["Allow"]
        return answer

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        if app.config.get("PROPAGATE_EXCEPTIONS"):
            raise error  # a test or a developer wants to see it
        code = 503 if is_out_of_reach(error) else 500
        # Log the cause and its place, never the error's text: that may contain what someone typed.
        lines.write(f"error {code}: {_named(error)} at {_where(error)}")
        db.session.rollback()
        return make_response(_plain(app, f"errors/{code}.html"), code)


def _shown_again(kind: str, refusal: ChangedSince | NothingChanged) -> Response:
    """The page that shows what stands there now, with the sentence on top."""
    flash(str(refusal.sentence), kind)
    return redirect(page_above() or url_for("home.home"), 303)  # type: ignore[return-value]


def _plain(app: Flask, template: str, **said: Any) -> str:
    """The page without the parts that need the database (the person's name and menu), as the database may be what is
    broken.
    """
    return app.jinja_env.get_template(template).render(**layout_context(), **said)


def _as_heading(said: str) -> tuple[str, str]:
    """What happened as a heading, and what stands below it: a long refusal is told in its own paragraph."""
    ends = [found.end() for found in re.finditer(r"[.?!](?= )", said)]
    # Not within quotation marks: a group may be called "St. Mary".
    first = next((said[:end] for end in ends if said.count("“", 0, end) == said.count("”", 0, end)), said)
    return (first, said[len(first) :].strip()) if len(first) <= LONGEST_HEADING else ("", said)


def page_above() -> str:
    """The address of the nearest page at or above the refused one that this person may open, or nothing.

    Nearly always it is the page they came from. Browsers are told never to send that one's address.
    """
    parts = request.path.rstrip("/").split("/")
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None  # there is one in every request
    own = request.method != "GET"
    for length in range(len(parts) if own else len(parts) - 1, 1, -1):
        address = "/".join(parts[:length])
        try:
            endpoint, _values = adapter.match(address, method="GET")
        except HTTPException:
            continue
        if may_open(endpoint):
            return request.script_root + address
    return ""


def _named(error: BaseException) -> str:
    kind = type(error).__name__
    return f"{kind}, {cause_of(error)}" if isinstance(error, Exception) and is_out_of_reach(error) else kind


def _where(error: BaseException) -> str:
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if "/pb/" in code.co_filename:
            frames.append(f"{code.co_filename.rsplit('/pb/', 1)[1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(frames) or "unknown place"
