"""Charts of turnout: by place, by voting method and by day, in the groups that were made at the publication."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from pb.charts.pictures import Bar, Chart, in_pages
from pb.formats import day_of_month, day_of_week, day_of_year, number
from pb.pages.results.result_sentences import CHANNELS, titles_joined
from pb.results.rules.sentences import BY_VOTING_METHOD
from pb.unicode_text import isolated


def turnout_charts(turnout: dict) -> list[Chart]:
    """The charts that a round's turnout allows: an imported file may know no places, or nothing at all."""
    known = (("places", _places), ("channels", _channels), ("days", _days))
    return [chart(turnout) for name, chart in known if turnout.get(name) and turnout.get("ballots") != 0]


def places_in_words(names: list[str]) -> str:
    """A group of places in full: every name."""
    return titles_joined([isolated(name) or _("At home, online or by post") for name in names])


def place_on_bar(names: list[str]) -> str:
    """A group of places as a picture names it."""
    if len(names) <= 2:
        return places_in_words(names)
    return _("%(n)s smaller places added together", n=len(names))


def channels_in_words(names: list[str]) -> str:
    """A group of channels in full."""
    said = [str(CHANNELS[name]) for name in names]
    return titles_joined([said[0], *(each[0].lower() + each[1:] for each in said[1:])])


def _places(turnout: dict) -> Chart:
    groups, all_ballots = turnout["places"], turnout["ballots"]
    return _turnout_chart(
        "places",
        _places_title(groups, all_ballots),
        _places_sentence(groups, all_ballots),
        (_("Votes by place"), _("Place")),
        groups,
        all_ballots,
        (place_on_bar, places_in_words),
    )


def _places_title(groups: list[dict], all_ballots: int) -> str:
    """The largest group besides home. Of venues that are told together nobody can say which had the most."""
    venues = [group for group in groups if group["names"] != [""]]
    if not venues:
        return ngettext(
            "The only vote came from home", "All %(all)s votes came from home", all_ballots, all=number(all_ballots)
        )
    largest = max(venues, key=lambda group: group["ballots"])
    facts = {
        "n": number(largest["ballots"]),
        "all": number(all_ballots),
        "place": place_on_bar(largest["names"]),
    }
    if len(largest["names"]) == 1:
        return ngettext(
            "Busiest venue: %(place)s, with %(n)s of %(all)s vote",
            "Busiest venue: %(place)s, with %(n)s of %(all)s votes",
            all_ballots,
            **facts,
        )
    if not _hides_home(groups):  # a group that only small numbers made is no finding
        return _("%(share)s of the votes were cast at venues", share=share(all_ballots - _at_home(groups), all_ballots))
    if len(largest["names"]) == 2:
        return _("%(place)s together: %(n)s of %(all)s votes", **facts)
    return _("%(place)s: %(n)s of %(all)s votes", **facts)


def _places_sentence(groups: list[dict], all_ballots: int) -> str:
    said = home_and_venues_in_words({"places": groups, "ballots": all_ballots})
    if any(len(group["names"]) > 1 for group in groups):
        said.append(_("Places with few votes are added together, so that nobody can be identified."))
    return " ".join(said)


def home_and_venues_in_words(turnout: dict) -> list[str]:
    """Which share of the votes came from home, as a sentence; nothing where that is not told."""
    groups, all_ballots = turnout.get("places", []), turnout.get("ballots", 0)
    if not groups or not all_ballots or _hides_home(groups):
        return []
    home = _at_home(groups)
    shares = {"share": share(all_ballots - home, all_ballots), "rest": share(home, all_ballots)}
    return [_("%(share)s of the votes were cast at venues, %(rest)s at home.") % shares]


def _hides_home(groups: list[dict]) -> bool:
    """Whether home is told together with venues."""
    return any("" in group["names"] and len(group["names"]) > 1 for group in groups)


def _at_home(groups: list[dict]) -> int:
    return next((group["ballots"] for group in groups if group["names"] == [""]), 0)


def share(part: int, whole: int) -> str:
    """A share in whole per cent; what is not nothing is never called 0%, what is not all never 100%."""
    per_cent = round(100 * part / whole) if whole else 0
    if per_cent == 0 and part:
        return _("less than 1%")
    return _("more than 99%") if per_cent == 100 and part < whole else f"{per_cent}%"


