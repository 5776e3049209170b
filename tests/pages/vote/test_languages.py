"""The language of the screens is the voter's own: chosen like the size of the text, kept to the end, gone for the next."""

from __future__ import annotations

import json
from gettext import NullTranslations

import pytest
from flask_babel import force_locale

from pb.catalogues import LANGUAGES, language_fingerprint, translations
from pb.pages.vote.draft import BallotDraft
from pb.pages.vote.groups import for_the_script
from pb.voting import actions
from pb.voting.actions.group_commit import Busy
from pb.voting.actions.languages import approve_language, withdraw_language
from pb.voting.queries import languages as offers
from pb.voting.rules.ballot_rules import BallotPart, BallotRules, PotPurse
from pb.voting.rules.tallies import in_one, used_in_words
from pb.web.access import COORDINATOR, FACILITATOR
from tests.support.kiosks import KioskKey
from tests.support.makers.projects import actor_of
from tests.support.voters import draft_on, noted

#: Of the Urdu catalogue, so that a test reads what it says.
URDU = {
    "Enter your voting code": "اپنا ووٹنگ کوڈ درج کریں",
    "Before you vote": "ووٹ ڈالنے سے پہلے",
    "Choose projects": "منصوبے چنیں",
    "Check your choices": "اپنے انتخاب دیکھیں",
    "Your vote is saved": "آپ کا ووٹ محفوظ ہو گیا ہے",
    "Continue": "آگے بڑھیں",
    "Please press the button again": "براہِ کرم بٹن دوبارہ دبائیں",
    "We could not send this page": "ہم یہ صفحہ نہیں بھیج سکے",
    "A vote has already been cast with this code.": "اس کوڈ سے پہلے ہی ووٹ ڈالا جا چکا ہے۔",
}


ISOLATES = " \n\u2068\u2069"
#: The name of its button.
ITSELF = "\u2068اردو\u2069"


@pytest.fixture
def coordinator(make):
    return actor_of(make.staff(COORDINATOR))


@pytest.fixture
def urdu(coordinator):
    """A speaker has approved Urdu."""
    approve_language(coordinator, "ur", speaker="Amina Khan", read=language_fingerprint("ur"))


@pytest.fixture
def card(make):
    return make.cards(make.voting_round(min_choices=1, max_choices=3))[0]


def of_page(page) -> tuple[str, str]:
    return page.tree.get("lang"), page.tree.get("dir")


def offered(page) -> list[str]:
    return ["".join(each.itertext()).strip(ISOLATES) for each in page.all("button") if each.get("name") == "language"]


def goes_to_the_ballot(voter, card):
    """In Urdu, by the fields and not by their words."""
    voter.opens("/vote")
    page = voter.presses(ITSELF)
    page = voter.posts("/vote", {"code": card.code, "language_now": "ur"})
    assert page.heading == URDU["Before you vote"]
    return voter.posts("/vote/declaration", {"draft": draft_on(page), "declared": "y"})


def test_without_an_approval_only_english_is_offered(visitor, card):
    page = visitor.opens("/vote")
    assert offered(page) == [] and of_page(page) == ("en-GB", "ltr") and "Size, colours, sound" in page.text
    page = visitor.posts("/vote/settings", {"page": "code", "language": "pl"})
    assert of_page(page) == ("en-GB", "ltr")


def test_the_whole_way_in_urdu_and_english_for_the_next(visitor, card, urdu):
    page = visitor.opens("/vote")
    assert offered(page) == ["English", "اردو"]
    assert "vote in another language: \u2068اردو\u2069" in visitor.opens("/about/accessibility").text
    visitor.opens("/vote")
    page = visitor.types("Your voting code", card.code).presses(ITSELF)
    assert of_page(page) == ("ur", "rtl") and page.heading == URDU["Enter your voting code"]
    assert f'value="{card.code}"' in page.html
    page = visitor.presses(URDU["Continue"])
    assert page.heading == URDU["Before you vote"] and of_page(page) == ("ur", "rtl")
    assert translations("ur").gettext("This text is in English only.") in page.text
    page = visitor.posts("/vote/declaration", {"draft": draft_on(page), "declared": "y"})
    assert page.heading == URDU["Choose projects"] and "\u2068£100\u2069" in page.text
    heard = translations("ur").gettext("You will hear the projects in English. Please read the rest on the screen.")
    assert heard in page.html  # its script shows it with "Listen"
    assert 'lang="en-GB" dir="auto">Project number 1<' in page.html
    page = visitor.posts("/vote/review", {"draft": draft_on(page), "noted": noted(1, 2)})
    assert page.heading == URDU["Check your choices"]
    page = visitor.posts("/vote/cast", {"draft": draft_on(page)})
    assert page.heading == URDU["Your vote is saved"] and of_page(page) == ("ur", "rtl")
    assert of_page(visitor.opens("/vote")) == ("en-GB", "ltr")


