"""A second press does nothing, and gets the first answer."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from pb.database import db
from pb.form_keys import FormKey
from pb.venues.models import Venue
from pb.web.access import COORDINATOR
from tests.support.visitor import Visitor

pytestmark = pytest.mark.both_databases


def the_form(person: Visitor, button: str) -> dict:
    """What the browser would send."""
    pressed = person._form.button(button)
    return person._form.data(person._form.form_of(pressed), pressed)


def test_a_second_press_makes_no_second_venue_and_says_what_the_first_one_said(app, make):
    person = Visitor(app).signed_in_as(make.staff(COORDINATOR))
    person.opens("/venues/new")
    person.types("Name", "The Granary")
    form = the_form(person, "Save the venue")
    first = person.asks("POST", "/venues/new", data=form)
    second = person.asks("POST", "/venues/new", data=form)
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert first.status_code == 302
    assert db.session.scalar(select(func.count()).select_from(Venue)) == 1
    assert db.session.scalar(select(func.count()).select_from(FormKey)) == 1
