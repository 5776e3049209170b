"""A field for a PIN: digits come up on a tablet, the browser keeps nothing, and what is far too long is refused."""

from __future__ import annotations

import html5lib
import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from pb.web.fields import pin_field


class PinForm(Form):
    pin = pin_field("PIN", "Enter the PIN.", "Four digits or more.", 12)


def test_the_tablet_shows_digits_and_keeps_no_pin():
    field = html5lib.parse(str(PinForm(MultiDict({"pin": "4821"})).pin()), namespaceHTMLElements=False).find(".//input")
    assert {name: field.get(name) for name in ("type", "inputmode", "autocomplete", "maxlength")} == {
        "type": "password",
        "inputmode": "numeric",
        "autocomplete": "one-time-code",
        "maxlength": "12",
    }
    assert not field.get("value"), "a PIN is never sent back to the page"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("4821", []),
        ("1" * 12, []),
        ("", ["Enter the PIN."]),
        ("1" * 13, ["“PIN” is too long. Shorten it to 12 characters or fewer."]),
    ],
)
def test_a_pin_has_to_be_typed_and_has_at_most_twelve_characters(app, typed, says):
    form = PinForm(MultiDict({"pin": typed}))
    assert form.validate() == (not says) and list(form.pin.errors) == says
