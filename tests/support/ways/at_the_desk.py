"""What each of the six does on a page of sessions, papers and boxes, with the sheets that lie before them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pb.database import db
from pb.pages.paper_desk.lookups import paper_in_address
from pb.paper.models import Bundle
from pb.paper.queries import facts_of_sessions, papers_issued
from tests.support.account.desk_acts import read_alike
from tests.support.account.things import Sheet
from tests.support.ways.walker import Walker

Act = Callable[..., bool]


class AtTheDesk:
    """``play``: the things of the play, with its venues, its post and the sheets of each bundle."""

    def __init__(self, play: Any) -> None:
        self.play = play

    def accounts(self, who: Walker, session: int) -> bool:
        """The ballot paper account of a session: what lies there is counted, or what another counted is looked at."""
        if who.has("I have checked it and agree"):
            before = papers_issued(session)[0]
            if not done(who, "I have checked it and agree"):
                return False
            self._rights_come(session, before)
            return True
        if not who.has("Submit the ballot paper account"):
            return False
        venue = self.play.venues[session]
        venue.taken += len(venue.out)
        venue.out.clear()
        opened = facts_of_sessions(session)[session].opened
        for label, number in (
            ("Papers received", venue.received),
            ("Papers issued", venue.issued),
            ("Unused papers", len(venue.blanks)),
            ("Spoiled papers", venue.spoiled),
            ("Papers taken away", venue.taken),
            ("Voters counted", opened + max(0, venue.issued - venue.spoiled)),
        ):
            who.types(label, str(number))
        who.types("Number on the seal", f"S-{session}").types("Voters who told someone what to mark", "1")
        who.types("Who counted the voters", "Nan, the host").types("If the numbers do not add up", "As we counted.")
        return done(who, "Submit the ballot paper account")

    def _rights_come(self, session: int, before: int) -> None:
        """Where people vouch, papers that nobody noted are noted with the agreement."""
        if self.play.round.entitlement == "vouch":
            self.play.venues[session].rights += papers_issued(session)[0] - before

    def stops_tablets(self, who: Walker, _session: int) -> bool:
        return who.has("Stop this kiosk") and done(who, "Stop this kiosk")

    def opens_box(self, who: Walker, session: int | None) -> bool:
        pile = self.play.post if session is None else self.play.venues[session]
        if not who.has("Save my count"):
            return False
        if session is not None and "Number on the seal" in who.page.main:
            who.types("Number on the seal", f"s {session}")
        if not done(who.types("Papers you counted", str(len(pile.box))), "Save my count"):
            return False
        self.play.bundles[int(re.search(r"/bundles/(\d+)", who.page.address)[1])] = pile.box
        pile.box = []
        return True

    def works_on_bundle(self, who: Walker, bundle: int) -> bool:
        """The first thing that its page offers."""
        sheets, here = self.play.bundles[bundle], who.page.address
        if "also_counted" in here or who.has("Save my count"):
            return self._counts(who, bundle, len(sheets))
        if (counted := re.search(r"(\d+) papers?, counted by", who.page.main)) and int(counted[1]) != len(sheets):
            who.follows("Count the papers again")
            return done(who.types("Papers you counted now", str(len(sheets))), "Save my count")
        acts = (self._sets_aside, self._types, self._checks_papers, self._explains, self._decides_on_surplus)
        for act in (*acts, self._puts_in_box):
            if act(who, here, sheets):
                return True
            who.opens(here)
        return False

    def _counts(self, who: Walker, bundle: int, number: int) -> bool:
        who.types("Papers you counted", str(number))
        if "Number on the seal" in who.page.main:
            session = db.session.get_one(Bundle, bundle).session_id
            who.types("Number on the seal", f"S{session}")
        if done(who, "Save my count"):
            return True
        return "The ballot paper account says" in who.page.main and done(
            who.types("If this is not the number", "So it is."), "Save my count"
        )

    def _sets_aside(self, who: Walker, _here: str, sheets: list[Sheet]) -> bool:
        if who.has("I agree to set it aside"):
            return done(who, "I agree to set it aside")
        known = who.page.main.count("An envelope ·")
        if known >= sum(each.serial is None for each in sheets) or not who.has("Set this sheet aside"):
            return False
        return done(who.types("What is the sheet?", "An envelope"), "Set this sheet aside")

    def _types(self, who: Walker, here: str, sheets: list[Sheet]) -> bool:
        """Go through the pile and type what was not typed in this pass; the page says which was."""
        acted = False
        for link in ("the first typing", "the second typing"):
            name = next((each for each in who.page.links if each.endswith(link)), None)
            if name is None:
                continue
            page = who.follows(name)
            if re.search(r"All papers in this bundle have been typed", page.main):
                who.opens(here)
                continue
            address = page.address
            for sheet in sheets:
                acted |= sheet.serial is not None and self._types_one(who.at(address), sheet)
            if acted:
                return True
            who.opens(here)
        return False

    def _types_one(self, who: Walker, sheet: Sheet) -> bool:
        said = len(who.said)
        who.types("Number on the paper", sheet.serial).types("Projects ticked", sheet.text)
        page = who.presses("Next paper")
        if "this paper was printed for another session" in page.main:
            who.types("Number on the paper", sheet.serial).types("Projects ticked", sheet.text)
            page = who.ticks("The number is right").presses("Next paper")
        del who.said[said:]  # who goes through a pile finds papers that somebody has typed already
        return page.status < 400

    def _checks_papers(self, who: Walker, here: str, sheets: list[Sheet]) -> bool:
        by_serial, bundle = {each.serial: each for each in sheets}, int(here.rpartition("/")[2])
        serials = {paper_in_address(serial): serial for serial in self.play.statuses(bundle)}
        for address in list(who.page.links.values()):
            if found := re.search(r"/papers/(\w{20})$", address):
                who.opens(address)
                serial = serials[found[1]]
                if self._checks(who, bundle, serial, by_serial.get(serial)):
                    return True
        return False

    def _checks(self, who: Walker, bundle: int, serial: str, sheet: Sheet | None) -> bool:
        """``sheet``: the paper with this number, None where there is none in the bundle."""
        if who.has("Remove this entry") and sheet is None:
            return done(who.types("Describe it in a few words", "A slip."), "Remove this entry")
        sheet = sheet or read_alike(self.play.statuses(bundle)[serial])  # one paper in two hands, its number misread
        if who.has("This is what the paper says"):
            return done(who.types("Projects ticked", sheet.text), "This is what the paper says")
        if who.has("I have checked the paper and agree"):
            return done(who, "I have checked the paper and agree")
        if (
            "must check the paper" in who.page.main
            or "is settled" in who.page.main
            or not who.has("Propose this ruling")
        ):
            return False
        who.ticks("It is not clear which projects are ticked")
        if sheet.counts:
            who.ticks("Yes, it counts").types("What it counts as", "2")
        else:
            who.ticks("No, it does not count")
        return done(who, "Propose this ruling")

    def _explains(self, who: Walker, _here: str, _sheets: list[Sheet]) -> bool:
        """Papers that were printed for somewhere else: how they came."""
        if who.has("I agree that they came like this"):
            return done(who, "I agree that they came like this")
        if not who.has("This is how they came"):
            return False
        answers = [each for each in who.page.all("input") if each.get("name") == "how"]
        who.chooses(answers[self.play.slips.pop() % 2 if self.play.slips else 1])
        return done(who, "This is how they came")

    def _decides_on_surplus(self, who: Walker, _here: str, _sheets: list[Sheet]) -> bool:
        link = "If there are none, decide with a second person about the extra papers"
        if link not in who.page.links:
            return False
        who.follows(link)
        return self.proposes(who)

    def proposes(self, who: Walker) -> bool:
        """The page on which somebody says what should happen about numbers that do not add up."""
        if not who.has("Save my proposal"):
            return False
        answers = [each for each in who.page.all("input") if each.get("name") == "answer"]
        who.chooses(answers[self.play.slips.pop() % len(answers) if self.play.slips else 0])
        return done(who, "Save my proposal")

    def _puts_in_box(self, who: Walker, _here: str, _sheets: list[Sheet]) -> bool:
        return who.has("Put these votes in the ballot box") and done(who, "Put these votes in the ballot box")


def done(who: Walker, button: str) -> bool:
    """Press a button, and see whether it was done."""
    return who.presses(button).status < 400
