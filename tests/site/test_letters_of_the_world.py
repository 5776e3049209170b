"""What is kept of a text, when it is empty, and when two names are one: in every field of every form, and in every room."""

from __future__ import annotations

import ast
import importlib
import pkgutil

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form, PasswordField, StringField
from wtforms.fields.core import UnboundField

import pb.pages
from pb.unicode_text import (
    alike,
    as_sign_in_name,
    breakable,
    by_name,
    is_empty,
    isolated,
    places_to_cut,
    seen,
    tidy,
    words_in,
)
from pb.web.typed_text import SECRET, TypedText
from tests.support.sources import expect_none, modules

FAMILY, WALES, HEART = (
    "👨\u200d👩\u200d👧",
    "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "❤️\u200d🔥",
)
UNSEEN = [
    "\u200b",
    "\ufeff",
    "\u2060\u200b ",
    "\u00ad",
    "\u202e",
    "\u2800",
    "\u3164",
    "\u200d",
    "\u0301",
    "\u2028",
    "\x1b",
]


@pytest.mark.parametrize("text", ["", " \t\n", *UNSEEN])
def test_a_text_in_which_nothing_can_be_seen_is_empty(text):
    assert is_empty(text) and seen(text) == "" and tidy(f" {text} ") == ""


@pytest.mark.parametrize(
    "text",
    [
        FAMILY,
        WALES,
        HEART,
        "کتاب\u200cها",
        "क्\u200dष",
        "Tŷ Ŵyn",
        "社區長者午餐會",
        "a",
        "?",
        "0",
        "Lip\u2011reading",
        "\ttwo\nlines",
    ],
)
def test_what_belongs_to_a_text_stays(text):
    assert seen(text) == text and not is_empty(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Cafe\u0301", "Café"),
        ("W\u0302yn", "Ŵyn"),
        ("The\u200b Gran\u00adary\ufeff", "The Granary"),
        ("a\u200db", "ab"),
        ("\u202eyranarG", "yranarG"),
        ("one\u2028two\x0bthree", "one two three"),
        ("tag\U000e0061", "tag"),
        ("  spaces  ", "spaces"),
    ],
)
def test_what_nobody_sees_goes(typed, kept):
    assert tidy(typed) == kept


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("O’Neil", "O'NEIL"),
        ("Re\u0301ne\u0301", "Réné"),
        ("St Mary\u02bcs", "st mary's"),
        ("Lip\u2011reading  class", "lip-reading class"),
        ("The\u00a0Granary", "the granary\u200b"),
        ("ТИТАРЕНКО", "Титаренко"),
        ("STRASSE", "Straße"),
        ("Ｇranary", "granary"),
        ("The\u2800Granary", "the granary"),
        ("Granary\ufe01", "granary"),
    ],
)
def test_two_ways_to_type_one_name(one, two):
    assert alike(one) == alike(two)


@pytest.mark.parametrize(("one", "two"), [("Café", "Cafe"), ("Ŵyn", "Wyn"), ("Hall 1", "Hall 2"), ("ONeil", "O'Neil")])
def test_two_names(one, two):
    assert alike(one) != alike(two)


def test_a_sign_in_name_is_kept_in_one_spelling():
    assert as_sign_in_name(" Mary O’Neil\u200b ") == as_sign_in_name("mary o'neil") == "mary o'neil"


def test_words_are_counted_in_languages_without_spaces_too():
    assert words_in("two words") == 2 and words_in("社區長者午餐會") == 4 and words_in("茶 and tea") == 3


def test_only_a_text_from_right_to_left_is_isolated_and_once():
    assert isolated("Tŷ Ŵyn ☕") == "Tŷ Ŵyn ☕" and isolated("") == ""
    once = isolated("چائے")
    assert once == "\u2068چائے\u2069" and isolated(once) == once


def test_an_address_can_be_copied_from_paper_as_it_is():
    said = (
        "See https://vote.example.org/rounds/12/results or www.thistlemoor.example or coordinator@thistlemoor.example"
    )
    assert breakable(said) == said


