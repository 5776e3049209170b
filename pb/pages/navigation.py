"""The menus: which links a signed-in person sees beside a page, and which everyone sees above and below it."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from pb import __version__
from pb.database import db
from pb.rounds.models import Round
from pb.web.access import may_open


def install(app: Flask) -> None:
    """Give every page its ways to others."""
    app.context_processor(ways)
    app.jinja_env.globals["round_of_page"] = round_of_page


def ways() -> dict[str, Any]:
    """Variables of the layouts, for every page of the program."""
    known = current_user.is_authenticated
    return {
        "home_url": url_for("dashboard.dashboard" if known else "home.home"),
        "site_nav": _site(known),
        "workspace_nav": workspace_links() if known else [],
        "program_version": __version__ if known else "",
        "sign_out_url": url_for("account.sign_out") if known else "",
        "footer_links": _about(known),
    }


def round_of_page() -> Round | None:
    """The round that the address names, for pages of staff whose template knows another thing of it."""
    id_ = (request.view_args or {}).get("round_id")
    return db.session.get(Round, id_) if id_ else None


def _about(known: bool) -> list[tuple[str, str]]:
    links = [
        (_("How your vote is kept safe"), url_for("about.secrecy")),
        (_("Privacy"), url_for("about.privacy")),
        (_("Accessibility"), url_for("about.accessibility")),
    ]
    return links if known else [*links, (_("Staff sign-in"), url_for("account.sign_in"))]


def _site(known: bool) -> list[tuple[str, str, bool]]:
    links = [(_("Home"), "home.home")] + ([(_("Dashboard"), "dashboard.dashboard")] if known else [])
    return [(label, url_for(endpoint), request.endpoint == endpoint) for label, endpoint in links]


def workspace_links() -> list[tuple[str, str, bool]]:
    links = [
        (_("Dashboard"), "dashboard.dashboard"),
        (_("Rounds"), "rounds.index"),
        (_("Venues"), "venues.index"),
        (_("People"), "people.index"),
        (_("Record"), "record.record"),
        (_("Guides"), "guides.index"),
        (_("Your password"), "account.password"),
        (_("Your sign-ins"), "account.sign_ins"),
    ]
    links = [link for link in links if may_open(link[1])]
    here = _here([endpoint for _label, endpoint in links])
    return [(label, url_for(endpoint), endpoint == here) for label, endpoint in links]


def _here(links: list[str]) -> str:
    """The link to the part of the site in which this page lies: itself, else that of rounds for what belongs to one round, else its own
    domain's.
    """
    if request.endpoint in links:
        return request.endpoint
    return "rounds.index" if "round_id" in (request.view_args or {}) else f"{request.blueprint}.index"
