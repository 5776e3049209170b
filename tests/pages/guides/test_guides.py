"""Each role has a guide to print; what it names stands on a screen, and its links and pictures are there."""

from __future__ import annotations

import re

import pytest

from pb.pages.guides.guides import GUIDES
from pb.roles import COORDINATOR, COUNTER, FACILITATOR, STEERING
from tests.support.document import words
from tests.support.guide_pictures import FOLDER, PICTURES
from tests.support.sources import TOP, expect_none

#: A translated sentence of a template or of a page's module.
_SAID = re.compile(r'_l?\(\s*"((?:[^"\\]|\\.)+)"')


def said_elsewhere() -> set[str]:
    """The words of all screens but the guides."""
    templates = (file for file in (TOP / "templates").rglob("*.html") if file.parent.name != "guides")
    modules = (TOP / "pb" / "pages").rglob("*.py")
    return {said for file in (*templates, *modules) for said in _SAID.findall(file.read_text(encoding="utf-8"))}


@pytest.fixture
def reader(visitor, make):
    return visitor.signed_in_as(make.account(COORDINATOR))


@pytest.mark.parametrize("name", GUIDES)
def test_what_a_guide_names_stands_on_a_screen(reader, name):
    page = reader.opens(f"/guides/{name}")
    assert page.status == 200
    named = {words(each) for each in page.all("strong") if each.get("class") == "screen-name"}
    assert named or name == "server"
    expect_none(f"{name}: {each}" for each in named - said_elsewhere())


@pytest.mark.parametrize("name", GUIDES)
def test_its_pictures_and_links_are_there(reader, name):
    page = reader.opens(f"/guides/{name}")
    pictures = [image for image in page.all("img") if image.get("class") == "screen__picture"]
    assert all(image.get("alt").strip() for image in pictures)
    for address in [
        *(image.get("src") for image in pictures),
        *(link for link in page.links.values() if link.startswith("/")),
    ]:
        assert reader.asks("GET", address).status_code in (200, 302), address


def test_every_picture_that_is_taken_is_shown_and_no_other():
    shown = {
        name
        for file in (TOP / "templates" / "guides").glob("*.html")
        for name in re.findall(r'picture\("img/guides/([\w-]+).png"', file.read_text())
    }
    assert shown == set(PICTURES) == {file.stem for file in FOLDER.glob("*.png")}


@pytest.mark.parametrize(
    ("role", "title"),
    [
        (COORDINATOR, "Guide for coordinators"),
        (STEERING, "Guide for the steering group"),
        (FACILITATOR, "Guide for facilitators"),
        (COUNTER, "Guide for counters"),
    ],
)
def test_ones_own_guide_is_on_the_dashboard_and_first_in_the_list(visitor, make, role, title):
    visitor.signed_in_as(make.account(role))
    assert [each for each in visitor.opens("/dashboard").links if each.startswith("Guide ")] == [title]
    page = visitor.opens("/guides")
    assert [each for each in page.links if each.startswith("Guide ")][0] == title and f"{title} (for you)" in page.main


@pytest.mark.parametrize("name", GUIDES)
def test_on_paper_a_guide_is_one_page_and_the_longest_are_two(browser_visitor, make, name):
    browser_visitor.signed_in_as(make.account(COORDINATOR)).opens(f"/guides/{name}")
    printed = browser_visitor.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == (
        2 if name in ("coordinator", "facilitator", "counter") else 1
    )


def test_a_guide_that_is_not_there(reader):
    assert reader.opens("/guides/mayor").status == 404
