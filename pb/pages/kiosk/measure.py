"""How large the screen of a kiosk is, measured with a bank card before the first voter comes."""

from __future__ import annotations

from flask import redirect, render_template, url_for

from pb.pages.kiosk import bp
from pb.pages.kiosk.forms import MeasureForm
from pb.pages.kiosk.kiosk import form_for_next_voter, kiosk_here, start_page
from pb.voting import actions, queries
from pb.voting.rules import screen_size
from pb.web.access import KIOSK, open_to


@bp.route("/kiosk/measure", methods=["GET", "POST"])
@open_to(KIOSK)
def measure():
    """A card is held against the drawing of one, which is made as large. The device itself keeps what was found, beside
    what its screen was then; the session's desk says that it was measured.
    """
    kiosk, voting_session, _ballot = place = kiosk_here()
    if queries.open_turn(kiosk.id):
        return redirect(url_for("kiosk.start"))
    form = MeasureForm(kiosk)
    if form.validate_on_submit():
        actions.note_screen(kiosk, form.measured)
        return start_page(form_for_next_voter(*place, formdata=None), *place, just_measured=True)
    page = render_template(
        "kiosk/measure.html",
        form=form,
        kiosk=True,
        device=kiosk,
        voting_session=voting_session,
        screens=screen_size,
        is_measured=queries.measured_screen(kiosk.id) is not None,
    )
    return page, 422 if form.errors else 200


@bp.post("/kiosk/screen-changed")
@open_to(KIOSK)
def screen_changed():
    """The script of the start has seen that this is another screen, or one that shows things larger or smaller."""
    actions.note_screen(kiosk_here()[0], None)
    return redirect(url_for("kiosk.measure"))
