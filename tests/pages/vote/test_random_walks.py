"""Whatever a voter does before the last press, in whatever order, over the server's pages: no choice is lost, and none comes by
itself. The tablet's own pages: tests/js/kiosk-walks.test.mjs.
"""

from __future__ import annotations

from random import Random

from pb.pages.vote.screen_settings import COLOURS, SOUNDS, TEXT_SIZES
from tests.support import effort
from tests.support.voters import at_the_ballot, chosen_on, draft_on

MOST, LINES, STEPS = 3, 6, 6
SETTINGS = {
    "language": ("en", "gd", "pl", "ur", "zh_Hans"),
    "text_size": tuple(TEXT_SIZES),
    "colours": tuple(COLOURS),
    "sound": tuple(SOUNDS),
}


class Walker:
    """``mine``: what this voter believes to have chosen. A walk begins where the one before has ended."""

    def __init__(self, voter, seed: int) -> None:
        self.voter, self.random = voter, Random(seed)
        self.page, self.screen, self.mine = voter.page, "ballot", set()
        self.seen: set[str] = set()

    def step(self) -> None:
        self.random.choice(
            (self.chooses, self.chooses, self.views, self.sets, self.sets, self.reviews, self.declares)
        )()
        self.seen.add(self.screen)
        if self.screen == "ballot":
            assert sorted(chosen_on(self.page)) == sorted(map(str, self.mine))
        if self.screen == "review":
            assert sorted(each.get("data-pick") for each in self.page.all("li") if each.get("data-pick")) == sorted(
                map(str, self.mine)
            )

    def goes(self, address: str, screen: str, **fields: str) -> None:
        self.page = self.voter.posts(f"/vote/{address}", {"draft": draft_on(self.page), **fields})
        self.screen = screen

    def chooses(self) -> None:
        """A press on a project, which takes it off where it is chosen; one too many changes nothing."""
        number = self.random.randint(1, LINES)
        press = "take_off" if number in self.mine else "choose"
        self.goes("ballot", "ballot", **{press: str(number)})
        if press == "take_off":
            self.mine.remove(number)
        elif len(self.mine) < MOST:
            self.mine.add(number)

    def views(self) -> None:
        self.goes("ballot", "ballot", show=str(self.random.randint(0, LINES)))

    def sets(self) -> None:
        name = self.random.choice(list(SETTINGS))
        self.goes("settings", self.screen, page=self.screen, **{name: self.random.choice(SETTINGS[name])})

    def reviews(self) -> None:
        self.goes("review", "review")

    def declares(self) -> None:
        """Back to the first screen, and on again."""
        self.goes("declaration", "ballot", declared="y")


def test_walks_over_the_servers_pages_lose_no_choice(visitor, make, app):
    app.config["DEMO"] = True  # so that drafts of languages are offered
    at_the_ballot(visitor, make, make.voting_round(projects=LINES, min_choices=0, max_choices=MOST))
    walker = Walker(visitor, seed=12)
    for _walk in range(effort.runs(30, 1000)):
        for _step in range(STEPS):
            walker.step()
    assert walker.seen == {"ballot", "review"}
