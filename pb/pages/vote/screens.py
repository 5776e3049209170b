"""The voter's screens up to the review, the same for every channel with a screen.

A half-made ballot travels in an encrypted hidden field (``draft``), so nothing of it is kept here. A kiosk enters at
``declaration_page`` with an opening in place of a code; everything after that is the same.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from babel.lists import format_list
from flask import render_template
from flask_babel import force_locale, get_locale, ngettext

from pb.catalogues import ENGLISH
from pb.pages.vote.draft import BallotDraft, NoDraft
from pb.pages.vote.forms import DeclarationForm
from pb.pages.vote.groups import for_the_script, said_first
from pb.pages.vote.lengths import everything_chosen, of_one_length, what_is_chosen
from pb.pages.vote.screen_settings import ScreenSettings
from pb.projects.rules.search import matching
from pb.refusals import Refusal
from pb.voting import queries
from pb.voting.queries import FrozenBallot, SpokenBallot
from pb.voting.rules import one_press
from pb.voting.rules.how_to_vote import LIST_STARTS_ANYWHERE
from pb.voting.rules.sealing import Choices
from pb.voting.rules.spent_rights import why_spent
from pb.words import Sentence


def declaration_page(draft: BallotDraft, form: DeclarationForm | None = None):
    """Who may vote, in plain words: what a voter who may begin sees first. ``form``: as it was sent."""
    form = form or DeclarationForm(formdata=None)
    page = render_template("vote/declaration.html", form=form, **about_ballot(draft))
    return page, 422 if form.errors else 200


def ask_to_declare(draft: BallotDraft):
    """A ballot that came past the declaration: the page that was left out, with what to do there."""
    form = DeclarationForm(formdata=None)
    form.validate()
    return declaration_page(draft, form)


def ballot_page(
    draft: BallotDraft, problem: str = "", *, too_many: Sentence | None = None, at: str = "", find: str = ""
):
    """The ballot as a list, or with one project by itself. ``problem``: why it could not be reviewed; ``too_many``: why
    another project could not be chosen; ``at``: the id of the control that has the keyboard; ``find``: the words or the
    number by which the list is made shorter. What was withdrawn is not chosen any longer: its line says so.
    """
    ballot = ballot_of(draft)
    withdrawn = queries.withdrawn_numbers(ballot)
    draft = draft.showing(ballot).choosing(one_press.without(ballot.rules, draft.choices, withdrawn))
    about = about_ballot(draft, withdrawn)
    longest = {"problem": "", "too_many": None, "at": "", "find": "", "found": ballot.numbers, "place": None}
    found = matching(find, ballot.lines, ballot.in_other_words) if find else ballot.lines
    shown = {
        **about,
        **on_every_ballot(ballot, draft.choices, withdrawn),
        "problem": problem,
        "too_many": too_many,
        "at": at,
        "find": find,
        "found": frozenset(line.number for line in found),
        "place": next((place for place, line in enumerate(ballot.lines_on_screen) if line.number == draft.shown), None),
    }
    page = of_one_length("vote/ballot.html", ballot, shown, {**everything_chosen(ballot, withdrawn), **longest})
    return page, 422 if problem else 200


def on_every_ballot(ballot: FrozenBallot, choices: Choices, withdrawn: Collection[int]) -> dict[str, Any]:
    """What the ballot's page shows whatever was pressed last. ``withdrawn``: the numbers of what was withdrawn."""
    return {
        **what_is_chosen(ballot, choices, withdrawn),
        "withdrawn": withdrawn,
        "how": said_first(ballot, withdrawn),
        "rotated": LIST_STARTS_ANYWHERE if ballot.rotation else "",
        "rules": for_the_script(ballot.rules),
    }


def review_page(draft: BallotDraft):
    """What was chosen, to be checked line by line before it is cast."""
    ballot = ballot_of(draft)
    withdrawn = queries.withdrawn_numbers(ballot)
    about = about_ballot(draft, withdrawn)
    shown = {**about, **what_is_chosen(ballot, draft.choices, withdrawn), "withdrawn": withdrawn}
    return of_one_length("vote/review.html", ballot, shown, everything_chosen(ballot, withdrawn))


def read_again(draft: BallotDraft):
    """The ballot once more, with everything chosen so far, for a voter who read a text before it was corrected."""
    numbers = queries.corrected_since(ballot_of(draft), draft.corrected)
    said = ngettext(
        "The text of project %(numbers)s has been corrected since you opened this ballot. Please read it again. Your "
        "choices are still here, and nothing has been cast.",
        "The texts of projects %(numbers)s have been corrected since you opened this ballot. Please read them again. Your "
        "choices are still here, and nothing has been cast.",
        len(numbers),
        numbers=format_list([str(each) for each in numbers], locale=get_locale()),
    )
    return ballot_page(draft, said)


def same_screen(draft: BallotDraft, page: str, find: str = ""):
    """The screen with this name once more, with everything on it as it was."""
    if page == "declaration" or not draft.declared:
        return declaration_page(draft, DeclarationForm())
    if draft.corrected != ballot_of(draft).corrected:
        return read_again(draft)
    if page == "ballot":
        return ballot_page(draft, find=find)
    if page == "review":
        return review_page(draft)
    raise NoDraft


def require_unspent(draft: BallotDraft) -> None:
    """Refuses a ballot whose right is spent or whose turn is over.

    A browser that is told to go back sends the last page's form again: whoever comes next to a kiosk or a library's
    computer must not see what was chosen there.
    """
    if status := queries.status_of_right(draft.right_key):
        raise Refusal(*why_spent("code" if draft.kiosk_id is None else "opening", status))


def about_ballot(draft: BallotDraft, withdrawn: Collection[int] | None = None) -> dict:
    """What every page of a ballot needs; only one that can still be cast is shown. ``withdrawn``: the numbers of what was
    withdrawn, from a page that has looked them up.
    """
    require_unspent(draft)
    ballot = ballot_of(draft)
    return {
        "ballot": ballot,
        "spoken": spoken_to(draft.settings, ballot, withdrawn),
        "draft": draft.to_token(),
        "kiosk": draft.kiosk_id is not None,
        "for_caller": draft.for_caller,
        **draft.settings.to_change(),
    }


def spoken_to(settings: ScreenSettings, ballot: FrozenBallot, withdrawn: Collection[int] | None) -> SpokenBallot:
    """What a voice says of the ballot; nothing where this voter wants no sound. It says the projects in English alone."""
    if settings.sound == "off":
        return SpokenBallot()
    ballot = ballot.in_language(ENGLISH)
    withdrawn = queries.withdrawn_numbers(ballot) if withdrawn is None else withdrawn
    if settings.language == ENGLISH:
        return queries.spoken_ballot(ballot, withdrawn)
    with force_locale("en_GB"):  # what the screens explain is on them in another language
        said = queries.spoken_ballot(ballot, withdrawn)
    return replace(said, screens={})


def ballot_of(draft: BallotDraft) -> FrozenBallot:
    """The ballot of this draft, with its projects in the order and in the language of its voter."""
    ballot = queries.frozen_ballot(draft.round_id)
    if ballot is None:
        raise NoDraft
    return ballot.in_language(draft.settings.language).with_lists(ballot.lists_of(draft.right_key))
