"""What is wrong with a form, for the summary at the top of its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask
from wtforms import Field, FieldList, FormField
from wtforms.form import BaseForm


def install(app: Flask) -> None:
    """Let ``components/error_summary.html`` ask."""
    app.jinja_env.globals["problems_of"] = lambda form: list(problems_of(form))


def problems_of(form: BaseForm) -> Iterator[tuple[str, Any]]:
    """(id of the field or "", sentence) for everything that is wrong, in the order of the page.

    Fields inside fields are looked at themselves: a sentence that was put beside one after the form's own validation
    stands in no ``form.errors``.
    """
    yield from (("", sentence) for sentence in form.form_errors)
    for field in form:
        yield from _problems_of_field(field)


def _problems_of_field(field: Field) -> Iterator[tuple[str, Any]]:
    if isinstance(field, FormField):
        yield from problems_of(field.form)
    elif isinstance(field, FieldList):
        for entry in field.entries:
            yield from _problems_of_field(entry)
        yield from ((field.id, sentence) for sentence in field.errors if not isinstance(sentence, dict | list))
    elif field.errors:
        yield field.id, field.errors[0]
