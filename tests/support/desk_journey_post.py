"""The post of the journey: who asks, what goes out, what comes back in time, late, twice, void, torn or not at all."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pb.paper import actions as desk
from pb.paper import queries
from pb.voting import actions as voting
from pb.voting.queries import right_of_card, right_of_code
from pb.voting.queries.post import postal_asks
from tests.support.desk_journey_boxes import BoxOnTheDesk, at

if TYPE_CHECKING:
    from tests.support.desk_journey import Journey

#: Packs by the number of their card: what happens to each. Of the others every ninth never comes back.
USED, LOST, LATE, NEVER, TORN, TWICE = 1, 2, 3, 4, 5, 6
ALONE = 2
SPARE = 3


class PostOfTheJourney:
    """``back``: numbers of the envelopes that were checked in; ``aside``: {reason: how many} of those that stay closed."""

    def __init__(self, journey: Journey) -> None:
        self.journey, self.round, self.office = journey, journey.round, journey.office
        self.packs, self.back = journey.size.packs, list[int]()
        self.aside = {"used": 2, "cancelled": 1, "late": 1, "open": 1, "unknown": 1}
        #: Of these, whose number had not come back before.
        self.aside_by_number, self.alone = (USED, LOST, TORN, LATE), ALONE

    def goes_out(self) -> None:
        """A third asks by telephone, a third stands on a list, a third asks on the website; two need no paper."""
        self.cards = self.journey.make.cards(self.round, self.packs + ALONE)
        numbers = range(1, self.packs + 1)
        for number in numbers[::3]:
            voting.take_request(
                self.office, self.round, number, f"P{number}", f"{number} Quay", "telephone", large_print=False
            )
        rows = [f"P{number},{number} Quay,{number}" for number in numbers[1::3]]
        voting.take_postal_list(self.office, self.round, "\n".join(["name,address,card", *rows]).encode())
        for number in numbers[2::3]:
            voting.ask_online(self.round, f"P{number}", f"{number} Quay", large_print=False, alone=False)
        for ask in postal_asks(self.round.id):
            voting.take_ask(self.office, self.round, ask.id, int(ask.name[1:]))
        for number in range(self.packs + 1, self.packs + ALONE + 1):
            voting.take_request(
                self.office, self.round, number, f"P{number}", f"{number} Quay", "letter", large_print=True, alone=True
            )
        printed = self.packs + 1 + SPARE
        self.batch = desk.print_batch(self.office, self.round.id, None, printed)
        self.journey.planned.printed += printed
        voting.send_requests(self.office, self.round, f"1-{self.packs + ALONE}")
        self.new = self.journey.make.replaced_card(self.round, LOST).number
        assert voting.send_in_place(self.office, self.round, LOST) == self.new
        voting.send_requests(self.office, self.round, str(self.new))

    def comes_back(self) -> None:
        """Two vote online with the code of their card; envelopes come, and are checked in or put aside."""
        with at(self.journey.evening + timedelta(hours=3)):
            for number in (USED, self.packs + 1):
                right = right_of_code(self.cards[number - 1].code)
                assert right is not None
                self.journey.casts(right.key, "online")
            others = [number for number in range(TWICE, self.packs + 1) if number == TWICE or number % 9]
            for number in (self.new, *others):
                right = right_of_card(self.round.id, number)
                assert right is not None
                voting.check_in_envelope(self.journey.typists[0], self.round.id, right)
                self.back.append(number)
            for reason, back in (
                ("used", USED),
                ("used", TWICE),
                ("cancelled", LOST),
                ("open", TORN),
                ("unknown", None),
            ):
                voting.put_aside(self.journey.typists[1], self.round.id, reason, back)
            self._typed()

    def _typed(self) -> None:
        """One of the envelopes is empty; what is in the others is typed by two."""
        serials = queries.serials_of(self.batch.id)[: len(self.back) - 1]
        said = {}
        for serial in serials:
            numbers = self.journey.marks()
            self.journey.counts(numbers, "post")
            said[serial] = " ".join(map(str, numbers))
        box = BoxOnTheDesk(self.journey.typists, self.journey.opened(None, len(self.back)), said)
        box.set_aside("An envelope with nothing in it")
        self.journey.planned.strays += 1
        box.typed_by_two()
        box.goes_in()

    def closes(self) -> None:
        """The last envelope is late; two people decide about papers that did not come back."""
        voting.put_aside(self.journey.typists[2], self.round.id, "late", LATE)
        self.journey.decides("batch", "explain", "sent_out", self.packs + 1 + SPARE - (len(self.back) - 1))
