"""What an assessment and a ballot text must say, and what might give a group away. No database."""

from __future__ import annotations

import pytest

from pb.projects.rules.assessments import assessment_errors
from pb.projects.rules.ballot_texts import BallotTextChange, identifying_terms, length_remark, text_errors, words_in


def said(wrong: dict) -> dict[str, str]:
    return {field: str(sentence) for field, sentence in wrong.items()}


@pytest.mark.parametrize(
    ("outcome", "reason", "unmet", "criteria"),
    [
        ("eligible", "", [], 2),
        ("eligible", "x" * 1000, [], 0),
        ("not_eligible", "The reason.", [1], 2),
        ("not_eligible", "The reason.", [], 0),
        ("fix", "The reason.", [1], 2),
        ("fix", "The reason.", [], 2),
    ],
)
def test_an_assessment_that_can_be_sent(outcome, reason, unmet, criteria):
    assert assessment_errors(outcome, reason, unmet, criteria) == {}


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        (("", "The reason.", [], 2), "outcome", "Select"),
        (("eligible", "", [1], 2), "outcome", "You answered “No” to a question."),
        (("not_eligible", "The reason.", [], 1), "outcome", "You answered “Yes” to every question"),
        (("not_eligible", " ", [1], 2), "reason", "Enter a message to the group that gives the reason."),
        (("fix", "", [], 2), "reason", "Enter a message to the group that gives the reason."),
        (("eligible", "x" * 1001, [], 2), "reason", "1,000 characters or fewer"),
    ],
)
def test_an_assessment_that_cannot_is_told_why(asked, field, sentence):
    (found,) = said(assessment_errors(*asked)).items()
    assert found[0] == field and sentence in found[1]


def words(many: int) -> str:
    return " ".join(["word"] * many)


@pytest.mark.parametrize(
    ("title", "many", "alt", "pictured"),
    [("x", 1, "", False), (f" {'x' * 80} ", 80, f" {'x' * 200} ", True), ("x", 50, "Soup", True)],
)
def test_a_ballot_text_that_is_taken(title, many, alt, pictured):
    assert text_errors(title, words(many), alt, pictured=pictured) == {} and words_in(words(many)) == many


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        ((" ", words(50), ""), "title", "Enter a title"),
        (("x" * 81, words(50), ""), "title", "This title is 81 characters long. Shorten it to 80 or fewer."),
        (("x", " ", ""), "body", "Enter about 50 words."),
        (("x", words(81), ""), "body", "This text has 81 words. "),
        (("x", words(81), ""), "body", "more than 80."),
        (("x", "x" * 3000, ""), "body", "This text has 3,000 characters, because its words are long."),
        (("x", "社" * 161, ""), "body", "This text has 81 words. "),
        (("\u200b", words(50), ""), "title", "Enter a title"),
        (("x", "\u200b \u2060", ""), "body", "Enter about 50 words."),
        (("x", words(50), "A bus"), "picture_alt", "There is no picture. Choose the picture, or clear the words"),
    ],
)
def test_one_that_is_not_is_told_why(asked, field, sentence):
    (found,) = said(text_errors(*asked, pictured=False)).items()
    assert found[0] == field and sentence in found[1]


def test_a_picture_is_described():
    assert set(text_errors("x", words(50), " ", pictured=True)) == {"picture_alt"}
    (found,) = said(text_errors("x", words(50), "x" * 201, pictured=True)).items()
    assert found[0] == "picture_alt" and "must be 200 characters or fewer" in found[1]


@pytest.mark.parametrize("many", [40, 70])
def test_a_text_of_the_usual_length_needs_no_remark(many):
    assert length_remark(words(many)) is None


@pytest.mark.parametrize(("many", "sentence"), [(39, "has only 39 words. Most"), (71, "is long, with 71 words. Most")])
def test_another_length_is_remarked_on(many, sentence):
    assert sentence in str(length_remark(words(many)))
    assert "have 40 to 70, so that" in str(length_remark(words(many)))


def test_a_change_of_a_text_leaves_what_it_does_not_name():
    change = BallotTextChange("x", "y")
    assert (change.picture_alt, change.without_picture, change.without_sound) == ("", False, False)


GROUP = ("the group", "Leith Larks")


@pytest.mark.parametrize(
    ("texts", "names", "warnings"),
    [
        (["We sing."], [GROUP], []),
        (["We are the leith", "larks!"], [GROUP], ["“Leith Larks” is the group."]),
        (["The Larks sing."], [GROUP], ["“Larks” is part of the group."]),
        (["Rose’s song and Roses"], [("the contact", "Rose")], ["“Rose” is part of the contact."]),
        (["Roses"], [("the contact", "Rose")], ["“Rose” is part of the contact."]),
        (["The Larks’ song, a lark"], [("the group", "Lark’s Nest Choir")], ["“Lark” is part of the group."]),
        (["Come to the LLC!"], [("the group", "The Lark Lunch Club")], ["“LLC” are the initials of the group."]),
        (["Come to the L. L. C."], [("the group", "Lark Lunch Club")], ["“LLC” are the initials of the group."]),
        (["With the NHS and a TV"], [("the group", "Lark Lunch Club")], []),
        (["Phone 0131 496 0123."], [], ["“0131 496 0123” looks like a phone number."]),
        (["Costs £1,250,000 or 12 000"], [], []),
        (["See larklunch.org.uk now"], [], ["“larklunch.org.uk” is a website."]),
        (["Write to a@lark.uk"], [], ["“a@lark.uk” is an email address"]),
        (["Ask obrien."], [("the contact", "O’Brien")], ["“Obrien” is part of the contact."]),
        (["Ann sings."], [("the contact", "Ann Lee")], []),
        (["A lunch club"], [("the group", "Lunch Club")], ["“Lunch Club” is the group."]),
        (["A club for lunch"], [("the group", "Lunch Club")], []),
        (["Larks in Leith", "larks"], [GROUP, ("the venue", "Larks")], ["Leith", "Larks"]),
        (["leith larks"], [GROUP, ("the venue", "LEITH LARKS")], ["“Leith Larks” is the group."]),
        (["We sing."], [("the group", "")], []),
    ],
)
def test_a_text_that_might_give_a_group_away_is_warned_of(texts, names, warnings):
    found = [str(each) for each in identifying_terms(texts, names)]
    assert len(found) == len(warnings) and all(part in each for part, each in zip(warnings, found, strict=True))


def test_words_of_every_second_name_give_nobody_away():
    assert (
        identifying_terms(["An evening with older people, a park, a choir"], [("it", "Older People Park Choirs")]) == []
    )
