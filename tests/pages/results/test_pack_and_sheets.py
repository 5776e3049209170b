"""What a steering group and venues print of a published result: tagged files that say what the page says, and no number more."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from pb.pages.results.pack import _data
from pb.pages.results.poster import _TEMPLATE as POSTER
from pb.pages.results.poster import poster_of
from pb.pages.results.result_view import published
from pb.pages.results.venue_sheets import _TEMPLATE, sheets_of
from pb.projects.queries import ballot_lines
from pb.results.queries.counts import latest_count
from pb.rounds.actions import agree_to, propose_withdrawal
from pb.typesetting import document
from pb.web.access import Role
from tests.support.pdf import failures_of_pdf_ua, needs_a_ruler, words_on_pages

BALLOTS = [(1, 2), (1, 3), (2,), (1,), (4, 1), (2, 5)]
PLACES = [
    {"names": ["", "Larch Library"], "ballots": 48},
    {"names": ["Abbey Hall"], "ballots": 31},
    {"names": ["Dean Centre", "Muir House"], "ballots": 14},
]


@pytest.fixture
def round_(make):
    return make.published(make.voting_round(projects=5, costs=[30_000, 40_000, 20_000, 60_000, 10_000]), *BALLOTS)


@pytest.fixture
def member(make, new_visitor):
    return new_visitor().signed_in_as(make.account(Role.STEERING))


def text_of(pdf: bytes) -> str:
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(re.sub("[\u2066-\u2069]", "", read.stdout.decode()).split())


@needs_a_ruler
def test_the_pack_has_everything_that_the_page_says_and_can_be_read_out(member, round_):
    here = f"/rounds/{round_.id}/results"
    member.opens(here)
    answer = member.downloads(f"{here}/pack.pdf")
    assert answer.mimetype == "application/pdf" and failures_of_pdf_ua(answer.get_data()) == []
    said, result = text_of(answer.get_data()), published(round_.id)
    for row in result.rows:
        assert f"{row.number}. {row.title}" in said and row.why[:40] in said
    assert result.headline in said and all(name in said for name, _at in result.signed)
    packed = said.replace(" ", "")
    assert latest_count(round_.id).ballots_hash in packed and result.publication.record_head in packed
    for title in ("had the most votes", "of £1,000 goes to", "came nearest", "Most often a ballot named", "Who signed"):
        assert title in said, title
    assert answer.get_data() == member.downloads(f"{here}/pack.pdf").get_data()


def test_slides_are_the_pictures_of_the_page_in_its_order(member, round_):
    here = f"/rounds/{round_.id}/results"
    data = member.downloads(f"{here}/slides.zip").get_data()
    assert data == member.downloads(f"{here}/slides.zip").get_data()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert names[:3] == ["01-votes-1.png", "02-money-1.png", "03-nearly-1.png"] and names == sorted(names)
        assert all(archive.read(name).startswith(b"\x89PNG") for name in names)
    pictures = [image for image in member.opens(here).all("img") if "charts" in image.get("src")]
    assert len(names) == len(pictures)


@needs_a_ruler
def test_a_sheet_for_each_venue_says_its_own_votes_only_where_they_are_told_alone(app, round_):
    app.config["HELP_PHONE"] = "0131 555 0100"
    result = published(round_.id)
    result = replace(result, facts={**result.facts, "turnout": {"ballots": 93, "places": PLACES}})
    with app.test_request_context():
        told = sheets_of(result)
        pdf = document(_TEMPLATE, told)
    assert [each["venue"].strip("\u2066\u2067\u2068\u2069") for each in told["sheets"]] == [
        "", "Abbey Hall", "Dean Centre", "Larch Library", "Muir House",
    ]  # fmt: skip
    here = {each["venue"].strip("\u2066\u2067\u2068\u2069"): each["here"][-1] for each in told["sheets"]}
    assert here["Abbey Hall"] == "31 people voted here."
    assert "Muir House" in here["Dean Centre"] and "14 people" in here["Dean Centre"]
    assert here["Larch Library"].startswith("Here and elsewhere together, 48 people voted. Small numbers")
    assert failures_of_pdf_ua(pdf) == [] and b"/Type/Pages/Count 5/" in pdf
    said = text_of(pdf)
    assert said.count("What your vote did") == 5 and said.count("0131 555 0100") == 5
    for row in result.rows:
        assert (row.title in said) == bool(row.award)


def test_a_coming_vote_stands_on_the_sheets(app, make, round_, clock):
    with app.test_request_context():
        assert len(sheets_of(published(round_.id))["next"]) == 1
        coming = make.voting_round(projects=2)
        clock.set(coming.voting_opens_at - timedelta(days=1))
        assert sheets_of(published(round_.id))["next"][1].startswith("The next vote is open from ")


def test_decisions_after_the_freeze_stand_in_the_pack_with_their_reason(app, make, clock):
    round_ = make.voting_round(projects=3)
    [one, other] = (make.actor(Role.STEERING) for _ in range(2))
    project = ballot_lines(round_.id)[1].project_id
    agree_to(other, propose_withdrawal(one, make.fresh(round_), project, "The group has folded."))
    with app.test_request_context():
        data = _data(published(make.published(round_, (1,), (2,), (3,)).id))
    [[what, reason, who, _day]] = data["decisions"]["rows"]
    assert (what, reason) == ("A project was withdrawn: 2", "The group has folded.") and "·" in who
    assert json.dumps(data, default=str)


def test_the_steering_group_finds_words_to_thank_facilitators_with(member, round_):
    said = member.opens(f"/rounds/{round_.id}/results").main
    assert f"Thank you for your work in {round_.name}." in said and "6 people voted." in said


def test_who_may_have_them(make, new_visitor, round_):
    here = f"/rounds/{round_.id}/results"
    page = new_visitor().opens(here)
    assert "To print and to show" not in page.headings
    facilitator = new_visitor().signed_in_as(make.account(Role.FACILITATOR))
    page = facilitator.opens(here)
    assert "To print and to show" in page.headings and "Pack for the steering group" not in page.main
    assert facilitator.downloads(f"{here}/pack.pdf").status_code == 403
    assert facilitator.downloads(f"{here}/venue-sheets.pdf").status_code == 200


@needs_a_ruler
def test_the_poster_is_one_sheet_in_large_print_that_says_what_the_result_says(app, make, new_visitor, round_):
    app.config["HELP_PHONE"] = "0131 555 0100"
    facilitator = new_visitor().signed_in_as(make.account(Role.FACILITATOR))
    page = facilitator.opens(f"/rounds/{round_.id}/results")
    pdf = facilitator.downloads(page.links["Poster of the result, one sheet in large print (PDF)"]).get_data()
    said, result = text_of(pdf), published(round_.id)
    assert failures_of_pdf_ua(pdf) == [] and b"/Type/Pages/Count 1/" in pdf
    assert result.headline in said and "6 people voted." in said and "0131 555 0100" in said
    assert f"/rounds/{round_.id}/results" in said.replace(" ", "")
    for row in result.rows:
        assert (row.title in said) == bool(row.award) and (not row.award or result.money(row.award) in said)
    assert min(word.bottom - word.top for page in words_on_pages(pdf) for word in page) > 6, (
        "large print, in millimetres"
    )


@needs_a_ruler
def test_a_poster_of_many_projects_and_of_none(app, make, round_):
    result = published(round_.id)
    with app.test_request_context():
        told = poster_of(result)
        long = told | {
            "funded": [[f"{n} A project with a long name for everyone here", "£1,234,567"] for n in range(12)]
        }
        for each in (long, told | {"funded": []}):
            pdf = document(POSTER, each)
            assert failures_of_pdf_ua(pdf) == [] and b"/Type/Pages/Count 1/" in pdf
        few = {"ballots": 12, "places": [{"names": ["", "Abbey Hall"], "ballots": 12}]}
        assert poster_of(replace(result, facts={**result.facts, "turnout": few}))["turnout"] == ["6 people voted."]
        apart = {"ballots": 40, "places": [{"names": [""], "ballots": 30}, {"names": ["Abbey Hall"], "ballots": 10}]}
        with_home = poster_of(replace(result, facts={**result.facts, "turnout": apart}))["turnout"]
    assert with_home[1:] == ["25% of the votes were cast at venues, 75% at home."]
