"""A form filled in the way a browser does it: by label, and sent with what stood in it already."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

from tests.support.document import Page, is_button, name_in, words
from tests.support.page import ancestors

Upload = tuple[BytesIO, str]


class NotOnThePage(AssertionError):
    """A person looked for something that the page does not show."""


class FilledIn:
    """What a person has put into the controls of ``page`` so far, over what the page put there itself."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.typed: dict[Element, str | list[str] | bool | Upload] = {}

    def control(self, label: str, *kinds: str, within: str = "") -> Element:
        """The control with this label; ``label`` is its whole text, or the only one that starts with it.

        ``within`` is the beginning of the legend above it, for labels such as Day that a page has several times.
        """
        found = [(text, control) for text, control in self._labelled() if _kind(control) in kinds]
        if within:
            found = [(text, control) for text, control in found if self._legend(control).startswith(within)]
        exact = [control for text, control in found if text == label]
        starts = [control for text, control in found if text.startswith(label)]
        for matches in (exact, starts):
            if len(matches) == 1:
                return matches[0]
        seen = [text for text, _ in found]
        raise NotOnThePage(f"{self.page!r} has {len(starts)} {'/'.join(kinds)} labelled {label!r}; it has {seen}")

    def _labelled(self) -> list[tuple[str, Element]]:
        found = []
        for label in self.page.all("label"):
            inner = [child for child in label.iter() if child.tag in ("input", "select", "textarea")]
            named = self.page.by_id(label.get("for", "")) if label.get("for") else None
            if (control := named if named is not None else next(iter(inner), None)) is not None:
                found.append((name_in(label), control))
        return found + [
            (e.get("aria-label", ""), e) for e in self.page.all("input", "select", "textarea") if e.get("aria-label")
        ]

    def _legend(self, control: Element) -> str:
        groups = (parent for parent in ancestors(self.page, control) if parent.tag == "fieldset")
        return next((words(legend) for group in groups for legend in group.iter("legend")), "")

    def put(self, control: Element, value: Any) -> None:
        """Type, tick or choose; a radio button takes the choice from its neighbours."""
        if _kind(control) == "radio":
            for other in self.page.all("input"):
                if other.get("name") == control.get("name") and _kind(other) == "radio":
                    self.typed[other] = False
        self.typed[control] = value

    def option(self, select: Element, text: str) -> str:
        """The value behind the option that reads ``text``."""
        values = {words(option): option.get("value", words(option)) for option in select.iter("option")}
        if text not in values:
            raise NotOnThePage(f"{select.get('name')} has no option {text!r}; it has {list(values)}")
        return values[text]

    def button(self, text: str | None) -> Element:
        """The button that reads ``text``; without a text the first of the page's own part."""
        buttons = [element for element in self.page.all("button", "input") if is_button(element)]
        if text is None:
            own = [button for button in buttons if any(parent.tag == "main" for parent in ancestors(self.page, button))]
            matches = own[:1]
        else:
            matches = [b for b in buttons if text in (words(b), name_in(b), b.get("value"), b.get("aria-label"))][:1]
        if not matches:
            raise NotOnThePage(f"{self.page!r} has no button {text!r}; it has {self.page.buttons}")
        return matches[0]

    def form_of(self, button: Element) -> Element:
        """The form that ``button`` sends."""
        if button.get("form"):
            form = self.page.by_id(button.get("form", ""))
        else:
            form = next((parent for parent in ancestors(self.page, button) if parent.tag == "form"), None)
        if form is None:
            raise NotOnThePage(f"the button {words(button)!r} belongs to no form")
        return form

    def data(self, form: Element, button: Element) -> dict[str, list[Any]]:
        """Names and values that a browser would send."""
        sent: dict[str, list[Any]] = {}
        own = list(form.iter()) + [
            e for e in self.page.tree.iter() if form.get("id") and e.get("form") == form.get("id")
        ]
        for control in own:
            name = control.get("name")
            if name and "disabled" not in control.attrib:
                sent.setdefault(name, []).extend(self._values(control))
        if button.get("name"):
            sent.setdefault(button.get("name", ""), []).append(button.get("value", ""))
        return {name: values for name, values in sent.items() if values}

    def _values(self, control: Element) -> list[Any]:
        kind, typed = _kind(control), self.typed.get(control)
        if kind in ("checkbox", "radio"):
            ticked = typed if isinstance(typed, bool) else "checked" in control.attrib
            return [control.get("value", "on")] if ticked else []
        if kind == "select":
            return [typed] if isinstance(typed, str) else typed if isinstance(typed, list) else _preselected(control)
        if kind == "textarea":
            return [typed if typed is not None else (control.text or "").removeprefix("\n")]
        if kind == "file":
            return [typed] if typed else [(BytesIO(b""), "")]
        if kind == "text":
            return [typed if typed is not None else control.get("value", "")]
        return []


def _kind(control: Element) -> str:
    if control.tag != "input":
        return str(control.tag) if control.tag in ("select", "textarea") else ""
    kind = control.get("type", "text")
    if kind in ("checkbox", "radio", "file"):
        return kind
    return "" if kind in ("submit", "button", "image", "reset") else "text"


def _preselected(select: Element) -> list[str]:
    options = list(select.iter("option"))
    chosen = [option for option in options if "selected" in option.attrib]
    if not chosen and "multiple" not in select.attrib:
        chosen = options[:1]
    return [option.get("value", words(option)) for option in chosen]
