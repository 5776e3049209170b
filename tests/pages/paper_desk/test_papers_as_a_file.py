"""Ballot papers as a PDF file: every paper once, each with its number on all its pages, and nothing is kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pb.database import db
from pb.formats import day_time
from pb.pages.paper_desk import batches
from pb.paper import queries
from pb.paper.actions import print_batch, submit_ballot_paper_account
from pb.paper.rules import PaperCounts, shown_serial
from pb.venues.models import VotingSession
from pb.web.access import COORDINATOR, COUNTER, STEERING
from tests.support.makers.papers import SEAL, counted
from tests.support.makers.projects import actor_of
from tests.support.pdf import needs_a_ruler, numbers_on_pages, text_of_pages
from tests.support.safety.to_decide import decide


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
    assert sorted(each["serial"] for each in plain["papers"]) == serials and (plain["large"], large["large"]) == (
        False,
        True,
    )
    for words in plain["words"].values():
        assert str(words) in page.text
    ((section,),) = plain["lists"]
    for line in section["lines"]:
        assert line["title"] in page.text and line["cost"] in page.text
    assert [line["number"] for line in section["lines"]] == [1, 2, 3] and plain["language"] == "en"


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


ADDRESS = "Freepost VOTES, 1 High Street, Thistlemoor, EH6 1AA"


@pytest.fixture
def post_desk(visitor, make):
    """Signed in as a counter of a round with a paper for the post; with the round and the paper's address."""
    round_ = make.voting_round(projects=3)
    counter = make.staff(COUNTER, declared_in=round_)
    batch = print_batch(actor_of(counter), round_.id, None, 1)
    return visitor.signed_in_as(counter), round_, f"/rounds/{round_.id}/paper-desk/batches/{batch.id}"


@needs_a_ruler
def test_a_paper_for_the_post_says_where_it_goes_and_until_when_and_names_no_box(post_desk, app):
    desk, round_, here = post_desk
    app.config["RETURN_ADDRESS"] = ADDRESS
    for said in (desk.opens(here).text, *text_of_pages(desk.downloads(f"{here}/papers.pdf").get_data())):
        assert f"It must reach us by {day_time(round_.post_closes_at)}. Send it to: {ADDRESS}" in said
        assert "reply envelope" in said and "in the box" not in said
    labels = text_of_pages(desk.downloads(f"/rounds/{round_.id}/paper-desk/reply-labels.pdf").get_data())
    assert [label.count("EH6 1AA") for label in labels] == [8]
    assert f"Must arrive by {day_time(round_.post_closes_at)}" in labels[0]


@needs_a_ruler
def test_without_an_address_papers_for_the_post_say_so_before_they_are_printed(post_desk):
    desk, round_, here = post_desk
    assert "Nobody has set where votes by post are sent" in desk.opens(f"/rounds/{round_.id}/paper-desk/batches").text
    page = desk.opens(here)
    assert "These papers do not say where to send them" in page.text and "Send it to" not in page.text
    assert desk.downloads(f"/rounds/{round_.id}/paper-desk/reply-labels.pdf").status_code == 409


def test_a_paper_of_a_session_goes_into_its_box(visitor, printed, app):
    app.config["RETURN_ADDRESS"] = ADDRESS
    account, here, _serials = printed(3, 1)
    text = visitor.signed_in_as(account).opens(here).text
    assert "put it in the box" in text and "EH6 1AA" not in text and "do not say where" not in text


def test_blank_papers_with_numbers_in_use_are_given_to_nobody_once_they_are_accounted_for(visitor, printed, make):
    account, here, _serials = printed(3, 2)
    visitor.signed_in_as(account)
    assert visitor.opens(here).status == 200
    batch, _papers = queries.batches(int(here.split("/")[2]))[0]
    voting_session, figures = db.session.get_one(VotingSession, batch.session_id), PaperCounts(2, 0, 2, 0, 0)
    submit_ballot_paper_account(
        make.actor(COORDINATOR), voting_session, figures, heads=counted(voting_session, figures), seal=SEAL
    )
    several = f"{here.rpartition('/')[0]}/papers.pdf?batch={batch.id}"
    for address in (here, f"{here}/papers.pdf", several):
        page = visitor.opens(address)
        assert page.status == 409 and "its papers cannot be printed again" in page.main, address


def test_papers_for_the_post_are_printed_until_the_last_day_for_post(post_desk, clock):
    desk, round_, here = post_desk
    clock.set(round_.post_closes_at - timedelta(minutes=1))
    assert desk.opens(here).status == 200
    clock.set(round_.post_closes_at)
    assert desk.opens(here).status == 409


def test_no_paper_is_given_to_a_printer_once_the_box_is_open(post_desk, make, clock):
    desk, round_, here = post_desk
    clock.set(round_.post_closes_at + timedelta(hours=1))
    decide(make, round_.id, "batch", queries.batches(round_.id)[0][0].id, "explain:destroyed")
    make.opened_box(round_)
    page = desk.opens(here)
    assert page.status == 409 and "has been opened, so no more papers are needed" in page.main
