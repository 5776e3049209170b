"""A ballot text in another language: written on its page, checked by a second person, and read by voters of that language."""

from __future__ import annotations

import json

import pytest

from pb.catalogues import language_fingerprint, translations
from pb.database import db
from pb.programme.actions.corrections import agree_to_correction, propose_correction
from pb.programme.queries.freeze_proposals import what_freezes
from pb.programme.rules.corrections import CorrectedWording
from pb.projects import actions
from pb.projects.queries import ballot_lines, eligible, translation_of
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.projects.rules.translations import Translation, is_of
from pb.rounds.models import Round
from pb.voting.actions.languages import approve_language
from pb.voting.queries import frozen_ballot
from pb.web.access import COORDINATOR, FACILITATOR, STEERING
from tests.support.makers.projects import APPLICANT, WORDS, actor_of
from tests.support.voters import draft_on, noted, paired

POLISH = translations("pl").gettext


@pytest.fixture
def round_(make):
    return make.ready_round(projects=3)


@pytest.fixture
def staff(make):
    return make.staff(COORDINATOR), make.staff(STEERING)


@pytest.fixture
def polish(staff):
    """A speaker has approved the screens in Polish."""
    approve_language(actor_of(staff[0]), "pl", speaker="Ewa Nowak", read=language_fingerprint("pl"))


def test_two_people_write_and_check_it_on_its_page(new_visitor, round_, staff):
    project = eligible(round_.id)[0]
    here = f"/rounds/{round_.id}/ballot-texts/{project.id}"
    writer, other = (new_visitor().signed_in_as(each) for each in staff)
    page = writer.opens(f"{here}/check")
    assert "Polish (Polski): not written yet" in page.main.replace("\u2068", "").replace("\u2069", "")
    page = writer.opens(f"{here}/languages/pl")
    assert project.ballot_text.title in page.main
    page = writer.types("Title in this language", "Dzień nad wodą").presses("Save")
    assert page.status == 422 and "Enter the text in this language." in page.main
    page = writer.types("Text in this language", "Starsze osoby jadą razem.")
    page = writer.types("What the picture shows, in this language", "Autobus")
    page = writer.types("Who speaks the language?", "Ewa Nowak").presses("Save")
    assert "someone else must check it" in page.main and "Approve this translation" not in page.buttons
    page = other.opens("/dashboard")
    assert "Check the translation of “A day by the water”" in page.main
    page = other.opens(f"{here}/languages/pl")
    page = other.presses("Approve this translation")
    assert page.status == 422 and "Read both texts" in page.main
    page = other.ticks("I speak the language").presses("Approve this translation")
    assert "Polish (Polski): approved" in page.main.replace("\u2068", "").replace("\u2069", "")
    assert "Check the translation" not in other.opens("/dashboard").main
    assert "Polish: 1 of 3 projects" in other.opens(f"/rounds/{round_.id}/freeze").main
    assert writer.opens(f"{here}/languages/fr").status == 404


def test_english_words_that_change_meanwhile_are_shown_before_it_is_saved(visitor, round_, staff):
    project = eligible(round_.id)[0]
    page = visitor.signed_in_as(staff[0]).opens(f"/rounds/{round_.id}/ballot-texts/{project.id}/languages/pl")
    page = visitor.types("Title in this language", "Dzień nad wodą").types("Text in this language", "Starsze osoby.")
    visitor.types("What the picture shows, in this language", "Autobus").types("Who speaks the language?", "Ewa Nowak")
    changed = BallotTextChange(title="A day in town", body=WORDS, picture_alt="A tram")
    actions.write_ballot_text(actor_of(staff[1]), project, changed)
    page = visitor.presses("Save")
    assert page.status == 409 and "The English text" in page.main and "A day in town" in page.main
    assert "Approve this translation" not in page.buttons, "it would lose what is typed here"
    assert translation_of(project.id, "pl") is None
    page = visitor.presses("Save")
    assert "Someone else must now check it." in page.text
    assert is_of(translation_of(project.id, "pl"), project.ballot_text), "made from the words that were shown"


def test_a_project_that_is_not_eligible_is_not_translated(visitor, round_, staff):
    project = eligible(round_.id)[0]
    actions.withdraw_application(APPLICANT, project)
    page = visitor.signed_in_as(staff[0]).opens(f"/rounds/{round_.id}/ballot-texts/{project.id}/languages/pl")
    assert "Only eligible projects have a ballot text." in page.main


def test_a_name_in_it_is_pointed_out_to_whoever_checks_it(visitor, round_, staff):
    project = eligible(round_.id)[0]
    words = f"Jadą razem z grupą {project.group_name}."
    actions.translate_ballot_text(actor_of(staff[0]), project, "pl", Translation("Dzień", words, "Autobus", "Ewa"))
    page = visitor.signed_in_as(staff[1]).opens(f"/rounds/{round_.id}/ballot-texts/{project.id}/languages/pl")
    assert f"“{project.group_name}” is the group’s name." in page.main


def test_what_changed_since_a_proposal_names_the_language(round_, staff, make):
    from pb.pages.freeze.changes import changes_in_words

    before, project = what_freezes(round_), eligible(round_.id)[0]
    one, other = map(actor_of, staff)
    actions.translate_ballot_text(one, project, "pl", Translation("Dzień", "Jadą razem.", "Autobus", "Ewa"))
    assert what_freezes(round_) == before, "nobody has checked it"
    actions.approve_translation(other, project, "pl")
    (change,) = changes_in_words(before, what_freezes(round_))
    assert change == ("“A day by the water” in Polish", ["nothing"], ["Dzień", "Jadą razem."])


