"""Every PDF that people read is tagged: a program that checks PDF/UA-1 finds nothing."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pb.pages.letters.letters import written as letters_written
from pb.pages.paper_desk.packing import packing_lists
from pb.pages.session_desk.tablet_drill import drill_pdf
from pb.pages.session_papers import session_papers
from pb.pages.sessions.booklet import booklet
from pb.pages.sessions.posters import written as posters_written
from pb.paper.queries.packing import packed_box
from pb.programme.queries.posters import posters
from pb.programme.rules.letters import Office, VoteDates, vote_letter
from pb.voting.actions.cards import NewCard
from pb.voting.queries import frozen_ballot
from pb.voting.queries.card_files import cards_pdf
from pb.web.access import COUNTER
from tests.support.pdf import failures_of_pdf_ua

DATES = VoteDates("Monday 1 March", "Sunday 14 March", "Tuesday 16 March")


@pytest.fixture
def prints(app, make, round_, voting_session, visitor):
    """Each by its name: what makes it."""
    app.config["RETURN_ADDRESS"] = "Freepost VOTES, 1 High Street, Thistlemoor, EH6 1AA"
    ballot, box = frozen_ballot(round_.id), packed_box(voting_session)
    desk = visitor.signed_in_as(make.staff(COUNTER, declared_in=round_))
    office = Office("The Fund", "1 High Street, Thistlemoor, EH6 1AA", "0131", "")
    letter = vote_letter(("Rose", "EH6 1AA"), "Spring", 7, "Tea for all", DATES, office)
    return {
        "booklet": lambda: booklet(ballot, large=False),
        "booklet in large print": lambda: booklet(ballot, large=True),
        "cards": lambda: cards_pdf(round_, [NewCard(1, "ABCDEFGHJK")], "https://vote.example.org"),
        "labels": lambda: desk.downloads(f"/rounds/{round_.id}/paper-desk/reply-labels.pdf").get_data(),
        "letters": lambda: letters_written(SimpleNamespace(name="Spring"), [letter], office, large=True),
        "packing": lambda: packing_lists(ballot, voting_session.starts_at.date(), {"Red van": [box]}),
        "posters": lambda: posters_written(round_, posters(round_, "0131")),
        "session papers": lambda: session_papers(ballot, [box, box]),
        "tablet": lambda: drill_pdf("Leith Library", "0131"),
    }


@pytest.fixture
def round_(make):
    return make.voting_round(projects=9, entitlement="vouch")


def test_a_checker_finds_nothing(app, prints):
    found = {}
    for name, make_it in prints.items():
        with app.test_request_context("/"):
            found[name] = failures_of_pdf_ua(make_it())
    assert found == dict.fromkeys(prints, [])


def test_it_finds_what_is_wrong():
    import typst

    assert failures_of_pdf_ua(typst.compile(b"= Hello\n- there", format="pdf", pdf_tags=False))
