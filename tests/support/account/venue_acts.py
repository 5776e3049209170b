"""What people do at voting sessions, at home and with the post. Each verb takes numbers that choose who and what."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pb.database import db
from pb.paper import actions as paper
from pb.paper import queries as papers
from pb.paper.rules import PaperCounts
from pb.rounds.models import Round
from pb.venues import actions as venues
from pb.venues.rules.heads import Heads
from pb.voting import actions as voting
from pb.voting.models import Kiosk
from pb.voting.queries import frozen_ballot, right_of_code
from tests.support.account.paper_moves import PaperMoves
from tests.support.account.things import TEXTS, Draft, Sheet
from tests.support.kiosks import KioskKey
from tests.support.makers.papers import counted
from tests.support.makers.voting import COMMAND


class VenueActs(PaperMoves):
    """Facilitators, voters, the coordinator."""

    def prints(self, n: int, how_many: int, *, for_post: bool = False, spare: bool = False) -> None:
        id_, venue = self.place(n)
        by, here = self.someone("coordinator"), None if for_post else self.session(id_)
        done, batch = self.tries(lambda: paper.print_batch(by, self.round_id, here, how_many, spare=spare))
        if done:
            serials, venue = papers.serials_of(batch.id), self.post if for_post else venue
            self.printed_for |= dict.fromkeys(serials, None if for_post else id_)
            venue.blanks += serials
            venue.received += how_many

    def issues_paper(self, n: int, text: int, *, forgets: bool = False) -> None:
        """One voter gets one paper; whoever ``forgets`` does not say so to the program."""
        id_, venue = self.place(n)
        if papers.bundle_of_session(id_) and forgets:
            return
        if not forgets:
            code = self.cards[-1] if self.round.entitlement == "code" and self.cards else None
            done, _ = self.tries(
                lambda: voting.issue_paper(COMMAND, self.session(id_), right_of_code(code) if code else None)
            )
            if not done:
                return
            venue.rights += 1
            if code:
                self.cards.pop()
        elif not venue.blanks:
            return
        serial = venue.blanks.pop() if venue.blanks else None  # without one they copy a paper
        venue.issued += 1
        venue.received += serial is None
        venue.out.append(Sheet(serial, list(TEXTS)[text % len(TEXTS)]))

    def spoils(self, n: int) -> None:
        id_, venue = self.place(n)
        if not (venue.out and venue.blanks):
            return
        if self.tries(lambda: voting.replace_spoiled_paper(COMMAND, self.session(id_)))[0]:
            venue.spoiled, venue.issued = venue.spoiled + 1, venue.issued + 1
            venue.out[-1] = Sheet(venue.blanks.pop(), venue.out[-1].text)

    def drops(self, n: int, into: int) -> None:
        """A voter puts their paper into a box: of this session, or of another."""
        (_id, venue), (other_id, other) = self.place(n), self.place(into)
        if venue.out and other.received and not papers.bundle_of_session(other_id):
            if other is not venue:
                venue.taken += 1
            other.box.append(venue.out.pop())

    def takes_away(self, n: int) -> None:
        _id, venue = self.place(n)
        if venue.out:
            venue.out.pop()
            venue.taken += 1

    def cancels(self, n: int) -> None:
        id_, _ = self.place(n)
        self.tries(lambda: venues.cancel_session(self.someone("coordinator"), self.session(id_), "No heating."))

    def moves(self, n: int, minutes: int) -> None:
        id_, _ = self.place(n)
        here = self.session(id_)
        ends, team = here.ends_at + timedelta(minutes=minutes), [each.account_id for each in here.team]
        self.tries(
            lambda: venues.change_session(self.someone("coordinator"), self.session(id_), here.starts_at, ends, team)
        )

    def accounts(self, n: int, wrong: int = 0, heads_off: int = 0) -> None:
        """The team counts and submits. Who still holds a paper has gone away with it. ``wrong``: they miscount; ``heads_off``:
        the host does.
        """
        id_, venue = self.place(n)
        if papers.bundle_of_session(id_) is None:
            venue.taken += len(venue.out)
            venue.out.clear()
        figures = PaperCounts(
            venue.received, max(venue.issued + wrong, 0), len(venue.blanks), venue.spoiled, venue.taken
        )
        by = self.someone("facilitator")
        done, _ = self.tries(
            lambda: paper.submit_ballot_paper_account(
                by,
                self.session(id_),
                figures,
                "As we counted.",
                None if wrong else self._heads(id_, figures, heads_off),
                seal=f"S {id_}" if venue.received else "",
            )
        )
        if done:
            self._turns_end(session=id_)

    def _heads(self, id_: int, figures: PaperCounts, off: int) -> Heads:
        found = counted(self.session(id_), figures)
        return replace(found, number=max(found.number + off, 0)) if off else found

    def agrees(self, n: int) -> None:
        id_, venue = self.place(n)
        account, issued = papers.ballot_paper_account_of(id_), papers.papers_issued(id_)[0]
        by = self.someone("facilitator", besides=account.submitted_by if account else None)
        if self.tries(lambda: paper.agree_ballot_paper_account(by, self.session(id_)))[0]:
            assert account is not None
            if self.round.entitlement == "vouch":
                venue.rights += max(papers.ballot_paper_account_of(id_).issued - issued, 0)

    def votes_at_home(self, n: int, again: bool) -> None:
        if not self.cards:
            return
        code = self.cards.pop(n % len(self.cards))
        vote = self._vote(right_of_code(code).key, secrets.token_hex(16), "online")
        done, _ = self.tries(lambda: voting.cast_vote(vote))
        self.votes += done
        if done and again:
            assert self.tries(lambda: voting.cast_vote(vote))[0], "the same press is answered again"

    def _vote(self, right: str, attempt: str, channel: str, venue_id: int | None = None) -> voting.VoteToCast:
        ballot = frozen_ballot(self.round_id)
        assert ballot is not None
        more: dict[str, Any] = {"venue_id": venue_id, "opened_at": self.stage.start}
        return voting.VoteToCast(ballot, right, attempt, {1: 1}, channel, **more)

    # Tablets --------------------------------------------------------------------------------------------------------

    def pairs(self, n: int) -> None:
        id_, _ = self.place(n)
        pins = {"next_pin": "2580", "leave_pin": "1470", "public_key": KioskKey().public}
        by = self.someone("facilitator")
        if self.tries(lambda: voting.pair(by, self.session(id_), name=f"Tablet {len(self.kiosks) + 1}", **pins))[0]:
            newest = db.session.query(Kiosk).order_by(Kiosk.id.desc()).first()
            self.kiosks[newest.id] = id_

    def kiosk(self, n: int) -> Kiosk | None:
        return db.session.get_one(Kiosk, sorted(self.kiosks)[n % len(self.kiosks)]) if self.kiosks else None

    def begins_turn(self, n: int, again: bool) -> None:
        kiosk = self.kiosk(n)
        if kiosk is None:
            return
        code = self.cards[-1] if self.round.entitlement == "code" and self.cards and not again else None
        id_, session = kiosk.id, kiosk.session_id
        done, right = self.tries(
            lambda: voting.begin_turn(
                self.session(session),
                db.session.get_one(Kiosk, id_),
                card=right_of_code(code) if code else None,
                again=again,
            )
        )
        if done:
            self.turns[id_] = Draft(id_, session, right, secrets.token_hex(16))
            self.drafts.append(self.turns[id_])
            if code:
                self.cards.pop()

    def casts_on_tablet(self, n: int) -> None:
        """The Cast button of any page that a tablet has shown: the open turn, an older one, one of a stopped tablet."""
        if not self.drafts:
            return
        draft = self.drafts[-1 - n % len(self.drafts)]
        vote = self._vote(draft.right, draft.attempt, "kiosk", self.session(draft.session).venue_id)
        is_open = self.turns.get(draft.kiosk) is draft

        def press() -> str:
            why = voting.why_held(vote, draft.kiosk)
            (voting.hold(vote, draft.kiosk, why) if why else voting.cast_vote(vote))
            return why

        before = draft.right in self.held
        done, why = self.tries(press)
        if done and why:
            self.held[draft.right] = draft.kiosk
        elif done and is_open:
            self.votes += 1
            self.turns.pop(draft.kiosk)
        if done and why and is_open:
            self.turns.pop(draft.kiosk)
        assert not (before and done and not why), "what is held goes in by two people only"

    def stops(self, n: int) -> None:
        """Somebody at the desk ends a kiosk: it is lost, or done."""
        if kiosk := self.kiosk(n):
            id_, session = kiosk.id, kiosk.session_id
            by = self.someone("facilitator")
            if self.tries(lambda: voting.stop_kiosk(by, self.session(session), db.session.get_one(Kiosk, id_)))[0]:
                self.turns.pop(id_, None)

    def ends_turn(self, n: int) -> None:
        if kiosk := self.kiosk(n):
            id_ = kiosk.id
            self.tries(lambda: voting.end_turn(db.session.get_one(Kiosk, id_)))
            self.turns.pop(id_, None)

    def _turns_end(self, session: int) -> None:
        for kiosk in [kiosk for kiosk, draft in self.turns.items() if draft.session == session]:
            self.turns.pop(kiosk)

    # The post -------------------------------------------------------------------------------------------------------

    def posts(self, text: int, papers_in_it: int) -> None:
        """Somebody puts a paper, two or none into a reply envelope with the code of their card."""
        if not self.cards or len(self.post.blanks) < papers_in_it:
            return
        serials = [self.post.blanks.pop() for _ in range(papers_in_it)]
        sheet = Sheet(serials[0], list(TEXTS)[text % len(TEXTS)]) if papers_in_it == 1 else Sheet(None)
        self.on_the_way.append((self.cards.pop(), sheet))

    def checks_in(self, by_mistake: bool = False) -> None:
        """A reply envelope arrives. ``by_mistake``: it lies with the others though nobody typed its code."""
        if not self.on_the_way:
            return
        code, sheet = self.on_the_way.pop(0)
        if not by_mistake:
            if not self.tries(lambda: voting.check_in_envelope(COMMAND, self.round_id, right_of_code(code)))[0]:
                return  # late: it is put aside, unopened
            self.post.rights += 1
        self.post.box.append(sheet)

    def reads_round(self) -> Round:
        return db.session.get_one(Round, self.round_id)