def test_a_long_word_can_be_broken_and_an_accent_never_leaves_its_letter():
    assert breakable("Donau" * 16).replace("\u200b", "") == "Donau" * 16 and "\u200b" in breakable("Donau" * 16)
    assert breakable("an internationalist") == "an internationalist" and breakable("چ" * 80) == "چ" * 80
    assert places_to_cut("e\u0301a") == [2] and places_to_cut(FAMILY) == [] and places_to_cut("👍🏽!") == [2]


def forms() -> list[type[Form]]:
    """Every form of every page."""
    for found in pkgutil.walk_packages(pb.pages.__path__, "pb.pages."):
        importlib.import_module(found.name)
    there: list[type[Form]] = []
    ahead = Form.__subclasses__()
    while ahead:
        form = ahead.pop()
        ahead += form.__subclasses__()
        there += [form] if form.__module__.startswith("pb.") and form not in there else []
    return there


def fields_of(form: type[Form]) -> dict[str, UnboundField]:
    return {name: each for name in dir(form) if isinstance(each := getattr(form, name), UnboundField)}


TEXTS = [
    (f"{form.__name__}.{name}", name, field)
    for form in forms()
    for name, field in fields_of(form).items()
    if issubclass(field.field_class, StringField) and not issubclass(field.field_class, PasswordField)
]


def test_the_forms_are_found():
    assert len(TEXTS) > 60
    assert {name for _, name, _ in TEXTS} >= {"sign_in_name", "title", "body", "reason", "access_notes", "criteria"}


def answer_to(typed: str, name: str, field: UnboundField) -> tuple:
    """What a form with this field alone makes of what was typed, and what it says."""
    probe = type("Probe", (Form,), {name: field})(TypedText(MultiDict({name: typed})))
    probe.validate()
    return probe[name].data, [str(each) for each in probe[name].errors]


def test_a_field_with_nothing_to_see_in_it_is_as_one_left_empty(app):
    with app.test_request_context():
        expect_none(
            f"{where} takes {typed!r} for an answer"
            for where, name, field in TEXTS
            for typed in ("\u200b\ufeff", " \u2800\u2060")
            if answer_to(typed, name, field) != answer_to("", name, field)
        )


def test_only_passwords_and_pins_are_taken_as_they_are_typed():
    secret = {
        name
        for form in forms()
        for name, field in fields_of(form).items()
        if issubclass(field.field_class, PasswordField)
    }
    assert secret == set(SECRET)
    assert TypedText({"password": "\u200bpass"})["password"] == "\u200bpass"


#: Where a text is not one that somebody wrote for people: files of votes, settings, words of keys, lines of a log.
NO_TEXTS = ("pb.counting", "pb.results.rules", "pb.voting.rules.ballot_keys")


def test_a_room_asks_letters_whether_a_text_is_empty():
    rooms = ("paper", "people", "projects", "results", "rounds", "venues", "voting")
    expect_none(
        f"{module.place(call)} strips a text: ask pb.unicode_text.tidy"
        for module in modules()
        if module.name.split(".")[1:2] and module.name.split(".")[1] in rooms and not module.name.startswith(NO_TEXTS)
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "strip"
        and not call.args
    )


def test_the_end_of_a_line_is_one_character_as_the_page_counts_it():
    assert TypedText([("what", "A bus.\r\nA bell.")])["what"] == "A bus.\nA bell."


def test_a_list_by_name_stands_as_people_look_for_it():
    names = [
        "Hall 10",
        "Zetland Hall",
        "Élan Centre",
        "hall 2",
        "Łódź Club",
        "Lochend",
        "Elder House",
        "Ångström",
        "Hall",
        "Hall 2",
    ]
    in_order = [
        "Ångström",
        "Élan Centre",
        "Elder House",
        "Hall",
        "Hall 2",
        "hall 2",
        "Hall 10",
        "Lochend",
        "Łódź Club",
        "Zetland Hall",
    ]
    assert sorted(names, key=by_name) == in_order
