"""What people do at the paper desk, one act at a time: the next that a bundle needs, done well or with a slip."""

from __future__ import annotations

from typing import Any

from pb.database import db
from pb.paper import actions as paper
from pb.paper import queries as papers
from pb.paper.models import Batch, Bundle, Movement, Stray
from pb.paper.queries import Gap, PaperStatus, gaps, subject_of
from pb.paper.rules import PaperReading, PaperState, read_entry
from pb.paper.rules.resolutions import CHOICES, choices_of
from pb.voting.models import VotingRight
from pb.voting.queries import frozen_ballot
from pb.web.access import Actor, Role
from tests.support.account.card_acts import CardActs
from tests.support.account.things import Sheet


class DeskActs(CardActs):
    """Counters, and whoever decides."""

    def works_on(self, session: int | None, slip: int = 0) -> bool:
        """The next act for the box of a session, or for the post (None); whether there was one. ``slip``: the act goes
        wrong as it may happen to people, in one of some ways; 0 for none.
        """
        bundle = self.bundle_of(session)
        if bundle is None:
            return self._opens(session, slip)
        if bundle.cast_at is not None:
            return False
        sheets, id_ = self.bundles[bundle.id], bundle.id
        if bundle.also_counted_by is None:
            return self._confirms(id_, bundle.papers_in_box if slip else len(sheets))
        if bundle.papers_in_box != len(sheets) and slip == 0:
            return self._counts_again(id_)
        return (
            self._sets_aside(id_)
            or self._types(id_, slip)
            or self._looks_again(id_)
            or self._explains(id_, slip)
            or self._casts(id_)
        )

    def bundle(self, id_: int) -> Bundle:
        return db.session.get_one(Bundle, id_)

    def _opens(self, session: int | None, slip: int) -> bool:
        pile = self.post if session is None else self.venues[session]
        if session is None and not pile.box:
            return False
        here = None if session is None else self.session(session)
        counted = max(len(pile.box) + {1: 1, 2: -1}.get(slip, 0), 0)
        by = self.someone("counter")
        done, bundle = self.tries(
            lambda: paper.open_bundle(by, self.round_id, here, counted, **self._seal(session, slip))
        )
        if done:
            self.bundles[bundle.id], pile.box = pile.box, []
        return done

    def _confirms(self, id_: int, counted: int) -> bool:
        by, seal = self.someone("counter", besides=self.bundle(id_).counted_by), self._seal(self.bundle(id_).session_id)
        return self.tries(lambda: paper.confirm_count(by, self.bundle(id_), counted, "So it is.", **seal))[0]

    @staticmethod
    def _seal(session: int | None, slip: int = 0) -> dict[str, str]:
        """What is read on the seal: as it was written down, or after a slip another one."""
        return {"seal": f"s-{session}" if slip < 3 else "X 1", "seal_reason": "" if slip < 3 else "So we read it."}

    def statuses(self, id_: int) -> dict[str, PaperStatus]:
        ballot = frozen_ballot(self.round_id)
        assert ballot is not None
        return {each.paper.serial: each for each in papers.paper_statuses([id_], ballot)[id_]}

    def _sets_aside(self, id_: int) -> bool:
        """Sheets without a serial: one proposes, another agrees."""
        known = papers.strays(id_)
        if waiting := next((each for each in known if each.agreed_by is None), None):
            stray, by = waiting.id, self.someone("counter", besides=waiting.proposed_by)
            return self.tries(lambda: paper.agree_stray(by, self.bundle(id_), db.session.get_one(Stray, stray)))[0]
        if len(known) < sum(sheet.serial is None for sheet in self.bundles[id_]):
            by = self.someone("counter")
            return self.tries(lambda: paper.propose_stray(by, self.bundle(id_), "An envelope"))[0]
        return False

    def _types(self, id_: int, slip: int) -> bool:
        """One sheet in the first pass or in the second that is not typed yet."""
        found = self.statuses(id_)
        for number in (1, 2):
            for sheet in self.bundles[id_]:
                entries = found[sheet.serial].entries if sheet.serial in found else []
                if sheet.serial and not any(each.pass_number == number for each in entries):
                    return self._types_one(id_, number, sheet, slip) or self._removes_entry(id_, found)
        return self._removes_entry(id_, found)

    def _types_one(self, id_: int, number: int, sheet: Sheet, slip: int) -> bool:
        who = Actor(self.stage.people["counter"][number - 1], Role.COUNTER)
        text, serial = ("3" if slip == 2 and sheet.counts else sheet.text), sheet.serial
        if slip == 3:  # a wrong serial that exists: a paper that was never issued
            unused = [each for venue in (self.post, *self.venues.values()) for each in venue.blanks]
            serial = next(iter(unused), serial)
        return self._entry(id_, who, number, serial, text)

    def _entry(self, id_: int, who: Actor, number: int, serial: str, text: str) -> bool:
        ballot, bundle = frozen_ballot(self.round_id), self.bundle(id_)
        assert ballot is not None
        lent = self.printed_for[serial] != bundle.session_id
        reading = read_entry(text, ballot.rules)
        return self.tries(
            lambda: paper.type_paper(
                who, self.bundle(id_), number, papers.paper_of(self.round_id, serial), reading, number_is_right=lent
            )
        )[0]

    def _third_look(self, id_: int, who: Actor, serial: str, text: str) -> bool:
        ballot = frozen_ballot(self.round_id)
        assert ballot is not None
        paper_of = lambda: papers.paper_of(self.round_id, serial)  # noqa: E731
        return self.tries(
            lambda: paper.third_look(who, self.bundle(id_), ballot, paper_of(), read_entry(text, ballot.rules))
        )[0]

    def _explains(self, id_: int, slip: int) -> bool:
        """Papers that were printed for somewhere else: one says how they came, another agrees."""
        place = self.bundle(id_).session_id
        missing = {batch: n for (at, batch), n in papers.unexplained(self.round_id).items() if at == place}
        said = [each for each in papers.waiting_movements(self.round_id) if each.to_session_id == place]
        if movement := next((each for each in said if missing.get(each.batch_id) == each.papers and not slip), None):
            waiting, by = movement.id, self.someone("counter", besides=movement.recorded_by)
            return self.tries(lambda: paper.agree_how_they_came(by, db.session.get_one(Movement, waiting)))[0]
        if batch := next(iter(missing), None):
            left = papers.session_of_batch(batch)
            return self.tries(
                lambda: paper.say_how_they_came(
                    self.someone("counter"),
                    self.bundle(id_),
                    db.session.get_one(Batch, batch),
                    self.session(left) if left else None,
                    filled_in=slip != 1,
                )
            )[0]
        return False

    def _removes_entry(self, id_: int, found: dict[str, PaperStatus]) -> bool:
        """A serial that lies on no sheet of the bundle was typed: its entry is removed as far as that is offered."""
        there = {sheet.serial for sheet in self.bundles[id_]}
        wrong = next((serial for serial in found if serial not in there), None)
        if wrong is None:
            return False
        sheet = lambda: papers.paper_of(self.round_id, wrong)  # noqa: E731
        for entry in [each.typed_by for each in found[wrong].entries]:  # each their own
            by = Actor(entry, Role.COUNTER)
            if self.tries(lambda by=by: paper.remove_entry(by, self.bundle(id_), sheet(), "A slip."))[0]:
                return True
        return False

    def _looks_again(self, id_: int) -> bool:
        """Where two typings differ a third person looks; where a paper is doubtful two people rule."""
        texts = {sheet.serial: sheet for sheet in self.bundles[id_]}
        for serial, each in self.statuses(id_).items():
            sheet = texts.get(serial) or read_alike(each)  # both typed one wrong number: they have the paper in hand
            if each.state == PaperState.DIFFERS:
                who = Actor(self.stage.people["counter"][2], Role.COUNTER)
                return self._third_look(id_, who, serial, sheet.text)
            if each.state == PaperState.TO_RULE:
                return self._rules(id_, each, sheet)
        return False

    def _rules(self, id_: int, status: PaperStatus, sheet: Sheet) -> bool:
        serial = status.paper.serial
        paper_of = lambda: papers.paper_of(self.round_id, serial)  # noqa: E731
        if status.ruling:
            by = self.someone("counter", besides=status.ruling.proposed_by)
            return self.tries(lambda: paper.agree_ruling(by, self.bundle(id_), paper_of()))[0]
        counts = PaperReading((2,)) if sheet.counts else None
        by = self.someone("counter")
        return self.tries(
            lambda: paper.propose_ruling(by, self.bundle(id_), paper_of(), reason="unclear", counts=counts)
        )[0]

    def _counts_again(self, id_: int) -> bool:
        by = self.someone("counter")
        return self.tries(lambda: paper.count_bundle_again(by, self.bundle(id_), len(self.bundles[id_])))[0]

    def _casts(self, id_: int) -> bool:
        bundle, sheets = self.bundle(id_), self.bundles[id_]
        if bundle.papers_in_box != len(sheets):
            return self._counts_again(id_)  # a sheet is left over: whoever puts the papers away sees it
        place = self.post if bundle.session_id is None else self.venues[bundle.session_id]
        by = self.someone("counter")
        done, votes = self.tries(lambda: paper.cast_bundle(by, self.bundle(id_)))
        if done:
            expected = min(sum(sheet.counts for sheet in sheets), place.rights)
            assert votes == expected, f"{votes} votes of a bundle, {expected} expected"
            self.votes += votes
            of_post = min(place.rights - votes, len(sheets) - votes)
            place.rights -= votes + (of_post if place is self.post else place.rights - votes)
        return done

    # What two people decide -----------------------------------------------------------------------------------------

    def decides(self, n: int, choice: int) -> bool:
        """One person proposes and another agrees about one of the things that do not add up."""
        found = [each for each in gaps(self.round_id) if each.kind in CHOICES]
        return bool(found) and self.resolves(found[n % len(found)], choice)

    def resolves(self, gap: Gap, choice: int) -> bool:
        offered = choices_of(gap.kind, is_for_post=gap.batch is not None and gap.batch.is_for_post)
        chosen = offered[choice % len(offered)]
        subject, matter, number = subject_of(gap), gap.kind, gap.number
        lost = gap.kiosk.id if gap.kiosk and matter == "to_send" else None
        rights = [right for right, kiosk in self.held.items() if matter == "held" and kiosk == subject]
        place = self.post if gap.session is None else self.venues[gap.session.id]
        by, other = self.someone("coordinator"), self.someone("steering")
        done, made = self.tries(lambda: paper.propose_resolution(by, self.round_id, matter, subject, chosen))
        if done:
            id_ = made.id
            done, _ = self.tries(lambda: paper.agree_resolution(other, self._resolution(id_)))
        if done and chosen.outcome == "count":
            self.votes += number if matter == "held" else 0
            place.rights += number if matter == "surplus" else 0
        if done and lost:
            self.turns.pop(lost, None)
        for right in rights if done else ():
            del self.held[right]
            status = db.session.get_one(VotingRight, right).status
            assert status == ("cast" if chosen.outcome == "count" else "void")
        db.session.rollback()
        return done

    def _resolution(self, id_: int) -> Any:
        from pb.paper.models import Resolution

        return db.session.get_one(Resolution, id_)


def read_alike(status: PaperStatus) -> Sheet:
    """The sheet that was typed, by what was typed of it: its number is wrong."""
    reading = status.readings[0]
    marked = {"blank": "B", "doubtful": "2 ?"}.get(reading.kind)
    return Sheet(status.paper.serial, marked or ("1" if len(reading.numbers) < 4 else "1 2 3 4"))
