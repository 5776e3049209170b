"""The projects of a ballot as a booklet: what voters read on a screen, to lie on tables beside the papers."""

from __future__ import annotations

from flask import Response, abort, current_app, request
from flask_babel import get_locale
from flask_babel import gettext as _

from pb import TOP
from pb.formats import money
from pb.pages.lookups import round_with
from pb.pages.sessions import bp
from pb.paper.rules.printed_papers import sections_on, words_on_paper
from pb.practice import NOTHING_COUNTS, PRACTICE, is_practice
from pb.typesetting import document
from pb.voting.queries import FrozenBallot, frozen_ballot, withdrawn_numbers
from pb.web.access import COORDINATOR, COUNTER, FACILITATOR, open_to

_TEMPLATE = TOP / "templates" / "sessions" / "booklet.typ"


@bp.get("/rounds/<int:round_id>/sessions/booklet.pdf")
@open_to(COORDINATOR, COUNTER, FACILITATOR)
def booklet_pdf(round_id: int) -> Response:
    """The booklet of the frozen ballot; ``?size=large`` in large print."""
    ballot = frozen_ballot(round_with(round_id).id)
    if ballot is None:
        abort(404)
    large = request.args.get("size") == "large"
    answer = Response(booklet(ballot, large=large), mimetype="application/pdf")
    name = f"projects-round-{round_id}{'-large' if large else ''}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def booklet(ballot: FrozenBallot, *, large: bool) -> bytes:
    """Every project with its number, cost and text, and the rule; tagged (PDF/UA-1). Projects come in the order of their
    numbers, on every booklet the same; one that was withdrawn says so.
    """
    words = words_on_paper(ballot, current_app.config["HELP_PHONE"])
    gone, texts = withdrawn_numbers(ballot), {each.number: each.body.splitlines() for each in ballot.lines}
    return document(
        _TEMPLATE,
        {
            "title": _("The projects: %(round)s", round=ballot.name),
            "language": str(get_locale()).split("_")[0],
            "practice": f"{PRACTICE}: {NOTHING_COUNTS}" if is_practice() else "",
            "large": large,
            "round": ballot.name,
            "heading": _("The projects"),
            "rule": " ".join(filter(None, (str(words["rule"]), str(words["limit"])))),
            "notes": [
                _("This booklet is not a ballot paper. Mark the paper, or press on a tablet."),
                *([str(words["help"])] if words["help"] else []),
            ],
            "contents": _("Find a project"),
            "withdrawn": _("This project has been withdrawn. You cannot vote for it."),
            "sections": [
                {
                    "name": each.name,
                    "said": each.said,
                    "projects": [
                        {
                            "number": line.number,
                            "title": line.title,
                            "cost": _("Cost: %(money)s", money=money(line.cost_pence)),
                            "text": [part for part in texts[line.number] if part.strip()],
                            "withdrawn": line.number in gone,
                        }
                        for line in each.lines
                    ],
                }
                for each in sections_on(ballot)
            ],
        },
    )
