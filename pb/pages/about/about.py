"""Pages that say what the programme promises: secrecy, privacy, accessibility."""

from __future__ import annotations

from flask import current_app, render_template

from pb.pages.about import bp
from pb.people.queries import codes_are_asked_for
from pb.voting.queries.languages import offered_languages
from pb.voting.rules.kiosk_times import KIOSK_TIMES
from pb.web.access import PUBLIC, open_to


@bp.get("/about/secret")
@open_to(PUBLIC)
def secrecy():
    """How a vote is kept secret and counted, in plain words."""
    return render_template("about/secret.html", codes_asked=codes_are_asked_for())


@bp.get("/about/privacy")
@open_to(PUBLIC)
def privacy():
    """Who answers for what is kept about people, what and why, for how long, and what they can ask for."""
    return render_template(
        "about/privacy.html",
        **_settings("RETENTION_MONTHS", "SIGN_IN_HOURS", "LAWFUL_BASIS", "DATA_PROTECTION_EMAIL", *_CONTACT),
    )


@bp.get("/about/accessibility")
@open_to(PUBLIC)
def accessibility():
    """The accessibility statement. Of tests by people it says what the settings say, and no more."""
    test = ("TESTED", "TESTED_BY", "FAULTS", "PREPARED", "REVIEWED")
    return render_template(
        "about/accessibility.html",
        kiosk_minutes=KIOSK_TIMES.ask_after // 60,
        languages=[each.name for each in offered_languages()],
        **_settings(*(f"ACCESSIBILITY_{name}" for name in test), *_CONTACT),
    )


_CONTACT = ("ORGANISATION", "CONTACT_EMAIL", "CONTACT_ADDRESS")


def _settings(*names: str) -> dict[str, object]:
    """What a page shows of the settings, under their names in small letters."""
    return {name.lower(): current_app.config[name] for name in names}
