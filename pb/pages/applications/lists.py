"""The parts of the list of applications, and which application waits next for whoever reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

from flask_babel import gettext as _

from pb.formats import day_time, number, short_day, start_time
from pb.projects import queries
from pb.projects.models import Project
from pb.projects.queries import ToAssess
from pb.projects.rules.applications import ApplicationStatus, begin_error, status_of
from pb.projects.rules.sentences import BEING_CHANGED
from pb.results.queries.currencies import currency_of
from pb.rounds.models import Round
from pb.rounds.rules import Phase
from pb.web.access import actor, may_open
from pb.web.lists import Filter, Listing, listing
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: An application and where it stands.
SentApplication = tuple[Project, str]


class ApplicationsPart(NamedTuple):
    """Part of the list: its name in the address, what it is called on the page, and the ids of its applications."""

    name: str
    description: Sentence
    ids: Collection[int]


class SentAndBegun(NamedTuple):
    """The applications of a round. ``found``: those that were sent, as the address asks for them; ``part``: the part that
    was chosen (None: all); ``begun``: those that are not sent yet.
    """

    found: Listing[SentApplication]
    part: ApplicationsPart | None
    begun: list[Project]
    for_second: Collection[int]


def when_groups_apply(round_: Round, at: Phase) -> str:
    """In place of a list: when groups can send an application, in this phase of the round."""
    times = {"opens": start_time(round_.applications_open_at), "closes": day_time(round_.applications_close_at)}
    if at == Phase.SET_UP:
        return _("Groups can apply online from %(opens)s until %(closes)s.", **times)
    if at == Phase.APPLYING:
        return _("Groups can apply online until %(closes)s.", **times)
    return str(begin_error(at, by_staff=False))


def as_asked(round_: Round) -> SentAndBegun:
    """A round's applications as the address of this request asks for them."""
    found_now = queries.applications(round_.id)
    standing = queries.standing(round_, found_now)
    every = [(project, str(standing[project.id])) for project in found_now]
    sent = [pair for pair in every if pair[1] != ApplicationStatus.BEGUN]
    parts = {part.name: part for part in parts_of_list(round_, sent)}
    by_part = _filter_by_part(sent, parts.values())
    found = listing(
        sent,
        words=lambda pair: (pair[0].title, pair[0].group_name, str(pair[0].id)),
        filters=[by_part, *_filter_by_pot(round_)],
        endpoint="applications.index",
    )
    begun = [project for project, stands in every if stands == ApplicationStatus.BEGUN]
    return SentAndBegun(found, parts.get(by_part.chosen), begun, parts["second"].ids)


def _filter_by_part(sent: Collection[SentApplication], parts: Iterable[ApplicationsPart]) -> Filter[SentApplication]:
    """The choice of a part; each says how many applications it has."""
    options: dict[str, tuple[str, Callable[[SentApplication], bool]]] = {
        "": (f"{_('All applications')} ({number(len(sent))})", lambda _pair: True)
    }
    for part in parts:
        words = f"{part.description} ({number(len(part.ids))})"
        options[part.name] = (words, lambda pair, ids=part.ids: pair[0].id in ids)  # type: ignore[misc]
    return Filter("show", _("Show"), options)


def _filter_by_pot(round_: Round) -> list[Filter[SentApplication]]:
    """The choice of a pot, where there are several."""
    if len(round_.pots) < 2:
        return []
    options: dict[str, tuple[str, Callable[[SentApplication], bool]]] = {"": (_("All pots"), lambda _pair: True)}
    for pot in round_.pots:
        options[str(pot.id)] = (pot.name, lambda pair, id_=pot.id: pair[0].pot_id == id_)  # type: ignore[misc]
    return [Filter("pot", _("Pot"), options)]


def csv_table(round_: Round, listed: Collection[SentApplication]) -> tuple[list[str], list[list[Any]]]:
    """The columns and rows of a CSV file of these applications. Amounts as spreadsheets add them up."""
    said = {
        "waiting": _("To be checked"),
        "fix": str(BEING_CHANGED),
        "eligible": _("Eligible"),
        "not_eligible": _("Not eligible"),
        "withdrawn": _("Withdrawn"),
    }
    came = {"online": _("online"), "paper": _("on paper"), "telephone": _("by phone"), "file": _("from a file")}
    pots, currency = {pot.id: pot.name for pot in round_.pots}, currency_of(round_)
    columns = [
        _("Project"),
        _("Group"),
        _("Pot"),
        currency.head(_("Cost")),
        _("Received"),
        _("Sent on"),
        _("Status"),
        _("Message"),
    ]
    rows = []
    for project, stands in listed:
        last = project.assessments[-1] if project.assessments else None
        rows.append(
            [
                *(project.title, project.group_name, pots.get(project.pot_id or 0, "")),
                currency.digits(project.cost_pence),
                *(came[project.came_by], short_day(project.sent_at) if project.sent_at else "", said[stands]),
                str(last.to_the_group) if last and stands != ApplicationStatus.WITHDRAWN else "",
            ]
        )
    return columns, rows


def parts_of_list(round_: Round, sent: Collection[SentApplication]) -> list[ApplicationsPart]:
    """The parts into which the applications that were ``sent`` fall, each with where it stands. What waits for the reader
    is one of them for a member.
    """
    to_assess = queries.still_to_assess(round_, [project for project, _stands in sent])
    for_second = {each.id for each in to_assess.for_second}

    def standing(*statuses: ApplicationStatus) -> list[int]:
        return [project.id for project, stands in sent if stands in statuses]

    late = [each.id for each in to_assess.undecided if status_of(each) == ApplicationStatus.FIX]
    to_check = [each for each in standing(ApplicationStatus.WAITING) if each not in for_second] + late
    parts = [
        ApplicationsPart("second", _l("Waiting for a second member"), for_second),
        ApplicationsPart("check", _l("To be checked"), to_check),
        ApplicationsPart(
            "appeals", _l("Appeals to answer"), [project.id for project, _stands in sent if project.open_appeal]
        ),
        ApplicationsPart(
            "fix",
            BEING_CHANGED,
            [each for each in standing(ApplicationStatus.FIX) if each not in late],
        ),
        ApplicationsPart(
            "decided", _l("Decided"), standing(ApplicationStatus.ELIGIBLE, ApplicationStatus.NOT_ELIGIBLE)
        ),
        ApplicationsPart("withdrawn", _l("Withdrawn"), standing(ApplicationStatus.WITHDRAWN)),
    ]
    if may_open("applications.assess"):
        parts.insert(
            0,
            ApplicationsPart(
                "yours", _l("Waiting for you"), [each.id for each in waiting_for_reader(round_, to_assess)]
            ),
        )
    return parts


def waiting_for_reader(round_: Round, to_assess: ToAssess | None = None) -> list[Project]:
    """The applications on which whoever reads can decide now, or agree to a decision; none for who decides nothing."""
    if round_.frozen or not may_open("applications.assess"):
        return []
    to_assess = to_assess or queries.still_to_assess(round_)
    theirs = [*to_assess.undecided, *to_assess.by_one, *queries.not_decided_by(actor(), to_assess.appealed)]
    theirs = queries.without_own_interest(actor(), round_.id, theirs)
    theirs += queries.may_be_second_for(actor(), round_.id, to_assess.for_second)
    return sorted(theirs, key=lambda project: project.id)


def next_one(round_: Round, project: Project) -> Project | None:
    """The application that waits for the reader after ``project``; None where this one still does, or none."""
    waiting = waiting_for_reader(round_)
    if project in waiting:
        return None
    return next((each for each in waiting if each.id > project.id), waiting[0] if waiting else None)
