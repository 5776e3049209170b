"""What each of the six does on a page of cards, decisions, the opening and the result."""

from __future__ import annotations

import re

from tests.support.makers.people import PASSWORD
from tests.support.makers.results import DIGITS
from tests.support.ways.at_the_desk import AtTheDesk, done
from tests.support.ways.walker import Walker


class AfterTheClose(AtTheDesk):
    """The rest of the way. Nobody here knows more than the page before them says."""

    def resolves(self, who: Walker, _round: int) -> bool:
        if who.has("I agree"):
            return done(who, "I agree")
        again = "a new proposal is needed" in who.page.main
        starts = ("Propose what should happen", *(("Propose something else",) if again else ()))
        for address in [address for name, address in who.page.links.items() if name.startswith(starts)]:
            who.opens(address)
            return self.proposes(who)
        return False

    def follows_the_list(self, who: Walker, _round: int) -> bool:
        for button in (
            "Count the votes",
            "I have seen that every copy is destroyed",
            "I confirm that every copy is destroyed",
            "Ask for them to be put back",
            "I agree. Put them back",
        ):
            if who.has(button):
                return done(who, button)
        return False

    def opens_ballot_box(self, who: Walker, _round: int) -> bool:
        return who.has("Open the ballot box now") and done(who, "Open the ballot box now")

    def types_lot(self, who: Walker, _round: int) -> bool:
        return done(who.types("Digits of the lot, in the order they came", DIGITS), "Save these digits")

    def ends_count(self, who: Walker, _round: int) -> bool:
        if who.has("Sign this result"):
            return done(who.types("Your password", PASSWORD), "Sign this result")
        return who.has("Publish the result now") and done(who, "Publish the result now")

    def releases_cards(self, who: Walker, _round: int) -> bool:
        """They count what lies in the pack: as many as were made."""
        if not who.has("Release these cards"):
            return False
        cards = re.search(r"(\d+) cards? ", who.page.main)
        return done(who.types("How many cards are in the pack?", cards[1] if cards else "1"), "Release these cards")

    def counts_stack(self, who: Walker, _first: int) -> bool:
        size = re.search(r"(\d+) cards? went", who.page.main)
        number = size[1] if size else "1"
        if who.has("I have counted them too"):
            return done(who.types("How many cards came back?", "0"), "I have counted them too")
        if not who.has("Save this count") or "Someone else must now count" in who.page.main:
            return False
        return done(who.types("How many cards were handed out?", number), "Save this count")

    def decides(self, who: Walker, _round: int) -> bool:
        """They agree; where that is refused, they turn it down."""
        for button in ("I agree", "Turn this proposal down"):
            if who.has(button) and done(who, button):
                return True
            who.opens(re.sub(r"/decisions.*", "/decisions", who.page.address))
        return False

    def chooses_team(self, who: Walker, _session: int) -> bool:
        box = next((each for each in who.page.all("input") if each.get("name") == "team"), None)
        if box is None:
            return False
        who.chooses(box)
        return done(who, "Save the session")
