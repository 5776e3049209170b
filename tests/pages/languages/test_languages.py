"""Staff offer voters a language once somebody who speaks it has read its words, and stop offering it."""

from __future__ import annotations

import copy
import re

import pytest

from pb import catalogues
from pb.catalogues import LANGUAGES, catalogue_sentences, language_fingerprint
from pb.edits import NothingChanged
from pb.pages.record.sentences import lines_in_words
from pb.record.queries import lines_of_acts
from pb.refusals import Refusal
from pb.voting.actions.languages import approve_language, withdraw_language
from pb.voting.queries import languages as offers
from pb.voting.queries.languages import language_with, offered_languages
from pb.voting.rules.languages import APPROVED, WITHDRAWN
from pb.web.access import COORDINATOR, STEERING
from tests.support.makers.projects import actor_of


@pytest.fixture
def account(make):
    return make.staff(COORDINATOR)


@pytest.fixture
def coordinator(visitor, account):
    return visitor.signed_in_as(account)


def rows(page) -> dict[str, str]:
    """The lines of the table by the name of the language."""
    lines = [[" ".join("".join(each.itertext()).split()) for each in row] for row in page.all("tr")]
    return {cells[0]: " | ".join(cells[1:]) for cells in lines[1:]}


def test_the_page_lists_each_language_its_state_and_who_approved_it(coordinator, make):
    page = coordinator.opens("/rounds")
    page = coordinator.follows("Languages for voters")
    whole = len(list(catalogue_sentences("pl")))
    assert list(rows(page)) == ["Scottish Gaelic", "Polish", "Chinese (Simplified)", "Urdu"]
    assert rows(page)["Polish"] == f"Polski | {whole} of {whole} | Nobody yet | Draft"
    page = coordinator.follows("Polish")
    assert "This is a draft." in page.text
    page = coordinator.types("Who speaks this language and has read all the words?", "Anna Nowak").presses(
        "Offer this language to voters"
    )
    assert "Voters can now choose this language." in page.text
    assert "Anna Nowak" in rows(page)["Polish"] and rows(page)["Polish"].endswith("Offered")
    assert [each.code for each in offered_languages()] == ["pl"]
    assert "Languages for voters" in coordinator.opens(f"/rounds/{make.set_up_round().id}/settings").text


def test_every_word_stands_beside_its_english(coordinator):
    page = coordinator.opens("/languages/ur")
    for each in catalogue_sentences("ur"):
        for form in (*each.english, *each.forms):
            assert re.sub(r"%\((\w+)\)s", r"[\1]", form) in page.text or "d" in form.split(), form
    assert "منگل، 24 نومبر 2026" in page.text and "[title]" in page.text, "a day as it will be written"
    assert 'lang="ur" dir="rtl"' in page.html


def test_an_approval_is_a_line_of_the_record_with_the_name_and_the_words(account):
    by = actor_of(account)
    approve_language(by, "pl", speaker=" Anna Nowak ", read=language_fingerprint("pl"))
    withdraw_language(by, "pl", reason="A word is wrong.")
    approved, withdrawn = lines_of_acts(APPROVED, WITHDRAWN)
    assert approved.facts == {"language": "pl", "fingerprint": language_fingerprint("pl")}
    assert (approved.reason.text, withdrawn.reason.text) == ("Anna Nowak", "A word is wrong.")
    assert [said for _line, said in lines_in_words([approved, withdrawn])] == [
        "noted that a speaker has approved the voters’ screens in this language: Polish",
        "stopped offering voters this language: Polish",
    ]
    assert offered_languages() == []


def test_a_language_with_a_sentence_missing_or_guessed_is_not_offered(coordinator, account, monkeypatch):
    half = copy.deepcopy(catalogues.catalogue("pl"))
    missing, guessed = [each for each in half if each.id][:2]
    missing.string = ("", "", "") if missing.pluralizable else ""
    guessed.flags.add("fuzzy")
    monkeypatch.setattr(catalogues, "catalogue", lambda _code: half)
    page = coordinator.opens("/languages/pl")
    assert "2 sentences are not translated yet." in page.text and "Offer this language" not in page.text
    whole = len(list(catalogue_sentences("pl")))
    assert f"{whole - 2} of {whole}" in rows(coordinator.opens("/languages"))["Polish"]
    with pytest.raises(Refusal, match="2 sentences are not translated yet"):
        approve_language(actor_of(account), "pl", speaker="Anna", read=language_fingerprint("pl"))
    assert offered_languages() == []


