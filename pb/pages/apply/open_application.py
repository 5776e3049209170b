"""Who sits at the application form: a group with its code, or a member of staff who types in for one."""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from pb import clock, edits
from pb.codes import code_hash, read_code
from pb.database import db
from pb.derived_keys import derived_key
from pb.projects.models import Project
from pb.projects.rules import applications as rules
from pb.projects.rules.appeals import change_refusal
from pb.projects.rules.resume_codes import RESUME
from pb.projects.rules.whose_hand import may_type
from pb.rounds.models import Round
from pb.rounds.rules import Phase, applications_until, phase, phase_of_typing
from pb.web.access import Actor, Role, has_role
from pb.web.kept_typed import led_back
from pb.words import Sentence


@dataclass(frozen=True)
class OpenApplication:
    """An application that is open in this browser. ``project`` is None until the first page is saved."""

    round_: Round
    project: Project | None
    by: Actor
    #: "online", or how an application that staff type in has come.
    came_by: str

    @property
    def steps(self) -> tuple[str, ...]:
        return rules.steps_of(len(self.round_.pots))

    @property
    def application(self) -> Project:
        """The application, for pages that come after the first one."""
        assert self.project is not None  # ``with_application`` has seen to it
        return self.project

    @property
    def refused(self) -> Sentence | None:
        """Why the answers cannot be changed now."""
        if self.project:
            return change_refusal(self.project, self.round_, clock.now())
        return rules.begin_error(phase(self.round_, clock.now()), by_staff=self.came_by != "online")

    @property
    def finish_by(self) -> datetime | None:
        """Until when a group that began in time can finish now that applications have closed; None at other times."""
        now = clock.now()
        in_grace = phase(self.round_, now) == Phase.ASSESSING and phase_of_typing(self.round_, now) == Phase.APPLYING
        return applications_until(self.round_) if in_grace and self.project and not self.refused else None


def open_application_here() -> OpenApplication | None:
    """The application that is open in this browser, if any."""
    project = db.session.get(Project, session["application"]) if "application" in session else None
    round_id = project.round_id if project else session.get("applying_to")
    round_ = db.session.get(Round, round_id) if round_id else None
    if round_ is None:
        return None
    came_by = project.came_by if project else session.get("came_by", "online")
    typing = session.get("typing") if came_by != "online" else None
    if typing and not has_role(Role(typing)):
        return None  # they have signed out, or lost the role, since they began to type
    seen = request.form.get(edits.FIELD, "")
    by = Actor(current_user.id, Role(typing), seen=seen) if typing else Actor(None, Role.APPLICANT, seen=seen)
    if typing and project and not may_type(project, by):
        return None
    if project and not typing and not _code_still_opens(project):
        return None
    return OpenApplication(round_, project, by, came_by)


def begin_here(round_id: int, *, came_by: str = "online", typing: Role | None = None, begun_as: str = "") -> None:
    """Begin a new application in this browser. ``begun_as``: go on with one that had no code yet; the next person here who
    begins is another.
    """
    close_here()
    session.update(applying_to=round_id, came_by=came_by, begun_as=begun_as or secrets.token_hex(8))
    if typing:
        session["typing"] = str(typing)


def open_here(project: Project, code: str = "", typing: Role | None = None) -> None:
    """Open an application in this browser, after its code was typed or by staff."""
    close_here()
    session["application"] = project.id
    if code:
        keep_code(code)
    if typing:
        session["typing"] = str(typing)


def keep_code(code: str) -> None:
    """The code with which a group came in, for its own pages; sealed, because everybody can read a cookie."""
    session["resume_code"] = _cipher().encrypt(read_code(code).encode()).decode()


def kept_code() -> str | None:
    """The code with which the group came in."""
    try:
        return _cipher().decrypt(session.get("resume_code", "").encode()).decode()
    except InvalidToken:
        return None


def _code_still_opens(project: Project) -> bool:
    """Whether the code with which somebody came in is still the application's: staff may have given it a new one."""
    code = kept_code()
    return code is not None and hmac.compare_digest(code_hash(RESUME, code), project.resume_code_hash or "")


def _cipher() -> Fernet:
    extensions = current_app.extensions
    if "pb_resume_cipher" not in extensions:
        key = derived_key(current_app.config["SECRET_KEY"], b"pb resume code 1")
        extensions["pb_resume_cipher"] = Fernet(base64.urlsafe_b64encode(key))
    return extensions["pb_resume_cipher"]


def close_here() -> None:
    """Nothing of the application stays in this browser."""
    for key in ("application", "resume_code", "applying_to", "came_by", "begun_as", "typing"):
        session.pop(key, None)


def with_application(view: Callable[..., Any]) -> Callable[..., Any]:
    """Give the view the open application as ``here``; without one, ask for the code."""

    @wraps(view)
    def found(*args: Any, **kwargs: Any) -> Any:
        here = open_application_here()
        if here is None or here.project is None:
            if request.method == "POST" and (kept := led_back()):
                return kept
            flash(_("Enter your code to open your application."), "info")
            return redirect(url_for("apply.resume"))
        return view(*args, here=here, **kwargs)

    return found