def _channels(turnout: dict) -> Chart:
    groups, all_ballots = turnout["channels"], turnout["ballots"]
    first = groups[0]
    return _turnout_chart(
        "channels",
        _(
            "%(channel)s: %(share)s of the votes",
            share=share(first["ballots"], all_ballots),
            channel=channels_in_words(first["names"]),
        ),
        " ".join(
            ngettext(
                "%(channel)s: %(n)s of %(all)s vote.",
                "%(channel)s: %(n)s of %(all)s votes.",
                all_ballots,
                channel=channels_in_words(g["names"]),
                n=number(g["ballots"]),
                all=number(all_ballots),
            )
            for g in groups[:3]
        ),
        (str(BY_VOTING_METHOD), _("Voting method")),
        groups,
        all_ballots,
        (channels_in_words, channels_in_words),
    )


def days_in_words(names: list[str]) -> str:
    """A group of days in full: "Monday 27 July", "27 to 29 July", and what is of no day by itself."""
    days = [date.fromisoformat(name) for name in names if name]
    if not days:
        return _("By post, or in a box left for several days")
    said = _of_days(days)
    return _("%(days)s, and by post or in a box left for several days", days=said) if "" in names else said


def _of_days(days: list[date]) -> str:
    first, last = days[0], days[-1]
    if first == last:
        return day_of_week(first)
    from_ = day_of_month(first) if first.month == last.month else day_of_year(first)
    words = _("%(first)s and %(last)s") if len(days) == 2 else _("%(first)s to %(last)s")
    return words % {"first": from_, "last": day_of_year(last)}


def _days_with(votes: int, groups: list[dict], one: str, several: str) -> str:
    """``one`` with the day, or stretch of days, that has so many votes; ``several`` with all of them, or how many
    days.
    """
    found = [group["names"] for group in groups if group["ballots"] == votes and "" not in group["names"]]
    if len(found) == 1:
        return one % {"days": days_in_words(found[0]), "n": number(votes)}
    single_days = all(len(names) == 1 for names in found)
    days = (
        _("%(n)s days", n=number(len(found))) if single_days else titles_joined([days_in_words(each) for each in found])
    )
    return several % {"days": days, "n": number(votes)}


def _fewest_in_words(votes: int, groups: list[dict]) -> str:
    """Days without any vote are in no group, so the sentence is about the others."""
    return _days_with(
        votes,
        groups,
        _("Of the days with votes, %(days)s had the fewest: %(n)s."),
        _("Of the days with votes, %(days)s had the fewest: %(n)s each."),
    )


def _days(turnout: dict) -> Chart:
    groups, all_ballots = turnout["days"], turnout["ballots"]
    with_day = [group["ballots"] for group in groups if "" not in group["names"]]
    most, fewest = max(with_day), min(with_day)
    said = [_("Votes on paper are shown on the day of their session.")]
    if fewest < most:
        said.insert(0, _fewest_in_words(fewest, groups))
    if any(len(group["names"]) > 1 for group in groups):
        said.append(_("Days with few votes are added together, so that nobody can be identified."))
    return _turnout_chart(
        "days",
        _days_with(most, groups, _("%(days)s had the most votes: %(n)s"), _("%(days)s had the most votes: %(n)s each")),
        " ".join(said),
        (_("Votes by day"), _("Day")),
        groups,
        all_ballots,
        (days_in_words, days_in_words),
    )


def _turnout_chart(
    name: str,
    title: str,
    sentence: str,
    headings: tuple[str, str],
    groups: list[dict],
    all_ballots: int,
    words: tuple[Callable[[list[str]], str], Callable[[list[str]], str]],
) -> Chart:
    on_bar, in_table = words
    most = max((group["ballots"] for group in groups), default=0)
    bars = [
        Bar(on_bar(g["names"]), g["ballots"], f"{number(g['ballots'])} · {share(g['ballots'], all_ballots)}")
        for g in groups
    ]
    return Chart(
        name=name,
        title=title,
        sentence=sentence,
        caption=headings[0],
        columns=((headings[1], ""), (_("Votes"), "number"), (_("Share"), "number")),
        rows=tuple((in_table(g["names"]), number(g["ballots"]), share(g["ballots"], all_ballots)) for g in groups),
        values=tuple(
            (in_table(g["names"]), g["ballots"], f"{100 * g['ballots'] / all_ballots:.1f}" if all_ballots else "")
            for g in groups
        ),
        pictures=in_pages(bars, most),
    )
