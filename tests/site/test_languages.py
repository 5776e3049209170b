"""The catalogues of the voter's languages are whole and true, and the English behind them is easy to read."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from babel import Locale
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from pb import catalogues
from pb.catalogues import LANGUAGES, catalogue, language_fingerprint, translations
from tests.support.catalogues import PLURALS, bring_up_to_date
from tests.support.pseudo import TEMPLATE
from tests.support.reading_age import reading_age
from tests.support.sources import expect_none
from tests.support.voter_words import forms_of, voter_words

PLACES = re.compile(r"%\(\w+\)s|\{\w+\}")
#: A time is written with one of the two, as the language says it.
EITHER = ("%(time)s", "%(full)s")
#: Of fewer words a measure of long words says little: one long word that everybody knows makes half of it.
WORDS_ENOUGH = 10
EASY = 10  # years

each_language = pytest.mark.parametrize("language", LANGUAGES)


def messages(language: str) -> dict[object, Message]:
    return {each.id: each for each in catalogue(language) if each.id}


@each_language
def test_a_catalogue_has_what_voters_meet_and_nothing_else(language):
    """When this fails, run ``make words``, and translate what is empty."""
    here, met = messages(language).keys(), {each.id for each in voter_words().values()}
    assert here == met, f"missing: {list(met - here)}; no longer met: {list(here - met)}"
    assert not catalogue(language).obsolete


def test_voters_meet_about_one_sentence_in_sixteen():
    """As docs/decisions.md, 107, says."""
    with TEMPLATE.open("rb") as file:
        all_of_them = sum(bool(each.id) for each in read_po(file))
    assert 13 <= all_of_them / len(voter_words()) <= 19


@each_language
def test_every_sentence_is_translated_and_none_is_in_doubt(language):
    expect_none(
        str(each.id)
        for each in messages(language).values()
        if "fuzzy" in each.flags or not all(form.strip() for form in forms(each))
    )


@each_language
def test_facts_are_those_of_the_english(language):
    """A form for one number alone may say it in a word, as the English singular may."""
    only_one = sum(translations(language).plural(number) == 0 for number in range(250)) == 1
    expect_none(
        f"{form!r} has not the facts of {each.id!r}"
        for each in messages(language).values()
        for place, form in enumerate(forms(each))
        if places(form) not in facts_of(each, singular_too=only_one and place == 0)
    )


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def facts_of(message: Message, *, singular_too: bool) -> list[Counter[str]]:
    *singular, last = forms_of(message)
    return [places(last), *(places(each) for each in singular if singular_too)]


def places(text: str) -> Counter[str]:
    return Counter(EITHER[0] if each in EITHER else each for each in PLACES.findall(text))


@each_language
def test_the_plurals_are_those_of_the_language(language):
    """The rule in the catalogue and Unicode's choose alike, for every number that a page can say."""
    rule, chosen = Locale.parse(language).plural_form, {}
    number_of_forms = catalogue(language).num_plurals
    assert number_of_forms == int(re.match(r"nplurals=(\d)", PLURALS[language])[1])
    for number in range(1, 250):
        form = translations(language).plural(number)
        assert chosen.setdefault(rule(number), form) == form and form < number_of_forms, number
    assert all(len(forms(each)) == number_of_forms for each in messages(language).values() if each.pluralizable)


def test_a_word_that_is_changed_changes_the_fingerprint(tmp_path, monkeypatch):
    source = (catalogues.FOLDER / "pl.po").read_text(encoding="utf-8")
    assert len({language_fingerprint(each) for each in LANGUAGES}) == len(LANGUAGES)
    before = language_fingerprint("pl")
    changed = source.replace('msgstr "Koszt:"', 'msgstr "Cena:"')
    assert changed != source
    (tmp_path / "pl.po").write_text(changed, encoding="utf-8")
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    catalogues.catalogue.cache_clear()
    try:
        assert language_fingerprint.__wrapped__("pl") != before
    finally:
        catalogues.catalogue.cache_clear()


def test_a_catalogue_that_is_brought_up_to_date_keeps_its_translations(tmp_path):
    source = (catalogues.FOLDER / "ur.po").read_text(encoding="utf-8")
    (tmp_path / "ur.po").write_text(source.replace('msgid "Cost:"', 'msgid "What was said before:"'), encoding="utf-8")
    bring_up_to_date("ur", tmp_path)
    now = (tmp_path / "ur.po").read_text(encoding="utf-8")
    assert 'msgid "Cost:"\nmsgstr ""' in now and "What was said before" not in now
    bring_up_to_date("ur", tmp_path)
    assert (tmp_path / "ur.po").read_text(encoding="utf-8") == now


def test_the_english_that_voters_meet_is_easy_to_read():
    texts = [text for each in voter_words().values() for text in forms_of(each) if len(text.split()) > 1]
    expect_none(
        f"{reading_age(text):.1f} years: {text}"
        for text in texts
        if len(text.split()) >= WORDS_ENOUGH and reading_age(text) > EASY
    )
    assert reading_age(" ".join(text if text[-1] in ".?!:" else f"{text}." for text in texts)) < 7


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("The cat sat on the mat.", -1.4),
        ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 11.3),
        ("This sentence, taken as a reading passage unto itself, is being used to prove a point.", 7.6),
    ],
)
def test_the_measure_of_reading_age_says_what_others_say(text, grade):
    """Syllables counted by hand."""
    assert reading_age(text) == pytest.approx(grade + 5, abs=1)