def test_only_a_coordinator_approves_a_language_whatever_page_led_there(make):
    steering = make.actor(STEERING)
    for act in (
        lambda: approve_language(steering, "pl", speaker="Anna", read=language_fingerprint("pl")),
        lambda: withdraw_language(steering, "pl", reason="A word is wrong."),
    ):
        with pytest.raises(Refusal, match="in your role"):
            act()


def test_a_name_is_needed(coordinator):
    coordinator.opens("/languages/gd")
    page = coordinator.presses("Offer this language to voters")
    assert page.status == 422 and page.errors == ["Enter the name of the person who speaks the language."]
    assert lines_of_acts(APPROVED) == []


def test_nobody_approves_other_words_than_they_read(account, monkeypatch):
    with pytest.raises(Refusal, match="have changed since you opened this page"):
        approve_language(actor_of(account), "pl", speaker="Anna", read=language_fingerprint("gd"))
    approve_language(actor_of(account), "pl", speaker="Anna", read=language_fingerprint("pl"))
    monkeypatch.setattr(offers, "language_fingerprint", lambda _code: "of other words")
    assert language_with("pl").is_draft and language_with("pl").approval.speaker == "Anna"


def test_words_that_have_changed_are_said_to_have(coordinator, account, monkeypatch):
    approve_language(actor_of(account), "pl", speaker="Anna", read=language_fingerprint("pl"))
    monkeypatch.setattr(offers, "language_fingerprint", lambda _code: "of other words")
    assert rows(coordinator.opens("/languages"))["Polish"].endswith("Changed since")
    assert "The words have changed since they were approved." in coordinator.opens("/languages/pl").text


def test_a_language_is_no_longer_offered(coordinator, account):
    approve_language(actor_of(account), "ur", speaker="Amina Khan", read=language_fingerprint("ur"))
    page = coordinator.opens("/languages/ur")
    assert "Voters can choose this language." in page.text and "Amina Khan approved it on" in page.text
    page = coordinator.presses("Stop offering this language")
    assert page.status == 422 and offered_languages() != []
    page = coordinator.types("Why do you want to stop offering it?", "A word is wrong.").presses(
        "Stop offering this language"
    )
    assert "Voters can no longer choose this language." in page.text and offered_languages() == []


def test_what_stands_there_already_is_no_act(account):
    by = actor_of(account)
    with pytest.raises(NothingChanged):
        withdraw_language(by, "ur", reason="A word is wrong.")
    approve_language(by, "ur", speaker="Amina Khan", read=language_fingerprint("ur"))
    with pytest.raises(NothingChanged):
        approve_language(by, "ur", speaker="Amina Khan", read=language_fingerprint("ur"))
    assert len(lines_of_acts(APPROVED, WITHDRAWN)) == 1


@pytest.mark.parametrize("act", [lambda by: approve_language(by, "pl", speaker=" ", read=language_fingerprint("pl")),
                                 lambda by: withdraw_language(by, "pl", reason="\u200b")])  # fmt: skip
def test_an_act_without_a_name_or_a_reason_is_refused(account, act):
    with pytest.raises(Refusal) as refused:
        act(actor_of(account))
    assert refused.value.status == 422


@pytest.mark.parametrize("code", ["fr", "en", "", "../messages"])
def test_an_act_about_a_language_that_the_program_does_not_have_is_refused_and_leaves_no_line(account, code):
    by = actor_of(account)
    for act in (
        lambda: approve_language(by, code, speaker="Anna", read="0"),
        lambda: withdraw_language(by, code, reason="A word is wrong."),
    ):
        with pytest.raises(Refusal, match="no screens in that language") as refused:
            act()
        assert refused.value.status == 404
    assert lines_of_acts(APPROVED, WITHDRAWN) == []


def test_another_language_has_no_page(coordinator):
    assert coordinator.opens("/languages/fr").status == 404 and "fr" not in LANGUAGES
