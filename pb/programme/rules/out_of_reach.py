"""Settings that nobody can meet, or hardly: what does not fit the people, the dates, the sessions and the projects there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pb.formats import start_time
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

#: Papers come back, are opened and typed within these days before a postal vote is late.
_DAYS_FOR_LETTERS = 2


@dataclass(frozen=True)
class Remark:
    """One thing that does not fit, with what to do. ``section``: of the settings; ``page``: where else it is mended, "people"
    or "sessions". ``forbids``: the ballot cannot be frozen with it, which says so itself.
    """

    sentence: Sentence
    section: str
    page: str = ""
    forbids: bool = False


@dataclass(frozen=True)
class RoundReach:
    """What is known of a round that is not frozen. ``never_set``: sections of which nothing is asked; ``to_decide``: titles
    of applications still to be decided on, each with the members who have no interest in it; ``without_codes``: names of
    coordinators and members who have no security codes, where they are asked for.
    """

    now: datetime
    never_set: Collection[str]
    applications_open_at: datetime
    applications_close_at: datetime
    voting_opens_at: datetime
    voting_closes_at: datetime
    post_closes_at: datetime
    grace_minutes: int
    members: int
    signatures_needed: int
    key_custody: str
    assessed_by_two: bool
    to_decide: Collection[tuple[str, int]]
    facilitators: int
    counters: int
    entitlement: str
    sessions: int
    sessions_outside: int
    sessions_without_team: int
    without_codes: Collection[str] = ()
    #: So many days a group has to change its application, or to agree to its ballot text where the freeze waits for it.
    days_of_groups: int = 0
    #: So many days a group can appeal, which a freeze ends.
    appeal_days: int = 0
    #: What is still to be said of the numbers of pots, or None.
    unset_numbers: Sentence | None = None
    #: What no voter could do of what the ballot asks, in sentences with what to change; nothing while groups can apply.
    too_much: Collection[Sentence] = ()
    #: How many different people may type papers: counters and coordinators.
    at_the_desk: int = 4


def remarks(reach: RoundReach) -> list[Remark]:
    """Everything that does not fit, in the order of the sections; nothing of sections that are not set yet."""
    found = [*_dates(reach), *_applications(reach), *_voters(reach), *_ballot(reach), *_signing(reach)]
    return [each for each in found if each.section not in reach.never_set]


def _dates(reach: RoundReach) -> Iterable[Remark]:
    grace = timedelta(minutes=reach.grace_minutes)
    if reach.voting_closes_at <= reach.now:
        yield Remark(_l("Voting has closed before it could open. Change the dates."), "dates", forbids=True)
    elif reach.voting_opens_at <= reach.now:
        said = _l(
            "Voting was to open on %(when)s. Nobody can vote until the ballot is frozen. Freeze it soon, or change the dates.",
            when=start_time(reach.voting_opens_at),
        )
        yield Remark(said, "dates")
    if reach.applications_close_at - reach.applications_open_at < grace:
        said = _l("Applications are open for less time than the extra minutes to finish. Choose a later closing date.")
        yield Remark(said, "dates")
    if reach.applications_close_at + grace > reach.voting_opens_at:
        said = _l(
            "Groups can still finish an application when voting opens, and the ballot must be frozen before that. "
            "Choose a later date for voting to open."
        )
        yield Remark(said, "dates")
    if reach.voting_closes_at - reach.voting_opens_at < grace:
        yield Remark(_l("Voting is shorter than the extra minutes to finish. Choose a later closing date."), "dates")
    if reach.post_closes_at - reach.voting_closes_at < timedelta(days=_DAYS_FOR_LETTERS):
        said = _l(
            "A letter posted on the last day of voting is unlikely to arrive in time. Choose a later date for postal votes."
        )
        yield Remark(said, "dates")
    if outside := reach.sessions_outside:
        said = _ln(
            "%(num)s session is not within the voting dates. Nobody can vote there then. Change the session or the dates.",
            "%(num)s sessions are not within the voting dates. Nobody can vote there then. Change the sessions or the dates.",
            outside,
        )
        yield Remark(said, "dates", "sessions")


def _applications(reach: RoundReach) -> Iterable[Remark]:
    between = (reach.voting_opens_at - reach.applications_close_at).days
    if between < reach.days_of_groups and reach.now < reach.voting_opens_at and "dates" not in reach.never_set:
        said = _ln(
            "Groups can have %(most)s days to answer, and %(num)s day is left between the end of applications and the start "
            "of voting. Nobody can vote before the ballot is frozen. Let voting open later, or give groups fewer days.",
            "Groups can have %(most)s days to answer, and %(num)s days are left between the end of applications and the start "
            "of voting. Nobody can vote before the ballot is frozen. Let voting open later, or give groups fewer days.",
            max(0, between),
            most=reach.days_of_groups,
        )
        yield Remark(said, "applications")
    elif between < reach.appeal_days and reach.now < reach.voting_opens_at and "dates" not in reach.never_set:
        said = _ln(
            "Groups can appeal for %(most)s days, and %(num)s day is left between the end of applications and the start of "
            "voting. The freeze ends the time to appeal. Let voting open later, or give groups fewer days.",
            "Groups can appeal for %(most)s days, and %(num)s days are left between the end of applications and the start of "
            "voting. The freeze ends the time to appeal. Let voting open later, or give groups fewer days.",
            max(0, between),
            most=reach.appeal_days,
        )
        yield Remark(said, "applications")
    if not reach.assessed_by_two:
        return
    if reach.members < 2:
        said = _ln(
            "Two steering group members must decide on each application, and there is %(num)s. Appoint more members.",
            "Two steering group members must decide on each application, and there are %(num)s. Appoint more members.",
            reach.members,
        )
        yield Remark(said, "applications", "people")
        return
    for title, free in reach.to_decide:
        if free < 2:
            said = _l(
                "Two steering group members must decide on “%(title)s”. Members without an interest in it: %(free)s. Appoint "
                "another member, or let one person decide.",
                title=title,
                free=free,
            )
            yield Remark(said, "applications", "people")


def _voters(reach: RoundReach) -> Iterable[Remark]:
    if reach.counters < 2:  # without a session, too: papers come by post
        said = _l(
            "Two different people type in each ballot paper. Counters: %(there)s. Invite more.", there=reach.counters
        )
        yield Remark(said, "voters", "people")
    elif reach.at_the_desk < 3:
        said = _l("If two people type a ballot paper differently, there is nobody to check it. Invite another counter.")
        yield Remark(said, "voters", "people")
    elif reach.at_the_desk < 4:
        said = _l(
            "If two people type a ballot paper wrongly, only one person could say so: it takes two who did not type it. "
            "Invite another counter."
        )
        yield Remark(said, "voters", "people")
    if not reach.sessions:
        said = (
            _l("Facilitators check who can vote, but no session is planned where they could. Plan a session.")
            if reach.entitlement == "vouch"
            else _l("No session is planned. People can vote at home and by post only, with a voting card.")
        )
        yield Remark(said, "voters", "sessions")
        return
    if not reach.facilitators:
        yield Remark(_l("There are no facilitators, so nobody can open a session. Invite some."), "voters", "people")
    elif reach.facilitators == 1:
        said = _l(
            "There is one facilitator. At each session someone else must count the voters, for example the host. Ask them in time."
        )
        yield Remark(said, "voters", "people")
    if n := reach.sessions_without_team:
        said = _ln(
            "Nobody is on the team of %(num)s session. Choose a facilitator for it.",
            "Nobody is on the teams of %(num)s sessions. Choose facilitators for them.",
            n,
        )
        yield Remark(said, "voters", "sessions")


def _ballot(reach: RoundReach) -> Iterable[Remark]:
    if reach.unset_numbers:
        yield Remark(reach.unset_numbers, "ballot", forbids=True)
    yield from (Remark(sentence, "ballot", forbids=True) for sentence in reach.too_much)


def _signing(reach: RoundReach) -> Iterable[Remark]:
    if reach.members <= reach.signatures_needed:
        said = _ln(
            "The steering group has %(num)s member. It needs %(sign)s to sign the result, and one more as the "
            "substitute. Appoint more members, or ask for fewer signatures.",
            "The steering group has %(num)s members. It needs %(sign)s to sign the result, and one more as the "
            "substitute. Appoint more members, or ask for fewer signatures.",
            reach.members,
            sign=reach.signatures_needed,
        )
        yield Remark(said, "signing", "people", forbids=True)
    if reach.key_custody == "shares" and reach.members < 2:
        said = _l(
            "Two members must keep a sheet of words, and the steering group has %(there)s. Appoint another member, or let the "
            "program keep the key.",
            there=reach.members,
        )
        yield Remark(said, "signing", "people")
    if reach.without_codes:
        said = _l(
            "Security codes are asked for, and these people have not set theirs up: %(names)s. Ask them to sign in and do it.",
            names=", ".join(reach.without_codes),
        )
        yield Remark(said, "signing", "people")
