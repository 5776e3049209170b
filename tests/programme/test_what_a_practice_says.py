"""A practice says that it is one on each page, paper and file, and finds exactly the known answer of a round that is played
in it.
"""

from __future__ import annotations

import csv

from sqlalchemy import select

from pb.charts.drawing import draw
from pb.counting import pabulib
from pb.database import db
from pb.pages.letters.letters import written
from pb.pages.paper_desk.batches import papers_pdf
from pb.pages.results.charts import charts_of, drawings_of
from pb.pages.results.files import picture_file, published_files
from pb.pages.results.result_view import published
from pb.paper.rules.printed_papers import words_on_paper
from pb.people.models import Account
from pb.programme.rules.letters import Letter, Office
from pb.rounds.models import Round
from pb.rounds.queries import newest_first
from pb.venues.queries import planned_sessions
from pb.voting.queries import frozen_ballot
from pb.voting.queries.card_files import cards_pdf
from tests.bench import rehearsal
from tests.support.browser import PHONE, BrowserVisitor
from tests.support.make import Make
from tests.support.pdf import says
from tests.support.practice import VENUES, running
from tests.support.server import serving
from tests.support.visitor import Visitor


def test_every_page_says_that_it_is_a_practice(made):
    _said, folder = made
    with running(folder) as practice, practice.app_context():
        round_ = db.session.scalars(select(Round)).one()
        morag = db.session.scalars(select(Account).where(Account.sign_in_name == "morag")).one()
        jean = db.session.scalars(select(Account).where(Account.sign_in_name == "jean")).one()
        session_id = planned_sessions(round_.id)[0].id
        pages = {
            "/": None, "/vote": None, "/apply": None, "/about/secret": None, "/account/sign-in": None, "/nowhere": None,
            "/dashboard": morag, "/venues": morag, "/guides/coordinator": morag, "/people": morag,
            f"/rounds/{round_.id}/session-desk/{session_id}": jean,
        }  # fmt: skip
        for address, who in pages.items():
            visitor = Visitor(practice)
            if who:
                visitor.signed_in_as(who)
            page = visitor.opens(address)
            assert "PRACTICE Nothing here counts." in page.text and "– PRACTICE –" in page.title, address
        said = practice.test_cli_runner().invoke(args=["sorry-page", str(folder)])
        assert said.exit_code == 0 and "Nothing here counts." in (folder / "sorry" / "sorry.html").read_text()
        assert (folder / "sorry" / "css" / "practice.css").exists()


def test_papers_cards_and_letters_of_a_practice_say_so(made):
    _said, folder = made
    with running(folder) as practice, practice.app_context():
        make = Make(practice)
        round_ = make.voting_round(projects=3, name="Round of its own")
        words = words_on_paper(frozen_ballot(round_.id), "")
        papers = papers_pdf(frozen_ballot(round_.id), ["123 4567", "765 4321"], words, large=False)
        cards = cards_pdf(round_, make.cards(round_, 2), "https://practice.example.org")
        letter = Letter(("Rose Larks",), "Dates of the vote", ("Come and vote.",))
        with practice.test_request_context():
            letters = written(round_, [letter], Office("Fund", "Leith", "", ""), large=False)
        practice.config["PRACTICE"] = False
        of_a_real_one = papers_pdf(frozen_ballot(round_.id), ["123 4567"], words, large=False)
    assert says(papers, "PRACTICE") >= 2 and says(cards, "PRACTICE: nothing here counts") == 2
    assert says(letters, "PRACTICE: nothing here counts") >= 1
    assert says(of_a_real_one, "PRACTICE") == 0


def test_a_round_that_is_played_has_exactly_the_known_answer_and_all_its_files_say_practice(real, tmp_path):
    with real.app_context():
        found = rehearsal.play(tmp_path / "practice")
        db.session.remove()
    assert found.is_exact, "\n".join(found.table())
    assert (found.venues, len(found.winners)) == (VENUES, 5) and found.ballots > 20
    with running(tmp_path / "practice") as practice, practice.app_context():
        (round_,) = newest_first()
        result = published(round_.id)
        files = published_files(result)
        for name in ("projects.csv", "ballots.csv", "turnout.csv", "receipts.csv"):
            rows = list(csv.DictReader(files[name].decode("utf-8-sig").splitlines()))
            assert rows and {row["practice"] for row in rows} == {"PRACTICE"}, name
        assert f"PRACTICE, not a real vote: {round_.name}" in files["README.txt"].decode()
        (tmp_path / "election.pb").write_bytes(files["election.pb"])
        assert pabulib.read(tmp_path / "election.pb").meta["description"].startswith("PRACTICE, not a real vote")
        assert charts_of(result) and all("PRACTICE" not in each.title for each in charts_of(result))
        picture = drawings_of(charts_of(result))[0]
        assert picture_file(picture).read_bytes() == draw(picture, practice=True) != draw(picture)
        answer = Visitor(practice).downloads(f"/rounds/{round_.id}/results/files/projects.csv")
        assert "filename=PRACTICE-round-" in answer.headers["Content-Disposition"].replace('"', "")


def test_a_practice_is_said_on_a_phone_and_when_a_page_is_printed(chromium, made):
    _said, folder = made
    with running(folder) as practice, serving(practice) as server:
        person = BrowserVisitor(chromium, server, PHONE)
        for address in ("/", "/vote", "/account/sign-in"):
            person.opens(address)
            strip = person.page.locator(".practice")
            assert strip.is_visible() and strip.inner_text().startswith("PRACTICE Nothing here counts.")
        person.page.emulate_media(media="print")
        heading = "getComputedStyle(document.querySelector('h1'), '::before').content"
        assert person.page.evaluate(heading) == '"PRACTICE: "' and not strip.is_visible()
        person.leaves()
