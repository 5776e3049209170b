"""Where the programme has no number (HELP_PHONE), no sentence tells anybody to phone: each has another in its place. That no page
says it is looked at on every page that any test opens (tests/support/page.py).
"""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po
from flask_babel import force_locale, gettext, ngettext

from pb.without_phone import WITHOUT_A_PHONE
from tests.support.pseudo import TEMPLATE
from tests.support.sources import expect_none
from tests.support.voter_words import forms_of

#: They stand beside the number, and only where there is one.
BESIDE_IT = {
    "Questions? Phone us", "Questions? Phone us on %(phone)s.",
    "Phone us:", "Need help? Phone us:", "Or phone us:", "Phone us on %(phone)s.", "See %(page)s, or phone us.",
    "Phone us on %(phone)s, or write to the address at the top of this letter.",
}  # fmt: skip
FACTS = re.compile(r"%\(\w+\)s")


def sentences() -> list[tuple[str, ...]]:
    with TEMPLATE.open("rb") as file:
        return [tuple(forms_of(each)) for each in read_po(file) if each.id]


def test_each_sentence_that_sends_people_to_the_phone_has_one_in_its_place():
    phones = {each[0] for each in sentences() if re.search(r"\bphone us\b", each[0], re.IGNORECASE)}
    assert len(phones) > 40
    others = {"Prefer to apply on paper or by phone?"}
    assert phones - BESIDE_IT == WITHOUT_A_PHONE.keys() - others
    assert phones >= BESIDE_IT and others <= WITHOUT_A_PHONE.keys()


def test_what_stands_in_its_place_says_the_same_without_a_phone():
    plurals = {each[0]: each[1] for each in sentences() if len(each) > 1}
    expect_none(
        f"{english!r} became {said.english!r}"
        for english, said in WITHOUT_A_PHONE.items()
        if FACTS.findall(english) != FACTS.findall(said.english)
        or re.search(r"\bphone\b", f"{said.english} {said.plural}", re.IGNORECASE)
        or bool(said.plural) != (english in plurals)
    )


@pytest.mark.parametrize("phone", ["", "0131 555 0100"])
def test_the_setting_decides_in_every_language(app, phone):
    app.config["HELP_PHONE"] = phone
    with_it = "Check your newest card or letter, or phone us."
    minutes = ("Wait %(num)s minute and try again, or phone us for help.",)
    minutes += ("Wait %(num)s minutes and try again, or phone us for help.",)
    for language, phones, asks in (("en", "phone us", "any of our staff"), ("pl", "zadzwonić", "z naszego zespołu")):
        with app.test_request_context("/"), force_locale(language):
            for said in (gettext(with_it), ngettext(*minutes, 3)):
                assert (phones in said, asks in said) == (bool(phone), not phone), said


def test_a_page_that_breaks_this_is_found(app):
    from tests.support.document import Page
    from tests.support.page import sends_nobody_to_a_phone_that_there_is_not as faults

    for html, how_many in (
        ("<p>If it is lost, phone us.</p>", 1),
        ('<p>If it is lost, phone us.</p><p>Help: <a class="phone-number" href="tel:0131">0131</a></p>', 0),
        ('<p>Help: <a class="phone-number" href="tel:"></a></p>', 1),
        ('<p data-not-sent="Please phone us.">Sorry</p>', 1),
        ("<p>Phone us: 0131 555</p>", 0),
    ):
        assert len(list(faults(Page(f"<!doctype html><title>x</title>{html}")))) == how_many, html
