"""What each of the six does on a page of cards, decisions, the opening and the result."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from tests.support.makers.people import PASSWORD
from tests.support.makers.results import DIGITS
from tests.support.ways.at_the_desk import AtTheDesk, done
from tests.support.ways.walker import Walker


def _boxes(who: Walker, name: str) -> list[Element]:
    return [each for each in who.page.all("input") if each.get("name") == name]


class AfterTheClose(AtTheDesk):
    """The rest of the way. Nobody here knows more than the page before them says, and the words that led to it (``task``)."""

    task = ""

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

    def checks_papers(self, who: Walker, _round: int) -> bool:
        """Each paper that the page names is taken from its box; one that two people misread the number of is not there."""
        if who.has("Compare with what was counted"):
            return done(who, "Compare with what was counted")
        if "Look at papers" not in who.page.links:
            return False
        sheets = {each.serial: each for pile in self.play.bundles.values() for each in pile}
        address, acted = who.follows("Look at papers").address, False
        for shown in re.findall(r"(\d{3} \d{4}) ·", who.page.main):
            sheet = sheets.get(shown.replace(" ", ""))
            who.at(address).types("Number on the paper", shown)
            who.types("Projects ticked", sheet.text) if sheet else who.ticks("I cannot find this paper")
            acted |= done(who, "Next paper")
        return acted

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
        who.types("If a card is missing, what may have happened?", "We looked everywhere.")
        return done(who.types("How many cards were handed out?", number), "Save this count")

    def decides(self, who: Walker, _round: int) -> bool:
        """They agree; where that is refused, they turn it down. And who cannot act is named by the dashboard."""
        if found := re.search(r"Decide that the substitute acts.*These people cannot: ([A-Za-z]+)", self.task):
            if who.has("Propose that the substitute acts"):
                who.selects("Who cannot act?", found[1]).types("Why can they not act?", "They cannot come.")
                return done(who, "Propose that the substitute acts")
            return False
        for button in ("I agree", "Turn this proposal down"):
            if who.has(button) and done(who, button):
                return True
            who.opens(re.sub(r"/decisions.*", "/decisions", who.page.address))
        return False

    def chooses_team(self, who: Walker, _session: int) -> bool:
        """One more person, of whom the page offers several: whoever typed its papers is refused. Somebody in two places at
        once is looked at, and stays: the two halls may be one.
        """
        if self.task.startswith("Look at the team"):
            return False
        here = who.page.address
        free = [each for each in _boxes(who, "team") if "checked" not in each.attrib]
        for value in [each.get("value") for each in free]:
            who.opens(here)
            who.chooses(next(each for each in _boxes(who, "team") if each.get("value") == value))
            if done(who, "Save the session"):
                return True
        return False

    def gives_a_role(self, who: Walker, _nothing: object) -> bool:
        """The role of counter goes to the first who has it not; of the steering group as well."""
        for address in [each for each in who.page.links.values() if re.fullmatch(r"/people/\d+", each)]:
            who.opens(address)
            box = next((each for each in _boxes(who, "roles") if each.get("value") == "counter"), None)
            if box is not None and "checked" not in box.attrib and not self._is_coordinator(who):
                who.chooses(box)
                return done(who, "Save the roles")
        return False

    def _is_coordinator(self, who: Walker) -> bool:
        return any(each.get("value") == "coordinator" and "checked" in each.attrib for each in _boxes(who, "roles"))
