"""The projects of a round, for everybody: all of them, one at a time, and on paper. Before they are public there is nothing."""

from __future__ import annotations

from flask import abort, render_template, request

from pb import clock
from pb.pages.lookups import round_with
from pb.pages.projects import bp
from pb.people.queries import names
from pb.programme.queries.public_projects import PublicProject, projects_are_public, public_projects
from pb.projects.rules.search import LONGEST_SEARCH, matching
from pb.results.queries.counts import publication_of
from pb.results.queries.currencies import currency_of
from pb.rounds.models import Round
from pb.rounds.rules import Phase, phase
from pb.unicode_text import tidy
from pb.voting.queries import spoken_project
from pb.web.access import PUBLIC, open_to

#: All projects stand on one page, to be read from top to bottom as they are on the ballot; a list longer than this has links
#: to its numbers.
JUMP_FROM = 12


@bp.get("/rounds/<int:round_id>/projects")
@open_to(PUBLIC)
def index(round_id: int):
    """Every project in the order of the ballot, or those that a word or number finds."""
    round_, projects = _public(round_id)
    looked_for = tidy(request.args.get("find", ""))[:LONGEST_SEARCH]
    found = matching(looked_for, projects) if looked_for else projects
    return render_template(
        "projects/index.html", round=round_, projects=projects, found=found, looked_for=looked_for, jump_from=JUMP_FROM,
        currency=currency_of(round_), published=publication_of(round_id) is not None,
        is_over=phase(round_, clock.now()) in (Phase.CLOSED, Phase.ABANDONED),
    )  # fmt: skip


@bp.get("/rounds/<int:round_id>/projects/<int:number>")
@open_to(PUBLIC)
def project(round_id: int, number: int):
    """One project, as voters see it: nothing of its group that the ballot does not show."""
    round_, projects = _public(round_id)
    at = next((place for place, each in enumerate(projects) if each.number == number), None)
    if at is None:
        abort(404)
    currency = currency_of(round_)
    return render_template(
        "projects/project.html",
        round=round_,
        project=projects[at],
        currency=currency,
        spoken=spoken_project(projects[at], projects[at].sound, currency),
        how_many=len(projects),
        before=projects[at - 1] if at else None,
        after=projects[at + 1] if at + 1 < len(projects) else None,
        published=publication_of(round_id) is not None,
        names=names() if projects[at].corrections else {},
    )


@bp.get("/rounds/<int:round_id>/projects/large-print")
@open_to(PUBLIC)
def large_print(round_id: int):
    """All projects to print, each on a page of its own."""
    round_, projects = _public(round_id)
    return render_template("projects/large_print.html", round=round_, projects=projects, currency=currency_of(round_))


def _public(round_id: int) -> tuple[Round, list[PublicProject]]:
    round_ = round_with(round_id)
    if not projects_are_public(round_):
        abort(404)
    return round_, public_projects(round_)
