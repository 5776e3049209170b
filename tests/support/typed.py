"""Forms as whoever fills them in sees them, for tests of what was typed too late."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from pb.web.kept_typed import FIELD, NEVER
from tests.support.document import Page
from tests.support.forms import FilledIn, _kind


class Form(NamedTuple):
    """A form on a page, for which it is shown to somebody."""

    page: str
    action: str
    element: Element
    filled: FilledIn


def controls(form: Form) -> list[Element]:
    """What is typed, ticked or chosen in a form, and may be kept."""
    return [
        each
        for each in form.element.iter()
        if _kind(each) in ("text", "textarea", "select", "checkbox", "radio")
        and each.get("type") not in ("hidden", "password")
        and each.get("name")
        and each.get("name") not in NEVER
    ]


def forms_of(page: Page) -> Iterator[Form]:
    filled = FilledIn(page)
    for element in page.all("form"):
        if any(each.get("name") == FIELD for each in element.iter("input")):
            yield Form(page.address, element.get("action", ""), element, filled)


def fill_in(form: Form) -> None:
    """Something that nobody else types into each control."""
    for number, control in enumerate(controls(form)):
        kind = _kind(control)
        if kind == "textarea":
            form.filled.put(control, f"A long answer, {number}.\nIts <second> & last line.")
        elif kind == "text":
            form.filled.put(control, f"typed {number}")
        elif kind == "checkbox":
            form.filled.put(control, "checked" not in control.attrib)
        elif kind == "radio":
            form.filled.put(control, True)  # of several the last one
        elif options := [each.get("value", "") for each in control.iter("option")]:
            form.filled.put(control, options[-1:])


def stands_in(form: Form) -> list[tuple[str, Any]]:
    """What stands in the controls of a form, as a browser would send it."""
    return [(each.get("name", ""), value) for each in controls(form) for value in form.filled._values(each)]