def goes_to_the_ballot(voter, card, language="pl"):
    voter.opens("/vote")
    voter.posts("/vote/settings", {"page": "code", "language": language})
    page = voter.posts("/vote", {"code": card.code, "language_now": language})
    return voter.posts("/vote/declaration", {"draft": draft_on(page), "declared": "y"})


def test_voters_read_it_in_their_language_and_english_where_there_is_none(new_visitor, make, polish):
    round_ = make.voting_round(projects=3, min_choices=1, max_choices=3, in_polish=(1, 2))
    cards = make.cards(round_, 2)
    voter = new_visitor()
    page = goes_to_the_ballot(voter, cards[0])
    assert "<span>Projekt numer 1</span>" in page.html and "Co zrobi projekt 2." in page.html
    assert 'lang="en-GB" dir="auto">Project number 3<' in page.html and "Project number 1<" not in page.html
    assert POLISH("Some projects are in English only.") in page.main
    assert POLISH("We have the text of each project in English only.") not in page.main
    assert page.html.count(POLISH("You will hear it in English.")) == 2
    page = voter.posts("/vote/review", {"draft": draft_on(page), "noted": noted(1, 3, lines=3)})
    assert "<span>Projekt numer 1</span>" in page.html and 'lang="en-GB" dir="auto">Project number 3<' in page.html
    page = voter.posts("/vote/settings", {"page": "ballot", "draft": draft_on(page), "language": "en"})
    assert "Projekt" not in page.main and "Project number 1" in page.main
    page = goes_to_the_ballot(new_visitor(), cards[1], "en")
    assert "Projekt" not in page.main


def test_a_word_is_looked_for_in_the_voters_language(visitor, make, polish):
    round_ = make.voting_round(projects=3, min_choices=1, max_choices=3, in_polish=(1, 2))
    page = goes_to_the_ballot(visitor, make.cards(round_)[0])
    page = visitor.posts("/vote/ballot", {"draft": draft_on(page), "find": "zrobi projekt 2"})
    assert page.html.count("is-left-out") == 2


def test_where_all_are_translated_nothing_is_said_of_english(visitor, make, polish):
    round_ = make.voting_round(projects=2, min_choices=1, max_choices=2, in_polish=(1, 2))
    page = goes_to_the_ballot(visitor, make.cards(round_)[0])
    for sentence in ("Some projects are in English only.", "We have the text of each project in English only."):
        assert POLISH(sentence) not in page.main


def test_a_tablet_keeps_the_screens_of_each_language_in_its_words(visitor, make, polish):
    round_ = make.voting_round(projects=3, min_choices=1, max_choices=3, in_polish=(1,), entitlement="vouch")
    facilitator = make.staff(FACILITATOR, declared_in=round_)
    paired(visitor, facilitator, make.session_at(round_, facilitator, venue="Leith Library"))
    kept = json.loads(visitor.client.get("/kiosk/screens").data)["pages"]
    assert "Projekt numer 1" in kept["pl"]["ballot"] and "Projekt numer 1" in kept["pl"]["review"]
    assert "Projekt numer 1" not in kept["en"]["ballot"] and "Project number 1" in kept["en"]["ballot"]


def test_a_correction_of_the_english_text_shows_the_english_one(visitor, make, staff, polish):
    round_ = make.voting_round(projects=2, min_choices=1, max_choices=2, in_polish=(1, 2))
    one, other = map(actor_of, staff)
    line = ballot_lines(round_.id)[0]
    page = visitor.signed_in_as(staff[0]).opens(f"/rounds/{round_.id}/ballot-texts/{line.project_id}/correct")
    assert "If it is corrected, voters read the English text instead." in page.main
    said = CorrectedWording("A project, number 1", line.body, line.picture_alt)
    round_ = db.session.get(Round, round_.id)
    agree_to_correction(other, round_, propose_correction(one, round_, line.project_id, said, "A comma was missing."))
    first, second = frozen_ballot(round_.id).in_language("pl").lines
    assert (first.title, first.language) == ("A project, number 1", "en")
    assert (second.title, second.language) == ("Projekt numer 2", "pl")
    assert frozen_ballot(round_.id).in_language("pl").in_language("en") == frozen_ballot(round_.id)


def test_english_words_that_change_later_are_work_on_the_dashboard(visitor, round_, staff):
    project = eligible(round_.id)[0]
    actions.translate_ballot_text(
        actor_of(staff[0]), project, "pl", Translation("Dzień", "Jadą razem.", "Autobus", "Ewa")
    )
    changed = BallotTextChange(title="A day in town", body=WORDS, picture_alt="A tram")
    actions.write_ballot_text(actor_of(staff[0]), project, changed)
    work = "Change the translation of “A day in town”: its English text is another one now"
    assert work in visitor.signed_in_as(staff[1]).opens("/dashboard").main


def test_after_the_freeze_everybody_of_the_staff_can_read_it(visitor, round_, staff, make):
    project = eligible(round_.id)[0]
    actions.translate_ballot_text(
        actor_of(staff[0]), project, "pl", Translation("Dzień", "Jadą razem.", "Autobus", "Ewa")
    )
    actions.approve_translation(actor_of(staff[1]), project, "pl")
    make.freezes(round_)
    page = visitor.signed_in_as(staff[0]).opens(f"/rounds/{round_.id}/ballot-texts/{project.id}/languages/pl")
    assert "Jadą razem." in page.main and "If anyone changes it" not in page.main
