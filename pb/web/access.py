"""Who may open what. Every view names its people with ``open_to``, the public included, or the app does not start."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_login import current_user

from pb import edits
from pb.roles import (  # noqa: F401  (views name their people from here)
    APPOINTED,
    COORDINATOR,
    COUNTER,
    EVALUATOR,
    FACILITATOR,
    FINANCE,
    KIOSK,
    PUBLIC,
    STEERING,
    WORKING,
    Actor,
    Role,
)
from pb.shown import FIELD
from pb.web.form_keys import answer_of_who_left, sent_once
from pb.web.kept_typed import led_back

View = TypeVar("View", bound=Callable[..., Any])


def open_to(*roles: Role) -> Callable[[View], View]:
    """Let only people in one of ``roles`` open this view; ``open_to(PUBLIC)`` is for everyone.

    A visitor without a sign-in is sent to sign in and back; somebody in another role gets 403. ``KIOSK`` is a paired
    device.
    """
    if not roles:
        raise ValueError("name at least one role")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            role = _role_in(roles)
            if role is None:
                return answer_of_who_left() or _turn_away(roles)
            g.acting_role = role
            return sent_once(lambda: view(*args, **kwargs))

        guarded.open_to = frozenset(roles)  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def install(app: Flask) -> None:
    """Let templates, macros among them, ask ``may_open("area.view")`` before they show a link or a button."""
    app.jinja_env.globals["may_open"] = may_open


def recognise_devices(app: Flask, paired: Callable[[], object | None]) -> None:
    """``paired()`` is the paired device of a request, or None: as Flask-Login is told how to load an account."""
    app.extensions["pb_recognised_device"] = paired


def _role_in(roles: Collection[Role]) -> Role | None:
    if Role.PUBLIC in roles:
        return Role.PUBLIC
    if Role.KIOSK in roles and current_app.extensions["pb_recognised_device"]() is not None:
        return Role.KIOSK
    held = roles_held()
    return next((role for role in roles if role in held), None)


def roles_held() -> frozenset[Role]:
    """The roles of the signed-in account; none without a sign-in."""
    return current_user.roles if current_user.is_authenticated else frozenset()


def _turn_away(roles: tuple[Role, ...]) -> Any:
    if current_user.is_authenticated or roles == (Role.KIOSK,):
        abort(403)
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))
    session["signed_out"] = True
    return led_back() or abort(401)


def roles_of(endpoint: str) -> frozenset[Role]:
    """The roles to which the view of ``endpoint`` is open, as the view itself says."""
    return current_app.view_functions[endpoint].open_to  # type: ignore[union-attr]


def may_open(endpoint: str) -> bool:
    """Whether the visitor of this request may open the view of ``endpoint``, by any role they have."""
    return _role_in(roles_of(endpoint)) is not None


def granted_to(*roles: Role) -> Callable[[], bool]:
    """A right that is not the right to open a view, said once beside what it is about:

        may_read_all = granted_to(COORDINATOR)

    ``may_read_all()`` is whether the visitor of this request has one of the roles.
    """
    return lambda: _role_in(roles) is not None


def has_role(role: Role) -> bool:
    """Whether the signed-in account has this role."""
    return role in roles_held()


def act_as(role: Role) -> None:
    """From here on this request acts as ``role``: for views that ask more of one role than of another. Refuses (403)
    somebody who does not have it.
    """
    if not has_role(role):
        abort(403)
    g.acting_role = role


def actor() -> Actor:
    """Who acts in this request: the signed-in account, in the role by which the view let it in, and with what the page
    of the form showed them.
    """
    role = g.get("acting_role", Role.PUBLIC)
    shown, seen = request.form.get(FIELD, ""), request.form.get(edits.FIELD, "")
    return Actor(current_user.id if current_user.is_authenticated else None, role, shown, seen)


class UnguardedView(RuntimeError):
    """A view does not say who it is open to."""


def require_access_rules(app: Flask) -> None:
    """Refuse to start when any view lacks ``open_to``."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        if not getattr(app.view_functions[rule.endpoint], "open_to", None):
            raise UnguardedView(f"{rule.endpoint} ({rule.rule}) does not say who it is open to")
