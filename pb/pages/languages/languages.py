"""The languages of the voters' screens: how complete they are, their words to read, and who has approved them."""

from __future__ import annotations

import re
from datetime import date

from babel import Locale
from babel.dates import format_date
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb.catalogues import LANGUAGES, catalogue_sentences, language_fingerprint, untranslated
from pb.formats import language_name
from pb.pages.languages import bp
from pb.pages.languages.forms import ApproveForm, WithdrawLanguageForm
from pb.voting.actions.languages import approve_language, withdraw_language
from pb.voting.queries.languages import language_with, languages, shows_drafts
from pb.web.access import COORDINATOR, actor, open_to

_OF_LANGUAGE = f"/languages/<any({', '.join(LANGUAGES)}):code>"


@bp.get("/languages")
@open_to(COORDINATOR)
def index():
    """Every language, and whether voters can choose it."""
    there = {code: len(list(catalogue_sentences(code))) for code in LANGUAGES}
    return render_template(
        "languages/index.html",
        languages=languages(),
        names={code: language_name(code) for code in LANGUAGES},
        done={code: there[code] - untranslated(code) for code in LANGUAGES},
        all=there,
        drafts=shows_drafts(),
    )


@bp.route(_OF_LANGUAGE, methods=["GET", "POST"])
@open_to(COORDINATOR)
def language(code: str):
    """All words of a language beside the English ones, for somebody who speaks both; and that they have approved them."""
    form = ApproveForm()
    if form.validate_on_submit():
        approve_language(actor(), code, speaker=form.speaker.data or "", read=form.read.data or "")
        flash(_("Voters can now choose this language."), "success")
        return redirect(url_for("languages.index"))
    return _page(code, form, WithdrawLanguageForm(formdata=None))


@bp.post(_OF_LANGUAGE + "/withdraw")
@open_to(COORDINATOR)
def withdraw(code: str):
    """Voters can no longer choose it."""
    form = WithdrawLanguageForm()
    if not form.validate():
        return _page(code, ApproveForm(formdata=None), form)
    withdraw_language(actor(), code, reason=form.reason.data or "")
    flash(_("Voters can no longer choose this language."), "success")
    return redirect(url_for("languages.index"))


def _page(code: str, approve: ApproveForm, withdraw: WithdrawLanguageForm):
    approve.read.data = language_fingerprint(code)
    page = render_template(
        "languages/language.html",
        approve=approve,
        withdraw=withdraw,
        language=language_with(code),
        locale=Locale.parse(code),
        name=language_name(code),
        untranslated=untranslated(code),
        sentences=[
            ([_readable(each, "en_GB") for each in both.english], [_readable(each, code) for each in both.forms])
            for both in catalogue_sentences(code)
        ],
    )
    return page, 422 if approve.errors or withdraw.errors else 200


#: How a day is written, in the letters of Unicode's CLDR; and where a fact is filled in.
_PATTERN, _FACT = re.compile(r"(?=.*(E|M|d|y))[EMdy ,،年月日]+"), re.compile(r"%\((\w+)\)s")


def _readable(text: str, language: str) -> str:
    """A sentence for somebody who knows no program: a day as it will be written, "[day]" where one is filled in."""
    if _PATTERN.fullmatch(text):
        return format_date(date(2026, 11, 24), text, locale=language)
    return _FACT.sub(r"[\1]", text)
