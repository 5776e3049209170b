"""The voter's screens, laid out for nobody, from the same templates as the server's own pages. A tablet's script fills in
what is its voter's (static/js/kiosk/filled.mjs); where a sentence is put in stands its name in braces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any

from flask import current_app, render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _

from pb.catalogues import ENGLISH
from pb.codes import CODE
from pb.pages.vote.forms import DeclarationForm
from pb.pages.vote.lengths import what_is_chosen
from pb.pages.vote.screen_settings import ScreenSettings
from pb.pages.vote.screens import on_every_ballot, spoken_to
from pb.voting.queries import FrozenBallot, spoken_when_saved
from pb.voting.rules.ballot_rules import BEST_SCORE
from pb.voting.rules.choices import too_few_in
from pb.voting.rules.sealing import Choices
from pb.voting.rules.tallies import Tally, still_to_use, tallies, used_to_be_filled

#: What every form of a page has for its visitor alone.
_OF_VISITOR = re.compile(r'<input type="hidden" name="(?:csrf_token|form_key)" value="[^"]*">\n?')
#: Where the tablet writes the code of its envelope, on the last look and as the receipt.
CHECK_CODE = "·" * CODE


def voters_pages(language: str, ballot: FrozenBallot, withdrawn: Collection[int]) -> dict[str, str]:
    """The voter's screens in one language, by name. The ballot has nothing chosen, the review everything that can be."""
    settings, ballot = ScreenSettings(language=language), ballot.in_language(language)
    kept: dict[str, str] = {}

    def lay_out() -> None:
        nothing: Choices = {}
        about = _about(settings, ballot, withdrawn)
        plain = {**about, **on_every_ballot(ballot, nothing, withdrawn), **_NOTHING_PRESSED, "found": ballot.numbers}
        asked = DeclarationForm(formdata=None, meta={"csrf": False})
        kept["declaration"] = render_template("vote/declaration.html", form=asked, **about)
        asked.validate()
        kept["undeclared"] = render_template("vote/declaration.html", form=asked, **about)
        kept["ballot"] = render_template("vote/ballot.html", **plain)
        kept["tooFew"] = render_template("vote/ballot.html", **{**plain, "problem": "{problem}"})
        everything = _everything(ballot, withdrawn)
        for name, choices in (("review", everything), ("blank", nothing)):
            chosen = what_is_chosen(ballot, choices, withdrawn)
            kept[name] = render_template("vote/review.html", **about, **chosen, withdrawn=withdrawn)
        screen = {"kiosk": True, "on_device": True, **settings.on_page()}
        by_card = ballot.entitlement == "code"
        said = spoken_when_saved(on_device=True, with_card=by_card) if settings.speaks_english else None
        kept["saved"] = render_template("vote/saved.html", receipt=CHECK_CODE, spoken=said, with_card=by_card, **screen)

    return laid_out_for_nobody(language, kept, lay_out)


#: Of the ballot as it comes first.
_NOTHING_PRESSED: dict[str, Any] = {"problem": "", "too_many": None, "at": "", "find": "", "place": None}


def sentences_in(language: str, ballot: FrozenBallot, withdrawn: Collection[int]) -> dict[str, Any]:
    """What the tablet says by itself: of too few, of what is used, of what is left."""
    kept: dict[str, Any] = {}

    def say() -> None:
        kept["tooFew"] = [str(too_few_in(ballot.rules, part, withdrawn)) for part in ballot.rules.parts]
        kept["tallies"] = [_tally(each) for each in tallies(ballot.rules, {})]
        kept["anyNumber"] = ballot.any_number
        kept["check"] = _("Please check each line.")

    _for_nobody(language, say)
    return kept


def _about(settings: ScreenSettings, ballot: FrozenBallot, withdrawn: Collection[int]) -> dict[str, Any]:
    return {
        "ballot": ballot,
        "spoken": spoken_to(settings, ballot, withdrawn),
        "draft": "on the tablet",
        "kiosk": True,
        "on_device": True,
        "check_code": CHECK_CODE,
        "for_caller": False,
        **settings.to_change(),
    }


def _everything(ballot: FrozenBallot, withdrawn: Collection[int]) -> Choices:
    """Every project that can still be chosen, with the most that can be given."""
    highest = {"points": ballot.points_to_share, "rank": len(ballot.lines), "score": BEST_SCORE}
    return dict.fromkeys(sorted(ballot.numbers - set(withdrawn)), highest.get(ballot.ballot_type, 1))


def _tally(tally: Tally) -> dict[str, Any]:
    """``more``: what is said of so much that is left, from 0 on; nothing of money."""
    is_counted = tally.kind in ("projects", "points")
    left = [Tally(tally.name, tally.numbers, tally.kind, tally.there - n, tally.there) for n in range(tally.there + 1)]
    return {
        "name": tally.name,
        "numbers": [str(number) for number in sorted(tally.numbers)],
        "kind": tally.kind,
        "there": tally.there,
        "words": used_to_be_filled(tally),
        "more": [str(still_to_use(each) or "") for each in left] if is_counted else [],
    }


def laid_out_for_nobody(language: str, pages: dict[str, str], lay_out: Callable[[], None]) -> dict[str, str]:
    """The ``pages`` once ``lay_out`` has put them there, in this language, without what a form has for its visitor."""
    _for_nobody(language, lay_out)
    return {name: _OF_VISITOR.sub("", page) for name, page in pages.items()}


def _for_nobody(language: str, lay_out: Callable[[], None]) -> None:
    """In a request of its own without a cookie, so that nothing of the visitor can be on a page; in this language."""
    nobody = current_app.test_request_context("/vote/declaration", base_url=request.root_url, method="POST")
    locale = "en_GB" if language == ENGLISH else language
    with current_app.app_context(), nobody, force_locale(locale):
        lay_out()
