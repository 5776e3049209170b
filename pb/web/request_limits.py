"""What a request may bring: how much, decided before a byte is read, and no character that a database cannot hold."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from pb.roles import Role
from pb.web.access import may_open, roles_of
from pb.web.session_cookie import PastSignIn, who_left

View = TypeVar("View", bound=Callable[..., Any])

#: Bytes of a form without files.
FORM_BYTES = 1024 * 1024
#: Fields of a form or of the question in an address. No form here has a third of them; a hundred thousand take seconds.
FORM_FIELDS = 1_000


def takes_files(most: int, *, typed: int = 0) -> Callable[[View], View]:
    """This view takes files: ``most`` bytes, with the form around them. ``typed``: bytes of its fields that are no files,
    where a file comes back as one of them.

    Stands below ``open_to``. From others than its people, and those whose sign-in is over, it takes ``FORM_BYTES``, as
    every other view does.
    """

    def decorate(view: View) -> View:
        view.takes_files, view.takes_typed = most, typed  # type: ignore[attr-defined]
        return view

    return decorate


def status_of_failure(error: HTTPException) -> int:
    """The status of a failed request. A file that was too large only for somebody whose sign-in is over, or who has no
    business on the page, is answered with that (401, 403): a smaller file would not help them."""
    endpoint = request.endpoint or ""
    view = current_app.view_functions.get(endpoint)
    if error.code == 413 and hasattr(view, "takes_files") and not may_open(endpoint):
        return 403 if current_user.is_authenticated else 401
    return error.code or 500


def recognise_who_left(app: Flask, roles: Callable[[PastSignIn], Collection[Role]]) -> None:
    """``roles`` tells the roles, as they are now, of whoever's sign-in has lapsed here; none of an account that was
    closed, or whose sign-in somebody ended.
    """
    app.extensions["pb_roles_of_who_left"] = roles


def _may_have_typed_too_long(app: Flask, endpoint: str) -> bool:
    """Whether the sign-in of one of this view's people has lapsed: the words that come with the file are read to be kept
    (``pb.kept_typed``). A cookie alone proves nothing: it may be a copy, or that of somebody who has left.
    """
    if current_user.is_authenticated:
        return False
    left = who_left(app, request)
    return any(left) and not roles_of(endpoint).isdisjoint(app.extensions["pb_roles_of_who_left"](left))


def install(app: Flask) -> None:
    """Before anything else looks at a request. CSRF, which reads the whole form, is installed later."""

    @app.url_value_preprocessor
    def set_body_limit(endpoint: str | None, _values: dict[str, Any] | None) -> None:
        request.max_content_length = FORM_BYTES
        view = app.view_functions.get(endpoint or "")
        if (
            endpoint
            and hasattr(view, "takes_files")
            and (may_open(endpoint) or _may_have_typed_too_long(app, endpoint))
        ):
            request.max_content_length = view.takes_files  # type: ignore[union-attr]
            if view.takes_typed:  # type: ignore[union-attr]
                request.max_form_memory_size = view.takes_typed  # type: ignore[union-attr]

    @app.before_request
    def refuse_many_fields() -> None:
        # Counted before they are taken apart: with files werkzeug counts by itself (max_form_parts).
        if request.query_string.count(b"&") >= FORM_FIELDS:
            abort(413)
        if request.mimetype == "application/x-www-form-urlencoded" and request.get_data().count(b"&") >= FORM_FIELDS:
            g.form_stays_unread = True  # nor does the page that says so take it apart
            abort(413)

    @app.before_request
    def refuse_nul() -> None:
        # Nobody can type it, and PostgreSQL cannot keep it: it would become an error 500.
        if any("\0" in str(value) for value in (request.view_args or {}).values()):
            abort(404)
        if any(
            "\0" in value for sent in (request.args, request.form) for values in sent.listvalues() for value in values
        ):
            abort(400)
