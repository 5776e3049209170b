"""Ballot texts: the list, writing one, checking one; and the pictures and sounds themselves."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from pb.catalogues import LANGUAGES
from pb.formats import language_name
from pb.pages.ballot_texts import bp
from pb.pages.ballot_texts.answers import group_facts
from pb.pages.ballot_texts.forms import ApprovalForm, BallotTextForm, ballot_text_form
from pb.pages.letters_note import letters_note
from pb.pages.lookups import project_in, round_with
from pb.people.queries import has_declared_interest, names
from pb.programme.queries.corrections import why_texts_stay
from pb.projects import actions, queries
from pb.projects.models import BallotText, Project, TextAnswer
from pb.projects.rules.applications import ApplicationStatus, status_of
from pb.projects.rules.ballot_texts import identifying_terms, length_remark
from pb.projects.rules.media import LARGEST_CONVERTED, LARGEST_PICTURE
from pb.projects.rules.sentences import (
    CHECK_THE_APPLICATION,
    CORRECT_THE_TEXT,
    ONLY_ELIGIBLE_PROJECTS,
    TEXTS_ARE_FROZEN,
)
from pb.projects.rules.text_answers import TextStands
from pb.projects.rules.translations import is_of
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.rounds.queries import named_pots
from pb.venues.queries import venues
from pb.web.access import COORDINATOR, STEERING, actor, open_to
from pb.web.lists import Filter, Listing, listing
from pb.web.request_limits import takes_files

#: A photo straight from a camera is welcomed with a sentence, not with a closed door, so that what was typed beside a
#: file that is too large is not lost: see ``rules.media`` for the real limit.
_UPLOADS = 40 * 1024 * 1024


@bp.get("/rounds/<int:round_id>/ballot-texts")
@open_to(COORDINATOR, STEERING)
def index(round_id: int):
    """Every eligible project and how far its ballot text is."""
    round_, sent = round_with(round_id), queries.applications_with_texts(round_id)
    eligible = queries.eligible_of(sent)
    return render_template(
        "ballot_texts/index.html",
        round=round_,
        found=_listed(round_, eligible),
        stands={each.id: str(queries.text_stands_of(round_, each)) for each in eligible},
        wrote=queries.writers_of([each.ballot_text for each in eligible if each.ballot_text]),
        undecided=sum(map(len, queries.still_to_assess(round_, sent))),
        names=names(),
        me=actor().account_id,
        lines=queries.ballot_lines_by_project(round_id),
        waiting={each.project_id for each in queries.waiting_corrections(round_id)},
        may_correct=round_.frozen and not round_.abandonment and why_texts_stay(round_) is None,
    )


def _listed(round_: Round, projects: list[Project]) -> Listing[Project]:
    """Eligible projects, by how far their texts are and what their groups say of them."""

    def group_is(*stands: TextStands) -> Callable[[Project], bool]:
        return lambda each: queries.text_stands_of(round_, each) in stands

    options = {
        "write": (_("No text yet"), lambda each: not each.ballot_text),
        "check": (_("To be checked"), lambda each: each.ballot_text and not each.ballot_text.approved_by),
        "approved": (_("Approved"), lambda each: each.ballot_text and each.ballot_text.approved_by),
        "change": (_("The group asks for a change"), group_is(TextStands.CHANGE_ASKED)),
        "waiting": (_("Waiting for the group"), group_is(TextStands.WAITING)),
        "agreed": (_("The group agrees"), group_is(TextStands.AGREED, TextStands.SILENT)),
    }
    return listing(
        projects,
        words=lambda each: (each.title, each.ballot_text.title if each.ballot_text else "", str(each.id)),
        filters=[Filter("show", _("Which texts"), options)],
    )


@bp.route("/rounds/<int:round_id>/ballot-texts/<int:project_id>", methods=["GET", "POST"])
@open_to(COORDINATOR, STEERING)
@takes_files(_UPLOADS)
def ballot_text(round_id: int, project_id: int):
    """Write or change the ballot text of a project."""
    round_, project = _eligible(round_id, project_id)
    form = ballot_text_form(project.ballot_text)
    if form.validate_on_submit() and form.saved(
        lambda: actions.write_ballot_text(actor(), project, form.draft()), "ballot_text.written", project=project_id
    ):
        flash(_("The text has been saved. Someone else must now check it."), "success")
        return redirect(url_for("ballot_texts.check", round_id=round_id, project_id=project_id))
    return _writing_page(round_, project, form), form.status if form.errors and not form.meanwhile else form.page_status


def _eligible(round_id: int, project_id: int) -> tuple[Round, Project]:
    round_, project = round_with(round_id), project_in(round_id, project_id)
    if status_of(project) != ApplicationStatus.ELIGIBLE:
        raise Refusal(ONLY_ELIGIBLE_PROJECTS, CHECK_THE_APPLICATION)
    if round_.frozen and request.endpoint != "ballot_texts.check":
        raise Refusal(TEXTS_ARE_FROZEN, CORRECT_THE_TEXT)
    return round_, project


def _writing_page(round_: Round, project: Project, form: BallotTextForm) -> str:
    return render_template(
        "ballot_texts/ballot_text.html",
        round=round_,
        project=project,
        form=form,
        asked=_asked(round_, project),
        largest_picture=LARGEST_PICTURE,
        largest_sound=LARGEST_CONVERTED,
        **_media(project.ballot_text),
    )


def _asked(round_: Round, project: Project) -> TextAnswer | None:
    """The change that the group asks for."""
    asks = queries.text_stands_of(round_, project) == TextStands.CHANGE_ASKED
    return project.text_answers[-1] if asks else None


def _media(text: BallotText | None) -> dict[str, str | None]:
    """The content hashes of a text's picture and sound, by which a page fetches them."""
    if text is None:
        return {"picture": None, "sound": None}
    hashes = queries.media_hashes([text])
    return {"picture": hashes.get(text.picture_id), "sound": hashes.get(text.sound_id)}


