"""Ballot papers as a PDF file: every paper once, each with its number on all its pages, and nothing is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from pb.pages.paper_desk import batches
from pb.paper import queries
from pb.paper.rules import shown_serial
from pb.web.access import COUNTER, STEERING
from tests.support.pdf import numbers_on_pages


@pytest.fixture
def printed(make):
    """Makes a round with so many projects and papers; its counter's account, the address of the papers, their numbers."""

    def prints(projects: int, papers: int):
        round_ = make.voting_round(projects=projects, entitlement="vouch")
        account = make.staff(COUNTER, declared_in=round_)
        serials = make.papers(make.session_at(round_), printed=papers, issued=0)
        here = f"/rounds/{round_.id}/paper-desk/batches/{queries.batches(round_.id)[0][0].id}"
        return account, here, sorted(shown_serial(each) for each in serials)

    return prints


@pytest.mark.parametrize(("projects", "size", "pages"), [(20, "", 1), (26, "", 1), (40, "", 2), (20, "?size=large", 2)])
def test_every_paper_is_in_the_file_once_with_its_number_on_each_page(visitor, printed, projects, size, pages):
    account, here, serials = printed(projects, 3)
    visitor.signed_in_as(account)
    answer = visitor.downloads(f"{here}/papers.pdf{size}")
    assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in answer.headers["Cache-Control"]
    numbers = numbers_on_pages(answer.get_data())
    assert sorted(numbers) == sorted(serials * pages)
    assert numbers == [number for first in numbers[::pages] for number in [first] * pages], (
        "a paper's pages lie together"
    )


def test_it_says_what_the_page_says(visitor, printed, monkeypatch, app):
    account, here, serials = printed(3, 2)
    made = []
    monkeypatch.setattr(batches, "pages_with_numbers", lambda _form, _stamp, data: made.append(data) or b"%PDF-")
    visitor.signed_in_as(account)
    page = visitor.opens(here)
    visitor.downloads(page.links["Download as a PDF file"])
    visitor.downloads(f"{here}/papers.pdf?size=large")
    plain, large = made
    assert sorted(plain["serials"]) == serials and (plain["large"], large["large"]) == (False, True)
    for words in plain["words"].values():
        assert words in page.text
    for line in plain["lines"]:
        assert line["title"] in page.text and line["cost"] in page.text
    assert [line["number"] for line in plain["lines"]] == [1, 2, 3] and plain["language"] == "en"


def test_a_large_batch_is_printed_from_the_file_alone(visitor, printed):
    account, here, serials = printed(3, batches.MOST_ON_A_PAGE + 1)
    page = visitor.signed_in_as(account).opens(here)
    assert "201 papers." in page.text and "too many for one page" in page.text
    assert not any(number in page.text for number in serials) and "Print this page" not in page.text
    assert page.links["Download 201 papers as a PDF file"] == f"{here}/papers.pdf"
    large = visitor.follows("Large print")
    assert large.links["Download 201 papers as a PDF file"] == f"{here}/papers.pdf?size=large"


def test_nobody_else_gets_it_and_it_lies_nowhere_afterwards(visitor, new_visitor, make, printed, app):
    account, here, _serials = printed(2, 1)
    member = new_visitor().signed_in_as(make.staff(STEERING))
    assert member.downloads(f"{here}/papers.pdf").status_code == 403
    assert new_visitor().downloads(f"{here}/papers.pdf").status_code in (302, 401, 403)
    visitor.signed_in_as(account)
    assert visitor.downloads(f"{here}/papers.pdf").status_code == 200
    assert visitor.downloads(f"{here.rsplit('/', 1)[0]}/999/papers.pdf").status_code == 404
    assert not list(Path(app.instance_path).rglob("*.pdf"))
