"""A page as a person reads it: headings, sentences, links, tables, forms; and its tree for the checks."""

from __future__ import annotations

import re
from copy import deepcopy
from functools import cached_property, lru_cache
from itertools import count
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

#: Elements whose content nobody reads.
_UNREAD = {"script", "style", "template", "head"}


def words(element: Element) -> str:
    """The text of ``element`` with its white space made single, as it is read."""
    return " ".join("".join(_pieces(element)).split())


def name_in(label: Element) -> str:
    """The text of ``label`` as it is spoken: without what is shown to the eye alone."""
    return " ".join("".join(_pieces(label, spoken=True)).split())


def _pieces(element: Element, *, spoken: bool = False) -> list[str]:
    if element.tag in _UNREAD or "hidden" in element.attrib or (spoken and element.get("aria-hidden") == "true"):
        return []
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            pieces += _pieces(child, spoken=spoken)
        pieces.append(child.tail or "")
    # Inline elements run on; everything else stands apart from what follows.
    return (
        pieces
        if element.tag in ("a", "abbr", "b", "em", "i", "span", "strong", "code", "mark")
        else [" ", *pieces, " "]
    )


#: What stands in fields, the tokens of each showing among it, and what the parser is given in its place.
_VALUE = re.compile(r'(?<= value=")[^"&<>]+(?=")')
_PLACE = "a-value-of-the-page-{}"

Parsed = tuple[Element, list[tuple[tuple[int, int], str, dict[str, Any]]]]


def _parsed(html: str) -> Parsed:
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parse(html)
    return tree, parser.errors


_known = lru_cache(maxsize=128)(_parsed)


def parsed(html: str) -> Parsed:
    """The tree and the faults of a document. To parse one takes 5 ms of a processor, so two that differ in what stands in
    their fields alone are parsed once: tests beside each other see the same pages.
    """
    values, numbers = _VALUE.findall(html), count()
    tree, errors = _known(_VALUE.sub(lambda _value: _PLACE.format(next(numbers)), html))
    own = deepcopy(tree)
    behind = {_PLACE.format(number): value for number, value in enumerate(values)}
    for element in own.iter():
        if "value" in element.attrib:
            element.set("value", behind.pop(element.attrib["value"], element.attrib["value"]))
    return _parsed(html) if errors or behind else (own, [])


class Page:
    """An answer of the program: ``status``, ``address`` and the document."""

    def __init__(self, html: str, *, status: int = 200, address: str = "") -> None:
        self.html, self.status, self.address = html, status, address
        self.tree, self.parse_errors = parsed(html)

    def __repr__(self) -> str:
        return f"<Page {self.status} {self.address} “{self.title}”>"

    def all(self, *tags: str) -> list[Element]:
        """Every element with one of these tags, in the order of the page."""
        return [element for element in self.tree.iter() if element.tag in tags]

    def by_id(self, id: str) -> Element | None:
        return next((element for element in self.tree.iter() if element.get("id") == id), None)

    @cached_property
    def parents(self) -> dict[Element, Element]:
        return {child: parent for parent in self.tree.iter() for child in parent}

    @cached_property
    def title(self) -> str:
        return next((" ".join((title.text or "").split()) for title in self.all("title")), "")

    @cached_property
    def heading(self) -> str:
        """The h1."""
        return next((words(h1) for h1 in self.all("h1")), "")

    @cached_property
    def headings(self) -> list[str]:
        return [words(heading) for heading in self.all("h1", "h2", "h3", "h4")]

    @cached_property
    def text(self) -> str:
        """Everything that can be read on the page, header and footer included."""
        return words(next(iter(self.all("body"))))

    @cached_property
    def main(self) -> str:
        """What can be read in the page's own part, without header and footer."""
        return next((words(main) for main in self.all("main")), self.text)

    @cached_property
    def links(self) -> dict[str, str]:
        """Words of each link and where it leads; of two with the same words the first."""
        found: dict[str, str] = {}
        for link in self.all("a"):
            if "href" in link.attrib:
                found.setdefault(words(link), link.attrib["href"])
        return found

    @cached_property
    def errors(self) -> list[str]:
        """What the error summary (an element with role="alert") lists."""
        summaries = [element for element in self.tree.iter() if element.get("role") == "alert"]
        return [words(item) for summary in summaries for item in summary.iter("li")]

    @cached_property
    def buttons(self) -> list[str]:
        return [words(button) or button.get("value", "") for button in self.all("button", "input") if is_button(button)]

    @cached_property
    def tables(self) -> dict[str, list[list[str]]]:
        """Each table under its caption, as rows of words; the first row is the header where there is one."""
        return {
            next((words(caption) for caption in table.iter("caption")), str(number)): [
                [words(cell) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")
            ]
            for number, table in enumerate(self.all("table"))
        }


def is_button(element: Element) -> bool:
    """Whether pressing ``element`` sends its form."""
    if element.tag == "button":
        return element.get("type", "submit") == "submit"
    return element.tag == "input" and element.get("type") in ("submit", "image")
