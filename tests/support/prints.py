"""Everything that the program prints, of a programme in which whoever typed made each word 80 letters long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from pb import clock
from pb.database import exclusive_transaction
from pb.paper import actions as paper
from pb.programme.rules.letters import KINDS
from pb.projects.models import Project
from pb.projects.queries import ballot_lines
from pb.rounds.models import Round
from pb.venues.models import VotingSession
from pb.voting.queries.card_files import cards_pdf
from pb.web.access import COORDINATOR, COUNTER, FACILITATOR
from tests.support.makers.voting import COMMAND
from tests.support.pdf import Word

#: The name of a village, longer than any other word of Wales; and a letter that no font has.
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" + "Ynys" * 5
NO_FONT = "\U00013000"
#: What people type into a field for several words.
TYPED = f"{LONG} {NO_FONT}"[:80].strip()

#: How many sessions there are on a day, and projects on a ballot: tables go over several pages.
MANY = 26


@dataclass(frozen=True)
class Prints:
    """A round that votes and one whose result is public, and somebody who may print everything."""

    votes: Round
    told: Round
    sessions: list[VotingSession]
    batches: list[int]
    somebody: Any

    def all(self) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
        """(route, what is special about it, what makes it) for each print."""
        for route, address in self._addresses():
            yield route, address, lambda address=address: self._file(address)

    def _file(self, address: str) -> bytes:
        answer = self.somebody.downloads(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.get_data()

    def _addresses(self) -> list[tuple[str, str]]:
        votes, told, session = f"/rounds/{self.votes.id}", f"/rounds/{self.told.id}/results", self.sessions[0].id
        desk, batch = f"{votes}/paper-desk", self.batches[0]
        chosen = "&".join(f"batch={each}" for each in self.batches)
        return [
            ("paper_desk.batch_pdf", f"{desk}/batches/{batch}/papers.pdf"),
            ("paper_desk.batch_pdf", f"{desk}/batches/{batch}/papers.pdf?size=large"),
            ("paper_desk.several_pdf", f"{desk}/batches/papers.pdf?{chosen}"),
            ("paper_desk.reply_labels", f"{desk}/reply-labels.pdf"),
            ("paper_desk.packing_pdf", f"{desk}/packing/lists.pdf"),
            ("paper_desk.papers_of_sessions", f"{desk}/packing/session-papers.pdf?car={LONG[:40]}"),
            ("paper_desk.postal_labels", f"{desk}/postal-votes/labels.pdf"),
            ("paper_desk.postal_letters", f"{desk}/postal-votes/letters.pdf"),
            *(("results.chart_pdf", f"{told}/charts/{name}.pdf") for name in ("votes-1", "money-1", "nearly-1")),
            ("results.pack", f"{told}/pack.pdf"),
            ("results.poster", f"{told}/poster.pdf"),
            ("results.venue_sheets", f"{told}/venue-sheets.pdf"),
            ("session_desk.papers_of_session", f"{votes}/session-desk/{session}/session-papers.pdf"),
            ("session_desk.tablet_drill", f"{votes}/session-desk/{session}/tablet-stops.pdf"),
            ("sessions.booklet_pdf", f"{votes}/sessions/booklet.pdf"),
            ("sessions.booklet_pdf", f"{votes}/sessions/booklet.pdf?size=large"),
            ("sessions.posters_pdf", f"{votes}/sessions/posters.pdf"),
        ]

    def letters(self) -> bytes:
        """To each group and venue, with the dates of the vote."""
        self.somebody.opens(f"/rounds/{self.votes.id}/letters")
        self.somebody.ticks(str(KINDS["vote_dates"]), "14 points")
        page = self.somebody.selects("Who are they for?", "All of them").presses("Make these letters")
        return self._file(page.links["Download these letters"])

    def asks_for_a_vote_by_post(self) -> None:
        """Somebody phones."""
        self.somebody.opens(f"/rounds/{self.votes.id}/paper-desk/postal-votes/new")
        self.somebody.types("Name", TYPED)
        self.somebody.types("Address", f"{TYPED}\nEH6 1AA").types("Number on the voting card", "1")
        self.somebody.ticks("By telephone").presses("Write down the request")

    def cards(self) -> bytes:
        """Cards are printed by a command."""
        return cards_pdf(
            self.votes, [SimpleNamespace(number=1, code="ABCDEFGHJK", shown="ABCDE-FGHJK")], "https://vote.org"
        )


def long_programme(make, visitor) -> Prints:
    """The programme, at noon of a day."""
    make.app.config |= {
        "ORGANISATION": TYPED,
        "CONTACT_ADDRESS": f"{TYPED}, {TYPED}, EH6 1AA",
        "RETURN_ADDRESS": f"{TYPED}, {TYPED}, Thistlemoor, EH6 1AA",
        "HELP_PHONE": "0131 496 0000",
    }
    costs = [10_000 + 100 * each for each in range(MANY)]
    settings = {"words": TYPED, "costs": costs, "age_declaration": TYPED, "area_declaration": TYPED, "name": TYPED}
    with clock.moved(clock.now() - timedelta(days=40)):
        told = make.published(make.voting_round(**{**settings, "name": TYPED[1:]}), *[(1, 2)] * 8)
    votes = make.voting_round(**{**settings, "pots": 2})
    person = make.staff(COORDINATOR, FACILITATOR, COUNTER, declared_in=votes)
    sessions = [make.session_at(votes, person, venue=f"{each}{TYPED}") for each in range(MANY)]
    _typed(person, sessions, votes)
    batches = [paper.print_batch(COMMAND, votes.id, each, 2).id for each in sessions[:2]]
    batches.append(paper.print_batch(COMMAND, votes.id, None, 2, spare=True).id)
    make.cards(votes, 4)
    return Prints(votes, told, sessions, batches, visitor.signed_in_as(person))


def _typed(person, sessions: list[VotingSession], votes: Round) -> None:
    """Long words in what is no setting of a round."""
    with exclusive_transaction() as session:
        session.merge(person).name = TYPED
        for each in sessions:
            here = session.merge(each)
            here.car, here.note = LONG[:40], TYPED
            here.venue.address = here.venue.access_notes = here.venue.quiet_time = TYPED
        for line in ballot_lines(votes.id):
            project = session.get_one(Project, line.project_id)
            project.sent_at, project.contact_name, project.contact_address = (
                project.begun_at,
                TYPED,
                f"{TYPED}\nEH6 1AA",
            )


#: Sheets of labels reach nearest to the edge, in millimetres; less a fault of the ruler.
_LEAST = {"paper_desk.reply_labels": 9.0, "paper_desk.postal_labels": 9.0}
_MARGIN = 9.5
_ABOVE_AND_BELOW = 2.0
_WIDE, _HIGH = 210.0, 297.0


def words_outside(route: str, pages: list[list[Word]]) -> list[tuple[int, Word]]:
    """(page, word) for each word that stands nearer to the edge of its A4 page than any template means."""
    margin = _LEAST.get(route, _MARGIN)
    return [
        (number, word)
        for number, page in enumerate(pages, start=1)
        for word in page
        if not (
            margin <= word.left
            and word.right <= _WIDE - margin
            and word.top >= _ABOVE_AND_BELOW
            and word.bottom <= _HIGH - _ABOVE_AND_BELOW
        )
    ]


def words_over_each_other(pages: list[list[Word]]) -> list[tuple[int, Word, Word]]:
    """(page, word, word) for each two words of which one hides the other."""
    found = []
    for number, page in enumerate(pages, start=1):
        found += [
            (number, one, two) for at, one in enumerate(page) for two in page[at + 1 : at + 400] if _hides(one, two)
        ]
    return found


def _hides(one: Word, two: Word) -> bool:
    wide = min(one.right, two.right) - max(one.left, two.left)
    high = min(one.bottom, two.bottom) - max(one.top, two.top)
    least = min(one.bottom - one.top, two.bottom - two.top)
    return wide > 0.7 and high > 0.55 * least
