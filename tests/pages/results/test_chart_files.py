"""What somebody takes home of a chart, and its table in another order, without JavaScript."""

from __future__ import annotations

import csv
import io
import re
import struct
from xml.etree import ElementTree

import pytest

from tests.support.pdf import failures_of_pdf_ua

BALLOTS = [(1, 2), (1, 3), (2,), (1,), (4, 1), (2, 5)]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def here(make):
    round_ = make.published(make.voting_round(projects=5, costs=[30_000, 40_000, 20_000, 60_000, 10_000]), *BALLOTS)
    return f"/rounds/{round_.id}/results"


def test_a_table_is_sorted_by_a_link_and_back(visitor, here):
    page = visitor.opens(here)
    first = page.tables["Votes for each project"]
    links = [link for link in page.all("a") if "sort=votes-1.1.down" in link.get("href")]
    assert len(links) == 1 and links[0].get("href").endswith("#votes-1")
    page = visitor.opens(links[0].get("href"))
    assert [row[1] for row in page.tables["Votes for each project"][1:]] == ["4", "3", "1", "1", "1"]
    [heading] = [each for each in page.all("th") if each.get("aria-sort")]
    assert heading.get("aria-sort") == "descending" and heading.text.strip().startswith("Votes")
    assert [each for each in page.all("details") if each.get("open") is not None], "the table is unfolded"
    page = visitor.opens(f"{here}?sort=votes-1.1.up")
    assert [row[1] for row in page.tables["Votes for each project"][1:]] == ["1", "1", "1", "3", "4"]
    for nonsense in ("votes-1.99.up", "%3Cb%3E", "money-7.1.down", "votes-1.1.up&sort=x"):
        assert visitor.opens(f"{here}?sort={nonsense}").tables["Where the money goes"]
    assert visitor.opens(here).tables["Votes for each project"] == first


def test_its_table_is_a_sheet_with_plain_numbers(visitor, here):
    answer = visitor.downloads(f"{here}/charts/money-1.csv")
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline="")))
    assert rows[0]["Cost"] == "300.00" and rows[0]["Left at its turn"] == "1000.00" and len(rows) == 5
    assert answer.mimetype == "text/csv"


def test_its_page_to_print_is_tagged_and_says_the_finding(visitor, here):
    answer = visitor.downloads(f"{here}/charts/votes-1.pdf")
    assert answer.mimetype == "application/pdf" and failures_of_pdf_ua(answer.get_data()) == []
    assert answer.get_data() == visitor.downloads(f"{here}/charts/votes-1.pdf").get_data()


def test_a_picture_for_slides_has_twice_the_points_and_the_same_bytes(visitor, here):
    [src, *_more] = [image.get("src") for image in visitor.opens(here).all("img") if "charts" in image.get("src")]
    png = visitor.downloads(src.replace(".svg", ".png")).get_data()
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">I", png[16:20]) == (1344,)
    assert png == visitor.downloads(src.replace(".svg", ".png")).get_data()


def test_a_picture_that_is_opened_alone_says_what_it_is_and_can_be_dark(visitor, here):
    page = visitor.opens(here)
    [src, *_more] = [image.get("src") for image in page.all("img") if "charts" in image.get("src")]
    light = visitor.downloads(src).get_data()
    root = ElementTree.fromstring(light)
    assert (
        root.get("role") == "img"
        and root.find(f"{SVG}title").text == page.headings[page.headings.index(root.find(f"{SVG}title").text)]
    )
    assert root.find(f"{SVG}desc").text.endswith(".")
    assert float(root.get("width").removesuffix("pt")) == 504
    [dark] = {each.get("srcset") for each in page.all("source") if each.get("srcset").startswith(src + "?")}
    night = visitor.downloads(dark).get_data()
    colours = set(re.findall(rb"#[0-9a-f]{6}\b", night))
    assert colours == {b"#000000", b"#ffffff"} and len(night) == len(light)


@pytest.mark.parametrize("name", ["votes-9.csv", "votes-9.pdf", f"{'0' * 32}.png", "..%2fpacks.csv"])
def test_of_no_chart_there_is_no_file(visitor, here, name):
    assert visitor.downloads(f"{here}/charts/{name}").status_code == 404


def test_from_the_second_round_on_a_round_stands_beside_those_before_it(make, visitor, clock):
    first = make.published(make.voting_round(projects=2), (1,), (2,))
    assert "This round and earlier rounds" not in visitor.opens(f"/rounds/{first.id}/results").tables
    clock.forward(days=90)
    second = make.published(make.voting_round(projects=3), (1,), (2,), (3,))
    page = visitor.opens(f"/rounds/{second.id}/results")
    assert [row[:4] for row in page.tables["This round and earlier rounds"][1:]] == [
        [first.name, "2", "2", "2"],
        [second.name, "3", "3", "3"],
    ]
    assert f"More votes than in {first.name}: 3, up from 2" in page.headings
    assert "This round and earlier rounds" not in visitor.opens(f"/rounds/{first.id}/results").tables
