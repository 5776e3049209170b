"""A project is found by its number or its words, however they are typed."""

from types import SimpleNamespace

import pytest

from pb.projects.rules.search import matching

PROJECTS = [
    SimpleNamespace(number=1, title="A Café in the garden", body="Tea for 30 people."),
    SimpleNamespace(number=7, title="Gardeners’ bench", body="Łukasz and José build it."),
    SimpleNamespace(number=30, title="Day trips", body="चाय by the sea."),
]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("7", [7]),
        ("#07", [7]),
        *(
            (typed, [7])
            for typed in ("No 7", "no. 7", "no7", "№ 7", "# 7", "7.", "7)", "project 7", "number 7", "Project no. 7")
        ),
        *((typed, [7]) for typed in ("the project 7", "projekt nr 7", "àireamh 7", "number: 7")),
        ("project 9", []),
        ("tea 30", [1]),
        ("30", [30]),  # the number goes before the word
        ("cafe", [1]),
        ("CAFÉ", [1]),
        ("cafe\u0301", [1]),
        ("garden", [1, 7]),
        ("garden bench", [7]),
        ("gardeners'", [7]),
        ("lukasz jose", [7]),
        ("arden", []),
        ("चाय", [30]),
        ("चय", []),  # a vowel is no accent
        ("۷", [7]),
        ("٣٠", [30]),
        ("9", []),
        (".*", []),
        ("  ", [1, 7, 30]),
    ],
)
def test_by_number_or_by_the_beginnings_of_words(typed, numbers):
    assert [each.number for each in matching(typed, PROJECTS)] == numbers


@pytest.mark.parametrize("typed", ["کہانی", "كہاني", "كهانى"])
def test_letters_of_an_arabic_keyboard_find_those_of_urdu(typed):
    projects = [SimpleNamespace(number=2, title="کہانی", body="زندگی")]
    assert matching(typed, projects) == projects


def test_words_of_the_other_languages_of_a_project_find_it_too():
    assert [each.number for each in matching("swimming", PROJECTS, {7: "Pływanie Swimming lessons"})] == [7]
