"""The screens of a kiosk besides the voter's, laid out for nobody: the tablet's script fills them
(static/js/kiosk/start-screen.mjs). Where a sentence is put in stands its name in braces.
"""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import gettext as _

from pb.catalogues import ENGLISH
from pb.codes import ALPHABET
from pb.pages.card_typed import CARD
from pb.pages.kiosk.forms import LeaveForm, NextVoterForm
from pb.pages.kiosk.left_open import question
from pb.pages.kiosk.stop import stop_page
from pb.pages.vote.laid_out import CHECK_CODE, laid_out_for_nobody
from pb.pages.vote.screen_settings import ScreenSettings
from pb.venues.models import VotingSession
from pb.voting.models import Kiosk
from pb.voting.queries import FrozenBallot
from pb.voting.rules.sentences import ENTER_PIN_FOR_NEXT_VOTER, ENTER_PIN_TO_END, WRONG_PIN


def start_pages(kiosk: Kiosk, voting_session: VotingSession, ballot: FrozenBallot) -> dict[str, str]:
    """The screen between two voters, and the same where something was wrong with the PIN, or with the code of a card."""
    kept: dict[str, str] = {}

    def lay_out() -> None:
        about = {"kiosk": True, "on_device": True, "device": kiosk, "voting_session": voting_session}
        about |= {"ballot": ballot, "code_keys": ALPHABET}
        how: dict[str, Any] = {"entitlement": ballot.entitlement, "formdata": None, "meta": {"csrf": False}}
        form = NextVoterForm(kiosk, ballot.round_id, **how)
        kept["start"] = render_template("kiosk/device_start.html", form=form, **about)
        form.pin.errors = ["{problem}"]
        kept["startAgain"] = render_template("kiosk/device_start.html", form=form, **about)
        form.pin.errors, form.code.errors = [], ["{problem}"]
        kept["startAgainCard"] = render_template("kiosk/device_start.html", form=form, **about)

    return laid_out_for_nobody(ENGLISH, kept, lay_out)


def left_open_in(language: str) -> dict[str, str]:
    """What the start says in this language while a ballot is open: its heading, and the question."""
    kept: dict[str, str] = {}

    def lay_out() -> None:
        kept.update(question())

    return laid_out_for_nobody(language, kept, lay_out)


def corner_pages(kiosk: Kiosk, voting_session: VotingSession) -> dict[str, str]:
    """The corner of the team; its door, the question for the PIN to end; and what is said when the ballot was tried."""
    kept: dict[str, str] = {}

    def lay_out() -> None:
        about = {"kiosk": True, "on_device": True, "device": kiosk, "voting_session": voting_session}
        form = LeaveForm(kiosk, formdata=None, meta={"csrf": False})
        kept["door"] = render_template("kiosk/corner_door.html", form=form, **about)
        form.pin.errors = ["{problem}"]
        kept["doorAgain"] = render_template("kiosk/corner_door.html", form=form, **about)
        kept["corner"] = render_template("kiosk/corner.html", **about)
        kept["tried"] = render_template("kiosk/tried.html", **about)

    return laid_out_for_nobody(ENGLISH, kept, lay_out)


def leaving_pages(language: str) -> dict[str, str]:
    """What a voter reads who wants to stop, or to have the ballot checked; and whose ballot was ended by another tab."""
    kept: dict[str, str] = {}

    def lay_out() -> None:
        screen = {"kiosk": True, "on_device": True, **ScreenSettings(language=language).on_page()}
        kept["gone"] = render_template("kiosk/closed.html", **screen)
        settings = ScreenSettings(language=language)
        kept["check"] = render_template("kiosk/check.html", code=CHECK_CODE, draft="on the tablet", **screen)
        kept["checked"] = render_template("kiosk/checked.html", code=CHECK_CODE, **screen)
        kept["stop"] = stop_page(settings, token="on the tablet", came_from="ballot", on_device=True)

    return laid_out_for_nobody(language, kept, lay_out)


def problems_with_what_was_typed() -> dict[str, str]:
    """What is said of what was typed as a PIN, or as the code of a card."""
    return {
        "missing": str(ENTER_PIN_FOR_NEXT_VOTER),
        "missingEnd": str(ENTER_PIN_TO_END),
        "notKnown": _("This tablet was set up before it kept this PIN. End it, and set it up again."),
        "wrong": str(WRONG_PIN),
        "noCard": str(CARD["missing"]),
        "slip": str(CARD["slip"]),
        "waitMinutes": _(
            "Too many wrong PINs have been typed on this tablet. Wait {minutes} minutes, then try again. Or ask another "
            "member of the team to press “Unlock” on the session’s page, if this tablet has a network."
        ),
        "wait": _("Several wrong PINs have been typed on this tablet. Wait {seconds} seconds, then try again."),
    }
