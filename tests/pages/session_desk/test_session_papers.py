"""What a team has on paper: the words to read aloud, sheets for a dead network, the session sheet; for one session or a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.formats import clock_time, day, money
from pb.paper import actions, queries
from pb.paper.rules import shown_serial
from pb.web.access import COUNTER
from tests.support.makers.voting import COMMAND
from tests.support.pdf import needs_a_ruler, text_of_pages, words_on_pages

LINK = "What the team reads aloud and fills in (PDF)"
pytestmark = needs_a_ruler


@pytest.fixture
def round_(make, request):
    return make.voting_round(projects=24, entitlement=getattr(request, "param", "vouch"), max_choices=3)


def here(voting_session) -> str:
    return f"/rounds/{voting_session.round_id}/session-desk/{voting_session.id}"


def pages_of(person, voting_session) -> list[str]:
    desk = person.opens(here(voting_session))
    return text_of_pages(person.downloads(desk.links[LINK]).get_data())


def test_it_says_what_the_paper_and_the_account_say(visitor, make, facilitator, round_, voting_session):
    batch = actions.print_batch(COMMAND, round_.id, voting_session, 40)
    pages = pages_of(visitor.signed_in_as(facilitator), voting_session)
    whole = " ".join(pages)
    for said in (
        "Read this aloud", "There is £1,000 to share out.", "You can vote if this is true for you:", "Tick 1, 2 or 3.",
        "If you tick more than 3, we cannot count your paper.", "Fold this paper and put it in the box.",
        f"The session ends at {clock_time(voting_session.ends_at)}.", day(voting_session.starts_at), "Your vote is secret",
        voting_session.venue.name, facilitator.name,
    ):  # fmt: skip
        assert said in whole, said
    for number in range(1, 25):
        assert f"{number} Project number {number}. {money(number * 10000)}" in whole
    sheet = visitor.opens(f"{here(voting_session)}/sheet")
    lines = [row[0] for name in ("Voters counted", "For the ballot paper account") for row in sheet.tables[name][1:]]
    assert len(lines) == 13 and all(line in pages[-1] for line in lines if line != "Signature")
    assert "Signature" in pages[-1] and f"{batch.id} 40" in pages[-2]
    assert not any(shown_serial(each) in whole or each in whole for each in queries.serials_of(batch.id))


@pytest.mark.parametrize(
    ("round_", "said", "not_said"),
    [
        ("vouch", "Cross out one box for each paper that you hand out.", "Card number"),
        ("code", "Keep each voting card that is handed in", "Papers handed out"),
    ],
    indirect=["round_"],
)
def test_without_a_network_papers_are_handed_out_as_the_round_has_it(
    visitor, facilitator, voting_session, said, not_said
):
    pages = pages_of(visitor.signed_in_as(facilitator), voting_session)
    [roll] = [each for each in pages if "If there is no network" in each]
    assert said in roll and not_said not in roll and "Spoiled papers that were replaced" in roll
    assert "Write down no names, and no numbers of papers" in roll
    assert len(pages) == 5


def test_what_is_read_aloud_has_large_letters(visitor, facilitator, voting_session):
    desk = visitor.signed_in_as(facilitator).opens(here(voting_session))
    [first, second, *_others] = words_on_pages(visitor.downloads(desk.links[LINK]).get_data())
    read = [word for page in (first, second) for word in page if 20 < word.top < 275]
    assert min(word.bottom - word.top for word in read) > 18 * 25.4 / 72


def test_all_sessions_of_a_day_come_in_one_file_each_on_sheets_of_its_own(visitor, make, round_, clock):
    clock.set((round_.voting_opens_at + timedelta(days=1)).replace(hour=12, minute=0))
    three = [make.session_at(round_, venue=name) for name in ("Leith Library", "Gilmerton Hub", "Portobello Club")]
    desk = visitor.signed_in_as(make.staff(COUNTER, declared_in=round_))
    page = desk.opens(f"/rounds/{round_.id}/paper-desk/packing")
    pages = text_of_pages(desk.downloads(page.links["Sheets for the teams of all sessions (PDF)"]).get_data())
    begins = [at for at, each in enumerate(pages) if "Read this aloud" in each]
    assert len(begins) == 3 and all(at % 2 == 0 for at in begins), "no sheet has two sessions on it"
    assert {name for each in three if (name := each.venue.name) and any(name in pages[at] for at in begins)} == {
        each.venue.name for each in three
    }
    assert desk.downloads(f"/rounds/{round_.id}/paper-desk/packing/session-papers.pdf?car=None").status_code == 404


def test_before_the_freeze_there_is_none(visitor, make, facilitator):
    round_ = make.set_up_round()
    voting_session = make.session_at(round_, facilitator)
    assert LINK not in visitor.signed_in_as(facilitator).opens(here(voting_session)).links
