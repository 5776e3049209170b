"""A ballot text in another language: one person writes it, another makes sure that it says the same."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb.catalogues import LANGUAGES, NO_SUCH_LANGUAGE
from pb.formats import language_name
from pb.pages.ballot_texts import bp
from pb.pages.ballot_texts.translation_forms import TranslationApprovalForm, translation_form
from pb.pages.lookups import project_in, round_with
from pb.people.queries import has_declared_interest, names
from pb.projects import actions, queries
from pb.projects.models import BallotText, Project, TextTranslation
from pb.projects.rules.applications import ApplicationStatus, status_of
from pb.projects.rules.ballot_texts import identifying_terms
from pb.projects.rules.sentences import (
    CHECK_THE_APPLICATION,
    CHOOSE_A_LANGUAGE,
    NO_ENGLISH_TEXT,
    ONLY_ELIGIBLE_PROJECTS,
    WRITE_THE_TEXT,
)
from pb.projects.rules.translations import is_of
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.venues.queries import venues
from pb.web.access import COORDINATOR, STEERING, actor, open_to
from pb.words import Sentence


@bp.route("/rounds/<int:round_id>/ballot-texts/<int:project_id>/languages/<language>", methods=["GET", "POST"])
@open_to(COORDINATOR, STEERING)
def translation(round_id: int, project_id: int, language: str):
    """Write what a ballot text says in another language, beside the English words; or read it."""
    round_, project, text = _text(round_id, project_id, language)
    form = translation_form(text, queries.translation_of(project_id, language), language)
    if form.validate_on_submit() and form.saved(
        lambda: actions.translate_ballot_text(actor(), project, language, form.translation()),
        "ballot_text.translated",
        project=project_id,
    ):
        flash(_("The translation has been saved. Someone else must now check it."), "success")
        return redirect(
            url_for("ballot_texts.translation", round_id=round_id, project_id=project_id, language=language)
        )
    return _page(round_, project, text, language, form=form), form.page_status


@bp.post("/rounds/<int:round_id>/ballot-texts/<int:project_id>/languages/<language>/approve")
@open_to(COORDINATOR, STEERING)
def approve_translation(round_id: int, project_id: int, language: str):
    """A second person has made sure that the translation says the same."""
    round_, project, text = _text(round_id, project_id, language)
    approval = TranslationApprovalForm()
    if not approval.validate():
        form = translation_form(text, queries.translation_of(project_id, language), language)
        return _page(round_, project, text, language, form=form, approval=approval), 422
    actions.approve_translation(actor(), project, language)
    flash(_("The translation has been approved."), "success")
    return redirect(url_for("ballot_texts.check", round_id=round_id, project_id=project_id))


def _text(round_id: int, project_id: int, language: str) -> tuple[Round, Project, BallotText]:
    round_, project = round_with(round_id), project_in(round_id, project_id)
    if language not in LANGUAGES:
        raise Refusal(NO_SUCH_LANGUAGE, CHOOSE_A_LANGUAGE, status=404)
    if status_of(project) != ApplicationStatus.ELIGIBLE:
        raise Refusal(ONLY_ELIGIBLE_PROJECTS, CHECK_THE_APPLICATION)
    if project.ballot_text is None:
        raise Refusal(NO_ENGLISH_TEXT, WRITE_THE_TEXT)
    return round_, project, project.ballot_text


def _giving_away(project: Project, written: TextTranslation) -> list[Sentence]:
    """Names that stand in it as they are: in another script nobody but its reader finds them."""
    known = queries.identifying_names(project, (venue.name for venue in venues()))
    return identifying_terms((written.title, written.body, written.picture_alt), known)


def _page(round_: Round, project: Project, text: BallotText, language: str, *, form, approval=None) -> str:
    written, me = queries.translation_of(project.id, language), actor().account_id
    return render_template(
        "ballot_texts/translation.html",
        round=round_,
        project=project,
        text=text,
        language=language,
        name=language_name(language),
        written=written,
        is_old=written is not None and not is_of(written, text),
        mine=written is not None and me in written.written_by_any_of,
        aside=has_declared_interest(me, project.id),
        warnings=_giving_away(project, written) if written else [],
        form=form,
        approval=approval or TranslationApprovalForm(formdata=None),
        names=names(),
    )
