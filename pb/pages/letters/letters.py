"""Letters are made and downloaded: a file is written anew for each download and kept nowhere."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from itsdangerous import BadData, URLSafeTimedSerializer

from pb import TOP, clock
from pb.formats import day, number
from pb.pages.letters import bp
from pb.pages.letters.forms import ALL, LARGE, LettersForm, one_of
from pb.pages.letters.results import result_letters, thanks_letters
from pb.pages.lookups import round_with
from pb.practice import NOTHING_COUNTS, PRACTICE, is_practice
from pb.programme.actions.letters import LETTERS_MADE, make_letters, require_made
from pb.programme.queries.letters import has_address, letters_of_kind, may_download, receivers
from pb.programme.rules.letters import KINDS, READY_FOR, Letter, Office
from pb.results.queries.counts import published_rounds
from pb.rounds.models import Round
from pb.typesetting import document
from pb.venues.models import Venue
from pb.web.access import COORDINATOR, actor, open_to
from pb.web.signing import Signer

_TEMPLATE = TOP / "templates" / "letters" / "letter.typ"


@bp.route("/rounds/<int:round_id>/letters", methods=["GET", "POST"])
@open_to(COORDINATOR)
def index(round_id: int):
    """Which letters there are, for whom; make some."""
    round_ = round_with(round_id)
    found = {kind: receivers(round_, kind) for kind in KINDS}
    names = {kind: {each.id: _name(each) for each in of_kind} for kind, of_kind in found.items()}
    form = LettersForm(names)
    if form.validate_on_submit():
        kind, to = form.kind.data, form.to.data
        how_many = len(found[kind]) if to == ALL else 1
        make_letters(actor(), round_id, kind, how_many)
        flash(
            ngettext(
                "One letter is ready to download.",
                "%(number)s letters are ready to download.",
                how_many,
                number=number(how_many),
            ),
            "success",
        )
        pass_ = _passes().dumps([actor().account_id, round_id, kind, to])
        return redirect(url_for("letters.index", round_id=round_id, made=pass_, size=form.size.data))
    made = _made(round_id)
    page = render_template(
        "letters/letters.html",
        round=round_,
        form=form,
        counts=[
            (said, len(found[kind]), sum(not has_address(each) for each in found[kind]))
            for kind, said in KINDS.items()
            if found[kind]
        ],
        published=round_id in published_rounds(),
        made=made is not None and may_download(actor(), round_id, LETTERS_MADE.name, made[0], 1),
        chosen={name: request.args.get(name, "") for name in ("made", "size")},
    )
    return page, 422 if form.errors else 200


def _passes() -> URLSafeTimedSerializer:
    """Whoever makes letters gets a pass for their file, signed, because the record says how many they are and never to
    whom: with one letter made nobody can fetch the other ones, one after another.
    """
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="pb letters", signer=Signer)


def _made(round_id: int) -> tuple[str, str] | None:
    """The kind of the letters and to whom they are, by the pass in the address; None without one of this person's."""
    try:
        account_id, of_round, kind, to = _passes().loads(request.args.get("made", ""), int(READY_FOR.total_seconds()))
    except BadData:
        return None
    return (kind, to) if (account_id, of_round) == (actor().account_id, round_id) else None


def _name(each: Any) -> str:
    return each.name if isinstance(each, Venue) else each.group_name


@bp.get("/rounds/<int:round_id>/letters/letters.pdf")
@open_to(COORDINATOR)
def letters_pdf(round_id: int) -> Response:
    """The letters as a file, to who has made them within the last day. Its name says nothing of anybody."""
    round_ = round_with(round_id)
    kind, to = _made(round_id) or ("", ALL)
    who = [each for each in receivers(round_, kind) if to == ALL or each.id == one_of(to, kind)] if kind else []
    require_made(actor(), round_id, kind, len(who))
    if not who:
        abort(404)
    office = _office()
    said = _letters(round_, kind, who, office)
    file = written(round_, said, office, large=request.args.get("size") == LARGE)
    answer = Response(file, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="letters-round-{round_id}.pdf"'
    return answer


def _letters(round_: Round, kind: str, who: list[Any], office: Office) -> list[Letter]:
    """What stands in them."""
    if kind == "results":
        return result_letters(round_, who, office)
    return thanks_letters(round_, who, office) if kind == "thanks" else letters_of_kind(round_, kind, who, office)


def _office() -> Office:
    said = current_app.config
    website = url_for("vote.code", _external=True)
    for_groups = url_for("apply.resume", _external=True)
    return Office(said["ORGANISATION"], said["CONTACT_ADDRESS"], said["HELP_PHONE"], website, for_groups)


def written(round_: Round, said: list[Letter], office: Office, *, large: bool) -> bytes:
    """These letters as a PDF file, each beginning on a page of its own."""
    from_ = [line.strip() for line in (office.name, *office.address.replace(",", "\n").splitlines()) if line.strip()]
    data = {
        "title": round_.name,
        "language": str(get_locale()).split("_")[0],
        "large": large,
        "practice": f"{PRACTICE}: {NOTHING_COUNTS}" if is_practice() else "",
        "from": from_,
        "day": day(clock.now()),
        "letters": [
            {
                "to": each.to,
                "heading": each.heading,
                "paragraphs": each.paragraphs,
                "points": each.points,
                "points_title": each.points_title,
                "facts_title": each.facts_title,
                "facts": each.facts,
                "after": each.after,
            }
            for each in said
        ],
    }
    return document(_TEMPLATE, data)
