"""Somebody who is in a hurry: each page is read, but not looked at as a page, and no button is pressed twice (other tests
do both).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from tests.support.document import Page, words
from tests.support.forms import FilledIn
from tests.support.visitor import Broke, Visitor

#: What stands on a piece of work that is the reader's to do.
YOURS = "Do this next"


class Walker(Visitor):
    """One of the six. ``said``: what the program has refused them, with the page on which they were."""

    def __init__(self, app: Any, name: str) -> None:
        super().__init__(app)
        self.name = name
        self.said: list[str] = []

    def presses(self, button: str | None = None) -> Page:
        pressed = self._form.button(button and self._named(button))
        form = self._form.form_of(pressed)
        data = self._form.data(form, pressed)
        if form.get("enctype") != "multipart/form-data":
            data = {name: [v[1] if isinstance(v, tuple) else v for v in values] for name, values in data.items()}
        path = urljoin(self.page.address, pressed.get("formaction") or form.get("action") or self.page.address)
        came_from = self.page.address
        page = self._asks("POST", path, data=data, content_type=form.get("enctype"))
        if page.status >= 400:
            self.said.append(f"{self.name} on {came_from}, {words(pressed)!r}: {page.status} {page.main[:300]}")
        return page

    def _asks(self, method: str, path: str, **how: Any) -> Page:
        self.answer = self._sends(method, path, follow_redirects=True, **how)
        if self.answer.status_code == 500:
            raise Broke(f"{method} {path}") from self.app.extensions.get("tests_last_error")
        html = self.answer.get_data(as_text=True) if self.answer.mimetype == "text/html" else ""
        address = self.answer.request.full_path.rstrip("?")
        self.page = Page(html or "<!DOCTYPE html><html></html>", status=self.answer.status_code, address=address)
        self._form = FilledIn(self.page)
        return self.page

    def at(self, address: str) -> Walker:
        """On this page, without a mistake on it."""
        if self.page.address != address or self.page.status >= 400:
            self.opens(address)
        return self

    def chooses(self, control: Element) -> None:
        self._form.put(control, True)

    def has(self, button: str) -> bool:
        return bool(self._named(button))

    def _named(self, button: str) -> str:
        """The whole name of a button: "I agree" and what to; "" where there is none."""
        return next((each for each in self.page.buttons if each.startswith(button)), "")

    def asked_to_do(self) -> list[tuple[str, str]]:
        """What the dashboard names as theirs, and where each leads."""
        self.opens("/dashboard")
        return [
            (words(link), link.attrib["href"]) for item in self._tasks() if _is_theirs(item) for link in _links(item)
        ]

    def asked_of_all(self) -> list[str]:
        """Everything that the dashboard names, whoever does it."""
        self.opens("/dashboard")
        return [words(item) for item in self._tasks()]

    def _tasks(self) -> list[Element]:
        return [each for each in self.page.all("li") if each.get("class", "").startswith("task-list__item")]


def _is_theirs(item: Element) -> bool:
    return words(item).endswith(YOURS)


def _links(item: Element) -> list[Element]:
    return [each for each in item.iter("a") if each.get("href")]
