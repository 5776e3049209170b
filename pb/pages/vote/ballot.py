"""The declaration, the ballot and the review: a voter goes to and fro between them until they cast."""

from __future__ import annotations

from flask import render_template, request

from pb.pages.vote import bp
from pb.pages.vote.draft import BallotDraft
from pb.pages.vote.forms import DeclarationForm
from pb.pages.vote.screens import (
    about_ballot,
    ask_to_declare,
    ballot_page,
    declaration_page,
    frozen_ballot_of,
    read_again,
)
from pb.voting import queries
from pb.web.access import PUBLIC, open_to
from pb.web.numbers import db_int


@bp.post("/vote/declaration")
@open_to(PUBLIC)
def declaration():
    """The voter has said that they may vote: show the ballot."""
    draft = BallotDraft.from_token(request.form.get("draft"))
    form = DeclarationForm()
    if not form.validate():
        return declaration_page(draft, form)
    return ballot_page(draft.declaring())


@bp.post("/vote/ballot")
@open_to(PUBLIC)
def ballot():
    """Back to the choices, with everything chosen so far."""
    draft = BallotDraft.from_token(request.form.get("draft"))
    return ballot_page(draft) if draft.declared else ask_to_declare(draft)


@bp.post("/vote/review")
@open_to(PUBLIC)
def review():
    """Read what was chosen before casting. Too many or too few are said kindly and nothing is unticked.

    A project that was withdrawn since the ballot was opened is marked. Such a vote may still go in: the other choices
    count.
    """
    draft = BallotDraft.from_token(request.form.get("draft"))
    if not draft.declared:
        return ask_to_declare(draft)
    ballot = frozen_ballot_of(draft.round_id)
    draft = draft.choosing(dict.fromkeys(request.form.getlist("project", type=db_int), 1))
    if draft.corrected != ballot.corrected:
        return read_again(draft)
    if sentence := queries.choices_error_now(ballot, draft.choices):
        return ballot_page(draft, str(sentence))
    return render_template("vote/review.html", withdrawn=queries.withdrawn_numbers(ballot), **about_ballot(draft))