@bp.route("/rounds/<int:round_id>/ballot-texts/<int:project_id>/check", methods=["GET", "POST"])
@open_to(COORDINATOR, STEERING)
def check(round_id: int, project_id: int):
    """A second person reads the text as voters will, with warnings where a name shows, and approves it."""
    round_, project = _eligible(round_id, project_id)
    if project_id in queries.ballot_lines_by_project(
        round_id
    ):  # there it stands as voters read it, corrections included
        return redirect(url_for("ballot_texts.correct", round_id=round_id, project_id=project_id))
    text = project.ballot_text
    if text is None:
        return redirect(url_for("ballot_texts.ballot_text", round_id=round_id, project_id=project_id))
    form = ApprovalForm()
    if form.validate_on_submit():
        actions.approve_ballot_text(actor(), project)
        flash(_("The text has been approved."), "success")
        return redirect(url_for("ballot_texts.index", round_id=round_id))
    media, wrote = _media(text), queries.writers_of([text])[project_id]
    form.name_what_is_there(picture=bool(media["picture"]), sound=bool(media["sound"]))
    page = render_template(
        "ballot_texts/check.html",
        pot=named_pots(round_).get(project.pot_id or 0, ""),
        round=round_,
        project=project,
        text=text,
        form=form,
        warnings=identifying_terms(
            (text.title, text.body, text.picture_alt),
            queries.identifying_names(project, (venue.name for venue in venues())),
        ),
        remark=length_remark(text.body),
        letters_note=letters_note(text.title),
        writers=[names().get(each, "") for each in sorted(wrote)],
        mine=actor().account_id in wrote,
        aside=has_declared_interest(actor().account_id, project_id),
        names=names(),
        languages={code: (language_name(code), itself) for code, itself in LANGUAGES.items()},
        translations=queries.translations_of(project_id),
        is_of=is_of,
        **group_facts(round_, project),
        **media,
    )
    return page, 422 if form.errors else 200