def test_the_page_of_a_cast_is_kept_for_each_language(new_visitor, make, urdu):
    first, second = make.cards(make.voting_round(min_choices=1, max_choices=3), 2)
    for card, goes in ((first, True), (second, False)):
        voter = new_visitor()
        page = goes_to_the_ballot(voter, card)
        if not goes:
            page = voter.posts("/vote/settings", {"page": "ballot", "draft": draft_on(page), "language": "en"})
        page = voter.posts("/vote/review", {"draft": draft_on(page), "noted": noted(1)})
        page = voter.posts("/vote/cast", {"draft": draft_on(page)})
        assert page.heading == (URDU["Your vote is saved"] if goes else "Your vote is saved")


def test_a_refusal_and_a_fault_speak_the_voters_language(visitor, card, urdu, monkeypatch):
    page = goes_to_the_ballot(visitor, card)
    draft = draft_on(visitor.posts("/vote/review", {"draft": draft_on(page), "noted": noted(1)}))
    page = visitor.posts("/vote/cast", {"draft": draft}, csrf=False)
    assert (page.status, page.heading) == (400, URDU["We could not send this page"])
    with monkeypatch.context() as away:
        away.setattr(actions, "cast_vote", lambda vote: (_ for _ in ()).throw(Busy))
        page = visitor.posts("/vote/cast", {"draft": draft})
    assert (page.status, page.heading) == (503, URDU["Please press the button again"])
    visitor.posts("/vote/cast", {"draft": draft})
    page = visitor.posts("/vote/ballot", {"draft": draft})
    assert page.status == 409 and page.heading.strip(ISOLATES) == URDU["A vote has already been cast with this code."]
    assert of_page(page) == ("ur", "rtl")


def test_who_has_begun_in_a_language_goes_on_in_it_and_nobody_else_begins(new_visitor, card, coordinator, urdu):
    voter = new_visitor()
    page = goes_to_the_ballot(voter, card)
    withdraw_language(coordinator, "ur", reason="One word is wrong.")
    page = voter.posts("/vote/settings", {"page": "ballot", "draft": draft_on(page), "text_size": "xl"})
    assert of_page(page) == ("ur", "rtl") and offered(page) == ["English", "اردو"]
    late = new_visitor()
    assert offered(late.opens("/vote")) == []
    assert of_page(late.posts("/vote", {"code": card.code, "language_now": "ur"})) == ("en-GB", "ltr")


@pytest.mark.parametrize("language", ["pl", "fr", "../../etc"])
def test_no_ballot_begins_in_a_language_that_is_not_offered_whatever_the_page_says(visitor, card, urdu, language):
    visitor.opens("/vote")
    for address, sent in (("/vote/settings", {"page": "code", "text_size": "xl"}), ("/vote", {"code": "ABCDE"})):
        page = visitor.posts(address, {"language_now": language, **sent})
        assert of_page(page) == ("en-GB", "ltr") and page.heading == "Enter your voting code", address
    page = visitor.posts("/vote", {"code": card.code, "language_now": language, "text_size_now": "xl"})
    assert page.heading == "Before you vote" and of_page(page) == ("en-GB", "ltr")
    begun = BallotDraft.unchecked(draft_on(page)).settings
    assert (begun.language, begun.text_size) == ("en", "xl"), "only the language is not what the page says"


def test_words_that_were_changed_are_not_offered_until_they_are_approved_again(visitor, urdu, coordinator, monkeypatch):
    assert offered(visitor.opens("/vote")) == ["English", "اردو"]
    monkeypatch.setattr(offers, "language_fingerprint", lambda _code: "another")
    assert offered(visitor.opens("/vote")) == []


def test_drafts_are_shown_where_no_vote_counts(visitor, app, urdu):
    app.config["DEMO"] = True
    assert offered(visitor.opens("/vote")) == [
        "English", "Gàidhlig (draft)", "Polski (draft)", "简体中文 (draft)", "اردو"
    ]  # fmt: skip


