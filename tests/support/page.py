"""Every page that a test opens is also checked as a page. Checked once here, it holds everywhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from pb.catalogues import LANGUAGES, translations
from tests.support.document import Page, name_in, words

HERE = {"", "localhost", "127.0.0.1"}
UNTYPED = {"hidden", "submit", "button", "image", "reset"}
#: Attributes that name other elements by their ids.
POINTING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "form", "headers")
LOADS = {
    "img": "src",
    "script": "src",
    "link": "href",
    "source": "src",
    "audio": "src",
    "video": "src",
    "iframe": "src",
    "form": "action",
    "embed": "src",
    "object": "data",
    "use": "href",
    "track": "src",
}

Check = Callable[[Page], Iterator[str]]
_checks: list[Check] = []


def check_page(page: Page) -> None:
    """Raise ``AssertionError`` that names every fault of ``page`` as a page, all at once."""
    faults = [fault for check in _checks for fault in check(page)]
    assert not faults, f"{page!r} is not a good page:\n  " + "\n  ".join(faults)


def error_of(page: Page) -> str:
    """With what the title of a page begins on which something is wrong, in the language of the page."""
    language = page.tree.get("lang", "").replace("-", "_")
    return f"{translations(language).gettext('Error:') if language in LANGUAGES else 'Error:'} "


def check(function: Check) -> Check:
    _checks.append(function)
    return function


@check
def is_valid_html(page: Page) -> Iterator[str]:
    lines = page.html.splitlines()
    for (line, _column), code, detail in page.parse_errors:
        yield f"HTML: {code} {detail or ''} in line {line}: {lines[line - 1].strip()[:90] if line <= len(lines) else ''}"


@check
def has_one_heading_that_its_title_repeats(page: Page) -> Iterator[str]:
    if not page.tree.get("lang"):
        yield "html has no lang"
    if len(page.all("main")) != 1:
        yield f"{len(page.all('main'))} elements main"
    if len(page.all("h1")) != 1 or not page.heading:
        yield f"{len(page.all('h1'))} h1: {page.headings[:3]}"
    elif not page.title.removeprefix(error_of(page)).startswith(page.heading):
        yield f"the title “{page.title}” does not start with the h1 “{page.heading}”"
    levels = [int(heading.tag[1]) for heading in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    yield from (f"h{a} is followed by h{b}" for a, b in zip(levels, levels[1:], strict=False) if b > a + 1)


@check
def has_unique_ids_and_points_at_them(page: Page) -> Iterator[str]:
    ids = Counter(element.get("id") for element in page.tree.iter() if "id" in element.attrib)
    yield from (f"{count} elements have the id {id!r}" for id, count in ids.items() if count > 1 or not id)
    for element in page.tree.iter():
        for attribute in POINTING:
            if attribute in element.attrib:
                yield from (
                    f"{element.tag} {attribute}={target!r} points at nothing"
                    for target in element.attrib[attribute].split()
                    if target not in ids
                )
        target = element.get("href", "")
        if element.tag == "a" and target.startswith("#") and target[1:] not in ids:
            yield f"the link “{words(element)}” points at nothing"


@check
def labels_every_control(page: Page) -> Iterator[str]:
    labelled = {label.get("for") for label in page.all("label") if name_in(label)}
    for control in page.all("input", "select", "textarea"):
        if control.get("type") in UNTYPED:
            continue
        inside = any(parent.tag == "label" for parent in ancestors(page, control))
        if not (inside or control.get("id") in labelled or control.get("aria-label") or control.get("aria-labelledby")):
            yield f"{control.tag} {control.get('name')!r} has no label"
    for element in page.all("button", "a"):
        pictured = any(image.get("alt") for image in element.iter("img"))
        if not (words(element) or element.get("aria-label") or element.get("aria-labelledby") or pictured):
            yield f"{element.tag} {element.attrib} says nothing"


@check
def sends_forms_to_a_named_place_with_their_token(page: Page) -> Iterator[str]:
    for form in page.all("form"):
        method = form.get("method", "").lower()
        if method not in ("get", "post"):
            yield f"form {form.attrib} has no method"
        if not form.get("action"):
            yield f"form {form.attrib} has no action"
        if method == "post" and not any(
            field.get("name") == "csrf_token" and field.get("value") for field in form.iter("input")
        ):
            yield f"form to {form.get('action')} has no CSRF field"
        if method == "post" and not any(field.get("name") == "form_key" for field in form.iter("input")):
            yield f"form to {form.get('action')} has no key, so a second press would do it twice"
        if method == "get" and any(field.get("name") == "csrf_token" for field in form.iter("input")):
            yield f"form to {form.get('action')} writes its CSRF token into the address"


@check
def says_for_whom_a_form_is(page: Page) -> Iterator[str]:
    """What is typed into a form of somebody signed in is kept for them when it comes too late; not so what voters do."""
    forms = page.all("form")
    if page.address.startswith(("/vote", "/kiosk")) or not any(f.get("action") == "/account/sign-out" for f in forms):
        return
    for form in forms:
        is_typed_into = any(each.get("type") not in UNTYPED for each in form.iter("input")) or any(
            form.iter("textarea")
        )
        if (
            form.get("method") == "post"
            and is_typed_into
            and not any(each.get("name") == "typed_for" for each in form.iter("input"))
        ):
            yield f"form to {form.get('action')} does not say for whom it is: what is typed into it could be lost"


@check
def has_no_code_or_style_inside(page: Page) -> Iterator[str]:
    for element in page.tree.iter():
        if element.tag == "style" or element.tag == "script" and not element.get("src"):
            yield f"inline {element.tag}"
        for name, value in element.attrib.items():
            if str(name).startswith("on") or name == "style" or value.strip().lower().startswith("javascript:"):
                yield f"inline {name}={value!r} on {element.tag}"


@check
def loads_nothing_from_elsewhere(page: Page) -> Iterator[str]:
    for element in page.tree.iter():
        tag = str(element.tag).rpartition("}")[2]
        for attribute in {LOADS.get(tag, ""), "poster", "srcset", "formaction"} & element.attrib.keys():
            for part in element.attrib[attribute].split(","):
                host = urlsplit(part.strip().split(" ")[0]).hostname or ""
                if host not in HERE and element.get("rel") != "canonical":
                    yield f"{tag} {attribute} loads from {host}"


@check
def gives_pictures_and_tables_words(page: Page) -> Iterator[str]:
    for image in page.all("img"):
        if "alt" not in image.attrib:
            yield f"img {image.get('src')} has no alt"
    for table in page.all("table"):
        captions = [caption for caption in table.iter("caption") if words(caption)]
        if not (captions or table.get("aria-label") or table.get("aria-labelledby")):
            yield f"a table has no caption: {words(table)[:60]}"
        if not any(True for _ in table.iter("th")):
            yield f"a table has no header cells: {words(table)[:60]}"


@check
def shows_no_leavings_of_the_program(page: Page) -> Iterator[str]:
    for leaving in re.findall(
        r"\{\{|\{%|%\(\w+\)[sd]|<\w+ object|object at 0x|Undefined|datetime\.|Decimal\(", page.text
    ):
        yield f"the page shows {leaving!r}"


@check
def sends_nobody_to_a_phone_that_there_is_not(page: Page) -> Iterator[str]:
    """A page that says "phone us" has the number; no number is empty (``pb.without_phone``)."""
    numbers = [each for each in page.tree.iter() if "phone-number" in each.attrib.get("class", "").split()]
    if not all(words(each) for each in numbers) or 'href="tel:"' in page.html:
        yield "an empty phone number"
    if page.address.startswith("/languages/"):  # all words that there are, whatever is set
        return
    said = re.search(r"phone us\b(?!: ?[+\d])", f"{page.text} {page.html}", re.IGNORECASE)
    if said and not numbers:
        yield "it says “phone us” and has no number"


@check
def says_at_the_top_what_is_wrong(page: Page) -> Iterator[str]:
    """Each sentence beside a field stands in the summary too, as a link to its field, and the title tells of it."""
    summary = next((each for each in page.tree.iter() if "data-error-summary" in each.attrib), None)
    links = {link.get("href") for link in summary.iter("a")} if summary is not None else set()
    for beside in (each for each in page.all("p") if each.get("class") == "field__error" and each.get("id")):
        if f"#{beside.get('id').removesuffix('-error')}" not in links:
            yield f"the summary does not lead to “{words(beside)}”"
    if summary is None and page.status == 422 and any(each.get("type") not in UNTYPED for each in page.all("input")):
        yield "422 without a summary of what is wrong"
    if page.title.startswith(error_of(page)) != (summary is not None):
        yield f"a page {'with' if summary is not None else 'without'} a summary of errors has the title “{page.title}”"


def ancestors(page: Page, element) -> Iterator:
    """The elements that ``element`` lies in, nearest first."""
    while (element := page.parents.get(element)) is not None:
        yield element
