"""A page with one of its forms filled in as somebody had filled it in before.

It works on the page as it is sent, so it holds for every form, however its view and its template are made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from markupsafe import escape

from pb import edits

#: Kinds of input that nobody types into.
_NOT_TYPED = {"submit", "button", "image", "reset", "file", "password"}
Attributes = dict[str, str | None]


@dataclass
class _Control:
    """A control of a form: where its start tag lies in the page, and what lies inside."""

    tag: str
    attributes: Attributes
    start: int
    end: int
    inner: tuple[int, int] = (0, 0)
    options: list[_Control] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.attributes.get("name") or ""

    @property
    def kind(self) -> str:
        return (self.attributes.get("type") or "text") if self.tag == "input" else self.tag


@dataclass
class _FormOfPage:
    attributes: Attributes
    start: int
    #: Where the start tags of the closed parts lie that it is in.
    folded: list[tuple[int, int, Attributes]]
    controls: list[_Control] = field(default_factory=list)

    def likeness(self, typed: dict[str, list[str]]) -> int:
        """How much of what was typed belongs here, of forms that are sent to the same address."""
        hidden = sum(
            2 for each in self.controls if each.kind == "hidden" and each.attributes.get("value") in typed[each.name]
        )
        return hidden + len({each.name for each in self.controls if each.kind != "hidden"} & typed.keys())


def filled_again(
    html: str,
    action: str,
    fields: list[tuple[str, str]],
    untyped: set[str],
    notice: Callable[[list[str] | None], str],
) -> str:
    """``html`` with the form that is sent to ``action`` filled in, and above it the ``notice`` of what has no place in it
    (None: of everything, as the form is gone).
    """
    read = _Reader(html)
    typed: dict[str, list[str]] = defaultdict(list)
    for name, value in fields:
        typed[name].append(value)
    forms = [each for each in read.forms if each.attributes.get("action") == action]
    if not forms:
        return html[: read.main] + notice(None) + html[read.main :]
    form = max(forms, key=lambda each: each.likeness(typed))
    changes, placed = _changes(form, typed)
    named = {each.name for each in form.controls if each.kind in ("hidden", "button")}
    left = [value for name, values in typed.items() if name not in placed | named | untyped for value in values]
    changes.append((form.start, form.start, notice([value for value in left if value.strip()])))
    changes += [
        (start, end, _written("details", {**attributes, "open": None})) for start, end, attributes in form.folded
    ]
    for start, end, text in sorted(changes, reverse=True):
        html = html[:start] + text + html[end:]
    return html


def _changes(form: _FormOfPage, typed: dict[str, list[str]]) -> tuple[list[tuple[int, int, str]], set[str]]:
    """What to write where, and the names of what found its place."""
    changes: list[tuple[int, int, str]] = []
    waiting = {name: list(values) for name, values in typed.items()}
    for control in form.controls:
        values = waiting.get(control.name)
        if control.kind in ("checkbox", "radio"):
            ticked = control.attributes.get("value", "on") in typed.get(control.name, [])
            changes.append(_ticked(control, "checked", ticked))
        elif values is None or control.kind in _NOT_TYPED or (control.kind == "hidden" and control.name != edits.FIELD):
            continue
        elif control.tag == "select":
            changes += [_ticked(each, "selected", each.attributes.get("value") in values) for each in control.options]
        elif values and control.tag == "textarea":
            changes.append((*control.inner, f"\n{escape(values.pop(0))}"))
        elif values:
            changes.append(
                (control.start, control.end, _written("input", {**control.attributes, "value": values.pop(0)}))
            )
    return changes, {each.name for each in form.controls if each.kind not in _NOT_TYPED}


def _ticked(control: _Control, how: str, is_ticked: bool) -> tuple[int, int, str]:
    attributes = {name: value for name, value in control.attributes.items() if name != how}
    return control.start, control.end, _written(control.tag, {**attributes, how: None} if is_ticked else attributes)


def _written(tag: str, attributes: Attributes) -> str:
    said = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{said}>"


class _Reader(HTMLParser):
    """Where the forms of a page and their controls lie. ``main``: where its own part begins."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html, self.main = html, 0
        self.forms: list[_FormOfPage] = []
        self._lines = [0]
        for line in html.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._form: _FormOfPage | None = None
        self._open: _Control | None = None
        self._folds: list[tuple[int, int, Attributes]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes, start = dict(attrs), self._here()
        end = start + len(self.get_starttag_text() or "")
        if tag == "main":
            self.main = end
        elif tag == "details":
            self._folds.append((start, end, attributes))
        elif tag == "form":
            self._form = _FormOfPage(attributes, start, list(self._folds))
            self.forms.append(self._form)
        elif tag in ("input", "textarea", "select", "button"):
            form = self._form_of(attributes)
            self._open = _Control(tag, attributes, start, end, (end, end))
            if form and self._open.name:
                form.controls.append(self._open)
        elif tag == "option" and self._open:
            self._open.options.append(_Control(tag, attributes, start, end))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "details" and self._folds:
            self._folds.pop()
        elif tag == "textarea" and self._open:
            self._open.inner = (self._open.inner[0], self._here())

    def _form_of(self, attributes: Attributes) -> _FormOfPage | None:
        owner = attributes.get("form")
        return next((each for each in self.forms if each.attributes.get("id") == owner), None) if owner else self._form

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
