"""The voter's screens: code, declaration, ballot, review, saved. The same for every channel with a screen.

A half-made ballot travels in an encrypted hidden field (``draft``), so nothing of it is kept here. A kiosk enters at
``begin`` with an opening in place of a code; everything after that is the same.
"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from pb import clock
from pb.database import db
from pb.refusals import Refusal
from pb.rounds.rules import closes_at
from pb.voting import actions, queries
from pb.voting.actions.cast import ALREADY
from pb.voting.forms.draft import Draft, NoDraft, opened
from pb.voting.forms.voter import CodeForm, DeclarationForm
from pb.voting.models import Kiosk
from pb.voting.queries import Sheet
from pb.voting.rules.choices import least_choices
from pb.voting.views import bp
from pb.voting.views.saved import saved_page
from pb.web import wording
from pb.web.access import PUBLIC, open_to
from pb.web.numbers import a_number
from pb.words import Sentence
from pb.words import lazy_gettext as _l


@bp.route("/vote", methods=["GET", "POST"])
@open_to(PUBLIC)
def enter():
    """Type the voting code. A QR code brings it in the address's fragment, which no server sees."""
    form = CodeForm()
    if form.validate_on_submit():
        sheet = _sheet(form.right.round_id)
        _insist_on_voting(sheet)
        return begin(Draft.begin(round_id=sheet.round_id, right_key=form.right.key, channel="online"))
    return render_template("voting/enter.html", form=form), 409 if form.spent else 422 if form.errors else 200


def begin(draft: Draft):
    """The first page of a voter who may begin: who may vote, in plain words."""
    return _declaration(draft, DeclarationForm(formdata=None))


def _declaration(draft: Draft, form: DeclarationForm):
    page = render_template("voting/declare.html", form=form, **_about(draft))
    return page, 422 if form.errors else 200


def _declaration_first(draft: Draft):
    """A ballot that came past the declaration: the page that was left out, with what to do there."""
    form = DeclarationForm(formdata=None)
    form.validate()
    return _declaration(draft, form)


@bp.post("/vote/declaration")
@open_to(PUBLIC)
def declare():
    """The voter has said that they may vote: show the ballot."""
    draft = opened(request.form.get("draft"))
    form = DeclarationForm()
    if not form.validate():
        return _declaration(draft, form)
    return _ballot(draft.declaring())


@bp.post("/vote/ballot")
@open_to(PUBLIC)
def ballot():
    """Back to the choices, with everything chosen so far."""
    draft = opened(request.form.get("draft"))
    return _ballot(draft) if draft.declared else _declaration_first(draft)


@bp.post("/vote/review")
@open_to(PUBLIC)
def review():
    """Read what was chosen before casting. Too many or too few are said kindly and nothing is unticked.

    A project that was withdrawn since the ballot was opened is marked. Such a vote may still go in: the other choices
    count.
    """
    draft = opened(request.form.get("draft"))
    if not draft.declared:
        return _declaration_first(draft)
    sheet = _sheet(draft.round_id)
    draft = draft.choosing(dict.fromkeys(request.form.getlist("project", type=a_number), 1))
    if sentence := queries.choices_refused(sheet, draft.choices):
        return _ballot(draft, str(sentence))
    return render_template("voting/review.html", withdrawn=queries.withdrawn_numbers(sheet), **_about(draft))


@bp.post("/vote/cast")
@open_to(PUBLIC)
def cast():
    """The one press that casts. The page that says "saved" is made only after the commit; a second press is harmless."""
    draft = opened(request.form.get("draft"))
    _insist_kiosk_may_cast(draft)
    if not draft.declared:
        return _declaration_first(draft)
    sheet = _sheet(draft.round_id)
    receipt = actions.cast_now(draft.vote(sheet))
    return saved_page(receipt, kiosk=draft.kiosk_id is not None)


def _ballot(draft: Draft, problem: str = ""):
    about = _about(draft)
    sheet = about["sheet"]
    gone = queries.withdrawn_numbers(sheet)
    least = least_choices(sheet, sheet.numbers, gone)
    page = render_template("voting/ballot.html", problem=problem, withdrawn=gone, least=least, **about)
    return page, 422 if problem else 200


def _about(draft: Draft) -> dict:
    """What every page of a ballot needs. Refuses a ballot whose right is spent or whose visit is over.

    A browser that is told to go back sends the last page's form again: whoever comes next to a kiosk or a library's
    computer must not see what was chosen there.
    """
    if became := queries.what_became(draft.right_key):
        raise Refusal(*_what_is_said_of(became, kiosk=draft.kiosk_id is not None))
    sheet = _sheet(draft.round_id)
    chosen = [line for line in sheet.lines if line.number in draft.choices]
    return {
        "sheet": sheet,
        "draft": draft.sealed(),
        "choices": draft.choices,
        "chosen": chosen,
        "kiosk": draft.kiosk_id is not None,
    }


def _what_is_said_of(became: str, *, kiosk: bool) -> tuple[Sentence, Sentence]:
    """At a kiosk nobody may take a cast vote for a lost one, or the facilitator would open a second ballot for it."""
    if not kiosk:
        return ALREADY[became]
    if became == "cast":
        return _l("This ballot has been cast. The vote is in the box."), _l("Give the device back to the facilitator.")
    return ALREADY["unused"]


def _sheet(round_id: int) -> Sheet:
    sheet = queries.sheet_of(round_id)
    if sheet is None:
        raise NoDraft
    return sheet


def _insist_on_voting(sheet: Sheet) -> None:
    """Say when voting opens or that it has closed, before a voter has taken any trouble."""
    now = clock.now()
    if now < sheet.voting_opens_at:
        opens = wording.day_time(sheet.voting_opens_at)
        raise Refusal(
            _("Voting has not opened yet. It opens on %(day)s.", day=opens), _("Keep your card safe until then.")
        )
    if now >= closes_at(queries.dates_of(sheet)):
        raise Refusal(_("Voting in this round has closed."), _("The results will be on this site."))


def _insist_kiosk_may_cast(draft: Draft) -> None:
    """A revoked device casts nothing any more, not even a ballot that was open on it.

    A vote that it cast before, and whose answer was lost on the way, is told its receipt: it must not be taken for
    lost.
    """
    if draft.kiosk_id is not None and queries.what_became(draft.right_key) != "cast":
        kiosk = db.session.get(Kiosk, draft.kiosk_id)
        if kiosk is None or kiosk.revoked_at is not None:
            raise Refusal(
                _("This device is not a kiosk any more."), _("Please tell the facilitator. Your vote was not cast.")
            )


@bp.get("/vote/ballot")
@bp.get("/vote/review")
@bp.get("/vote/cast")
@bp.get("/vote/declaration")
@open_to(PUBLIC)
def lost():
    """An address of the way, typed or come back to: the way starts with the code."""
    return redirect(url_for("voting.enter"))
