"""What a ballot text says in another language: two people, of the English words as they are, and never after the freeze."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from pb.database import db, exclusive_transaction
from pb.edits import NothingChanged
from pb.marked import change_rows
from pb.people.actions import declare_interest
from pb.programme.queries.freezing import frozen_document
from pb.programme.rules.ballot_documents import document_hash
from pb.projects import actions
from pb.projects.models import LineTranslation, TextTranslation
from pb.projects.queries import ballot_lines_by_project, eligible, line_translations, translation_of
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.projects.rules.translations import Translation, translation_errors
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.unicode_text import amounts_from_the_left
from pb.web.access import COORDINATOR, STEERING
from tests.support.makers.projects import WORDS, actor_of, agrees, bus

POLISH = Translation("Dzień nad wodą", "Starsze osoby jadą razem nad wodę.", "Autobus", "Ewa Nowak")


@pytest.fixture
def project(make):
    return eligible(make.ready_round(projects=3).id)[0]


@pytest.fixture
def two(make):
    return actor_of(make.staff(COORDINATOR)), actor_of(make.staff(STEERING))


def english(project, two, body=WORDS):
    draft = BallotTextChange(title="A day by the water", body=body, picture_alt="A bus", picture=bus())
    actions.write_ballot_text(two[0], project, draft)
    actions.approve_ballot_text(two[1], project)
    agrees(project)


def refused(act, *args) -> str:
    with pytest.raises(Refusal) as why:
        act(*args)
    return str(why.value)


def test_one_writes_and_another_checks(project, two):
    one, other = two
    actions.translate_ballot_text(one, project, "pl", POLISH)
    assert "You wrote in this translation." in refused(actions.approve_translation, one, project, "pl")
    actions.approve_translation(other, project, "pl")
    assert translation_of(project.id, "pl").approved_by == other.account_id
    with pytest.raises(NothingChanged):
        actions.approve_translation(other, project, "pl")
    with pytest.raises(NothingChanged):
        actions.translate_ballot_text(one, project, "pl", POLISH)
    actions.translate_ballot_text(one, project, "pl", Translation(**{**vars(POLISH), "title": "Dzień nad morzem"}))
    assert translation_of(project.id, "pl").approved_by is None, "other words are checked again"


def test_nobody_checks_who_wrote_any_of_it(project, two):
    one, other = two
    actions.translate_ballot_text(other, project, "pl", POLISH)
    actions.translate_ballot_text(one, project, "pl", Translation(**{**vars(POLISH), "title": "Dzień nad morzem"}))
    assert "You wrote in this translation." in refused(actions.approve_translation, other, project, "pl")
    with pytest.raises(Refusal, match="Someone who wrote part"), exclusive_transaction() as session:
        values = {"approved_by": other.account_id, "approved_at": translation_of(project.id, "pl").written_at}
        change_rows(session, TextTranslation, [TextTranslation.project_id == project.id], **values)


def test_what_is_refused(project, two, make):
    one, _other = two
    assert "no screens in that language" in refused(actions.translate_ballot_text, one, project, "fr", POLISH)
    assert "Nobody has written this text" in refused(actions.approve_translation, one, project, "pl")
    empty = Translation("", "", "", "")
    assert set(translation_errors(empty, "pl", pictured=True)) == {"title", "body", "picture_alt", "speaker"}
    assert set(translation_errors(empty, "pl", pictured=False)) == {"title", "body", "speaker"}
    long = Translation("水" * 81, "水" * 801, "水" * 201, "水" * 121)
    assert set(translation_errors(long, "zh_Hans", pictured=True)) == {"title", "body", "picture_alt", "speaker"}
    most = Translation("水" * 80, "水" * 800, "水" * 200, "水" * 120)
    assert translation_errors(most, "zh_Hans", pictured=True) == {}
    english_words = Translation("Walk", "Thirty walks.", "Bus", "Ewa")
    assert set(translation_errors(english_words, "ur", pictured=True)) == {"body"}, "nobody typed a letter of Urdu"
    assert translation_errors(english_words, "pl", pictured=True) == {}
    aside = make.staff(COORDINATOR)
    declare_interest(actor_of(aside), round_id=project.round_id, project_id=project.id, description="My sister.")
    assert "interest" in refused(actions.translate_ballot_text, actor_of(aside), project, "pl", POLISH)
    bare = make.eligible(make.applying_round())
    assert "There is no English ballot text yet." in refused(actions.translate_ballot_text, one, bare, "pl", POLISH)


def test_other_english_words_take_it_off_the_ballot(project, two, make):
    one, other = two
    actions.translate_ballot_text(one, project, "pl", POLISH)
    actions.approve_translation(other, project, "pl")
    english(project, two, body=f"{WORDS} And home again.")
    assert "The English text has changed" in refused(actions.approve_translation, other, project, "pl")
    make.freezes(db.session.get_one(Round, project.round_id))
    assert line_translations(project.round_id, ()) == []


def test_what_is_checked_is_frozen_with_the_ballot(project, two, make):
    one, other = two
    actions.translate_ballot_text(one, project, "pl", POLISH)
    actions.translate_ballot_text(one, project, "gd", POLISH)
    actions.approve_translation(other, project, "pl")
    round_ = db.session.get_one(Round, project.round_id)
    make.freezes(round_)
    number = ballot_lines_by_project(round_.id)[project.id].number
    (line,) = line_translations(round_.id, ())
    assert (line.number, line.language, line.title) == (number, "pl", "Dzień nad wodą"), "nobody has checked the Gaelic"
    document = frozen_document(round_)
    assert [each["language"] for each in document["translations"]] == ["pl"]
    assert round_.ballot_hash == document_hash(document) != document_hash({**document, "translations": []})
    assert "its texts can no longer be changed" in refused(actions.translate_ballot_text, one, project, "gd", POLISH)


@pytest.mark.both_databases
def test_the_database_keeps_what_is_frozen(project, two, make):
    one, other = two
    actions.translate_ballot_text(one, project, "pl", POLISH)
    actions.approve_translation(other, project, "pl")
    make.freezes(db.session.get_one(Round, project.round_id))
    for statement in (
        "UPDATE text_translation SET title = 'x', approved_by = NULL, approved_at = NULL",
        "DELETE FROM text_translation",
        "UPDATE line_translation SET title = 'x'",
        "DELETE FROM line_translation",
    ):
        with pytest.raises(Refusal, match="can no longer be changed"), exclusive_transaction() as session:
            session.execute(text(statement))
    with pytest.raises(Refusal, match="can no longer be changed"), exclusive_transaction() as session:
        said = {"title": "x", "body": "x", "picture_alt": ""}
        session.add(LineTranslation(round_id=project.round_id, number=1, language="gd", **said))
        session.flush()


def test_a_sum_of_money_stays_as_it_is_written_where_words_run_from_the_right():
    assert amounts_from_the_left("چائے £3 کی، یا £1,200.50۔") == "چائے \u2066£3\u2069 کی، یا \u2066£1,200.50\u2069۔"
    assert amounts_from_the_left("Tea for £3.") == "Tea for £3."
