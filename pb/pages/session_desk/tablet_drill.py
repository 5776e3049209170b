"""What to do when a tablet stops: one sheet for the team of a session, as a PDF file."""

from __future__ import annotations

from flask import Response, current_app, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from pb import TOP
from pb.formats import start_time
from pb.pages.admission import after_declaring, session_of
from pb.pages.session_desk import bp
from pb.pages.session_desk.lookups import DESK
from pb.practice import NOTHING_COUNTS, PRACTICE, is_practice
from pb.typesetting import document
from pb.voting.rules.kiosk_times import KIOSK_TIMES
from pb.web.access import COORDINATOR, FACILITATOR, open_to

_TEMPLATE = TOP / "templates" / "session_desk" / "tablet_drill.typ"


@bp.get(f"{DESK}/tablet-stops.pdf")
@open_to(FACILITATOR, COORDINATOR)
@after_declaring
def tablet_drill(round_id: int, session_id: int) -> Response:
    """The sheet of this session."""
    voting_session = session_of(round_id, session_id)
    place = f"{voting_session.venue.name} · {start_time(voting_session.starts_at)}"
    sheet = drill_pdf(place, current_app.config["HELP_PHONE"])
    answer = Response(sheet, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="tablet-stops-session-{session_id}.pdf"'
    return answer


def drill_pdf(place: str, phone: str) -> bytes:
    """``place``: where and when."""
    return document(
        _TEMPLATE,
        {
            "title": _("The tablet stops: what to do"),
            "language": str(get_locale()).split("_")[0],
            "practice": f"{PRACTICE}: {NOTHING_COUNTS}" if is_practice() else "",
            "place": place,
            "first": [
                _("A vote that was saved is on the tablet, or in the ballot box already. Keep the tablet safe."),
                _("Paper always works. Do not let people wait for a tablet."),
                _("Never clear the browser’s data, and never finish a ballot for someone who has gone."),
            ],
            "troubles": [{"name": name, "steps": steps} for name, steps in _troubles()],
            "help": [
                _("Address of the kiosk:") + " " + url_for("kiosk.device", _external=True),
                _("Coordinator’s phone:") + " " + "." * 40,
                *([_("Help for voters: %(phone)s", phone=phone)] if phone else []),
            ],
        },
    )


def _troubles() -> list[tuple[str, list[str]]]:
    return [
        (_("There is no network"), _without_a_network()),
        (
            _("The battery is empty, or the tablet switches off"),
            [
                _(
                    "Plug it in and switch it on. Open the browser. If the kiosk does not come back, open the address below."
                ),
                _(
                    "“A ballot is open on this device”? If that voter is there, press “Continue voting”: they choose again."
                )
                + " "
                + _("If not, press “Close this ballot without voting”."),
            ],
        ),
        (_("The PIN is wrong"), _wrong_pins()),
        (
            _("Someone has left a ballot open"),
            [
                _(
                    "Do not look at it and do not touch the choices. Press “Stop without voting”, and again when it asks."
                ),
                _(
                    "Or wait: after %(minutes)s minutes the tablet asks, and then clears itself.",
                    minutes=KIOSK_TIMES.ask_after // 60,
                )
                + " "
                + _("Nothing is counted. The voter may come back and begin again."),
            ],
        ),
        (_("The tablet is lost, stolen or broken"), _gone()),
        (
            _("Another tablet takes its place"),
            [
                _("On your session’s page, on the new tablet: “Use this device as a kiosk”. Choose two new PINs."),
                _("Votes stay on the old tablet until it has sent them. Keep it charged and take it to a network.")
                + " "
                + _("End it when it has no votes to send."),
            ],
        ),
    ]


def _without_a_network() -> list[str]:
    return [
        _("Go on. The tablet keeps each vote, sealed, and counts “Votes to send”. It sends them by itself later."),
        _("“This tablet has no ballots left”? Connect it, or use another tablet or paper."),
        _("After the session take it to a network, and wait until it has no votes to send. Only then end it."),
    ]


def _wrong_pins() -> list[str]:
    first = _("Wait as long as the screen says. Ask another member of the team for the PIN.")
    then = _(
        "After many wrong PINs it waits for %(minutes)s minutes. If it has a network, press “Unlock” on the session’s page.",
        minutes=KIOSK_TIMES.pin_locked_for // 60,
    )
    return [first, then, _("Nobody knows the PIN? It cannot be looked up. Use another tablet, or paper.")]


def _gone() -> list[str]:
    at_once = _("Phone the coordinator at once. On your session’s page press “Stop this kiosk” beside its name.")
    noted = _(
        "Write down when you last saw it, and what “Votes to send” said. Two people decide about these votes later."
    )
    return [at_once, noted, _("Do not let people vote again because of it.")]