class _Missing(NullTranslations):
    """Keeps what a catalogue was asked for and did not have."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def gettext(self, message):
        self.asked.add(message)
        return message

    def ngettext(self, msgid1, msgid2, n):
        self.asked.add(msgid1)
        return msgid1


@pytest.fixture
def missing(urdu, monkeypatch):
    """The sentences that voters met in Urdu and the catalogue does not have."""
    spy = _Missing()
    monkeypatch.setattr(translations("ur"), "_fallback", spy)
    return spy.asked


def test_the_list_of_what_voters_meet_has_what_they_meet_at_home(visitor, make, app, missing):
    app.config["HELP_PHONE"] = "0131 555 0100"
    round_ = make.voting_round(min_choices=1, max_choices=3)
    (card, *_others) = make.cards(round_)
    for typed in ("", "ABC", "ABCDE-23456"):
        visitor.opens("/vote")
        visitor.posts("/vote", {"code": typed, "language_now": "ur"})
    page = goes_to_the_ballot(visitor, card)
    ballot = draft_on(page)
    visitor.posts("/vote/declaration", {"draft": ballot})
    for sent in ({"find": "sea"}, {"find": "1"}, {"show": "2"}, {"noted": noted(1, 2, 3), "choose": "4"}):
        visitor.posts("/vote/ballot", {"draft": ballot, **sent})
    for numbers in ((), (1, 2, 3, 4), (1, 2)):
        page = visitor.posts("/vote/review", {"draft": ballot, "noted": noted(*numbers)})
    reviewed = draft_on(page)
    visitor.posts("/vote/cast", {"draft": reviewed}, csrf=False)
    for draft in (reviewed, ballot, reviewed[:-4]):
        visitor.posts("/vote/cast", {"draft": draft})
    assert missing == set()


def test_the_list_of_what_voters_meet_has_what_they_meet_at_a_kiosk(visitor, make, missing):
    round_ = make.voting_round(entitlement="vouch", min_choices=0, max_choices=3)
    facilitator = make.staff(FACILITATOR, declared_in=round_)
    here, key = make.session_at(round_, facilitator, venue="Leith Library"), KioskKey()
    how = {"name": "Tablet 1", "next_pin": "2468", "leave_pin": "97531", "public_key": key.public}
    visitor.is_the_kiosk(actions.pair(actor_of(facilitator), here, **how), key)
    visitor.opens("/kiosk")
    page = visitor.posts("/kiosk/next", {"pin": "2468"})
    assert offered(page) == ["English", "اردو"]
    page = visitor.presses(ITSELF)
    page = visitor.posts("/vote/declaration", {"draft": draft_on(page), "declared": "y"})
    page = visitor.posts("/vote/review", {"draft": draft_on(page), "noted": noted()})
    cast = draft_on(page)
    assert visitor.posts("/vote/cast", {"draft": cast}).heading == URDU["Your vote is saved"]
    visitor.posts("/vote/ballot", {"draft": cast})
    assert missing == set()
    assert of_page(visitor.opens("/kiosk")) == ("en-GB", "ltr")


def test_every_language_has_a_name_in_itself():
    assert LANGUAGES == {"gd": "Gàidhlig", "pl": "Polski", "zh_Hans": "简体中文", "ur": "اردو"}


def test_from_right_to_left_each_amount_of_a_tally_keeps_its_own_direction(app):
    parts = (BallotPart("", frozenset({1, 2}), 0, 2),)
    money = BallotRules("budget", parts, purses=(PotPurse("", 5_000_00, {1: 1_200_00, 2: 50}),))
    for rules, shown in ((money, ("£1,200", "£5,000", "£3,800")), (BallotRules("points", parts, points=9), ("7", "9"))):
        tally = in_one(rules, {1: 2})
        with app.app_context(), force_locale("ur"):
            said, script = f"{tally} {tally.short} {used_in_words(tally)}", for_the_script(rules)
        assert [amount for amount in shown if f"\u2068{amount}\u2069" not in said] == []
        assert json.loads(script)["inOne"]["words"].count("\u2068%(left)s\u2069") == 1
        with app.app_context(), force_locale("en_GB"):
            assert "\u2068" not in f"{tally} {for_the_script(rules)}"
