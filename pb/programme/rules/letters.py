"""Letters as they are worded: dates of the vote to groups and venues, and what all letters share. Plain values in, plain
values out.

Each kind of letter has a name in ``KINDS`` and a function, here or in a module beside this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pb.programme.rules.sentences import WHEN_PEOPLE_VOTE
from pb.unicode_text import tidy
from pb.words import Sentence
from pb.words import lazy_gettext as _l

Words = Sentence | str

#: What is written about, in the order of the page.
KINDS: dict[str, Sentence] = {
    "decisions": _l("Decisions on applications, to groups"),
    "appeals": _l("Answers to appeals, to groups"),
    "texts": _l("Ballot texts to agree to, to groups"),
    "corrected": _l("Corrected ballot texts, to groups on the ballot"),
    "vote_dates": _l("Dates of the vote, to groups on the ballot"),
    "venues": _l("Dates of the vote, to venues"),
    "results": _l("The result of the vote, to groups on the ballot"),
    "thanks": _l("Thanks and the result, to venues"),
    "ended": _l("The round has ended early, to groups"),
}
#: Those that go to venues; all others go to groups.
TO_VENUES = frozenset({"venues", "thanks"})
#: They tell of what comes before the result, so none is written once that is public.
BEFORE_THE_RESULT = frozenset({"decisions", "appeals", "texts", "corrected", "vote_dates", "venues"})
#: So long the letters that somebody made can be downloaded by them.
READY_FOR = timedelta(hours=24)
#: Lines that a window of a DL or C5 envelope shows.
MOST_ADDRESS_LINES = 6
#: More sessions than these make no letter that anybody reads: then the website has them.
MOST_SESSIONS = 40


@dataclass(frozen=True)
class Office:
    """Who writes, and how to reach them; what nobody has set is "". ``website``: the page for voters with a code;
    ``for_groups``: that for groups with theirs.
    """

    name: str
    address: str
    phone: str
    website: str
    for_groups: str = ""


@dataclass(frozen=True)
class Letter:
    """One letter. ``facts`` are rows of a table: what, and what it is. ``after`` stands below them."""

    to: tuple[str, ...]
    heading: Words
    paragraphs: tuple[Words, ...]
    facts: tuple[tuple[Words, Words], ...] = ()
    facts_title: Words = ""
    points: tuple[Words, ...] = ()
    points_title: Words = ""
    after: tuple[Words, ...] = field(default=())


def letters_left(news: Iterable[datetime], made: Iterable[tuple[datetime, int]]) -> int:
    """How many still have to get a letter. ``news``: for each of them when what it tells happened; ``made``: when letters of
    this kind were made, and how many. Nobody knows to whom they were: those who have waited longest are taken to have theirs.
    """
    left = sorted(news)
    for at, how_many in sorted(made):
        waited = [each for each in left if each <= at]
        left = left[min(how_many, len(waited)) :]
    return len(left)


def address_lines(names: Sequence[str], address: str) -> tuple[str, ...]:
    """Lines for the window of an envelope, none empty and no more than it shows: commas stand for line ends, and what
    would fall out of the window shares the last but one.
    """
    typed = [tidy(line) for line in address.replace(",", "\n").splitlines()]
    lines = [tidy(each) for each in (*dict.fromkeys(names), *typed) if tidy(each)]
    if (over := len(lines) - MOST_ADDRESS_LINES) > 0:
        at = MOST_ADDRESS_LINES - 2
        lines[at : at + over + 1] = [", ".join(lines[at : at + over + 1])]
    return tuple(lines)


def reach(office: Office) -> list[Words]:
    """How to reach the office; nothing where neither a number nor an address is set."""
    if office.phone and office.address:
        return [_l("Phone us on %(phone)s, or write to the address at the top of this letter.", phone=office.phone)]
    if office.phone:
        return [_l("Phone us on %(phone)s.", phone=office.phone)]
    return [_l("Write to the address at the top of this letter.")] if office.address else []


@dataclass(frozen=True)
class VoteDates:
    """The dates of a round's vote, in words. ``sessions``: (day, lines of that day), in order of time; ``at_sessions``: whether
    there are any, listed or not.
    """

    opens: str
    closes: str
    last_post: str
    sessions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    at_sessions: bool = True

    @property
    def facts(self) -> tuple[tuple[Words, Words], ...]:
        """As rows of a table."""
        days = tuple((day, "\n".join(lines)) for day, lines in self.sessions)
        return (
            (_l("Voting opens"), self.opens),
            (_l("Voting online closes"), self.closes),
            (_l("Votes by post must be here by"), self.last_post),
            *days,
        )


def vote_letter(
    to: tuple[str, ...], round_name: str, number: int, title: str, dates: VoteDates, office: Office
) -> Letter:
    """To a group whose project is on the ballot: when and how people vote."""
    return Letter(
        to,
        _l("When people can vote for your project: %(title)s", title=title),
        (_l("Your project has the number %(number)s on the ballot of %(round)s.", number=number, round=round_name),),
        dates.facts,
        WHEN_PEOPLE_VOTE,
        _how(office, at_sessions=dates.at_sessions),
        _l("How people vote"),
        (
            _l("Everyone votes for themselves and in secret. Please do not fill in a ballot for anyone else."),
            *reach(office),
        ),
    )


def venue_letter(
    to: tuple[str, ...], round_name: str, access: tuple[Words, ...], dates: VoteDates, office: Office
) -> Letter:
    """To a venue at which there are sessions: when we come, what we have noted of access, how people vote."""
    return Letter(
        to,
        _l("People can vote at your venue: %(round)s", round=round_name),
        (
            _l("Thank you for having us. These are the days on which people can vote at your venue."),
            *((_l("What we have noted about access: %(notes)s", notes=" ".join(map(str, access))),) if access else ()),
        ),
        dates.facts,
        WHEN_PEOPLE_VOTE,
        _how(office),
        _l("How people vote"),
        (_l("If a day or a time does not suit you, tell us as soon as you can."), *reach(office)),
    )


def _how(office: Office, *, at_sessions: bool = True) -> tuple[Words, ...]:
    return (
        *((_l("At a voting session: on a tablet or on paper. Facilitators help."),) if at_sessions else ()),
        *(
            (_l("Online, with the code on a voting card: %(website)s", website=office.website),)
            if office.website
            else ()
        ),
        _l("By post, with a paper and a reply envelope from us."),
    )
