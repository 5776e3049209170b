"""What has changed since a freeze was proposed, in words: what each thing was and is now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from flask_babel import gettext as _

from pb.formats import language_name, money
from pb.pages.rounds.rule_changes import rule_label, rule_value_in_words
from pb.programme.rules.ballot_documents import DOCUMENT_NAMES

_SETTINGS = {written: name for name, written in DOCUMENT_NAMES.items()}


class ChangedSinceProposal(NamedTuple):
    """One thing that is another now; of lists only what went and came."""

    label: str
    was: list[str]
    now: list[str]


def changes_in_words(before: dict[str, Any], after: dict[str, Any]) -> list[ChangedSinceProposal]:
    """Each change from the one document to the other (``what_freezes``)."""
    return [
        *_settings(before, after),
        *_projects(before, after),
        *_translations(before, after),
        *_people(before, after),
    ]


def _settings(before: dict[str, Any], after: dict[str, Any]) -> Iterator[ChangedSinceProposal]:
    was, now = before["rulebook"], after["rulebook"]
    unsaid = {"max_choices"} if now.get("any_number") else set()
    for written in dict.fromkeys(each for each in (*was, *now) if each not in unsaid):
        name = _SETTINGS.get(written, written)
        if was.get(written) != now.get(written):
            said = [[rule_value_in_words(name, each.get(written))] for each in (was, now)]
            yield ChangedSinceProposal(rule_label(name), *said)
    pots = ([(pot["name"], pot["amount_pence"]) for pot in each["pots"]] for each in (before, after))
    yield from _of_lists(rule_label("pots"), *([rule_value_in_words("pots", each) for each in pots_] for pots_ in pots))
    numbers = ([_numbers(pot) for pot in each["pots"] if "max_choices" in pot] for each in (before, after))
    yield from _of_lists(rule_label("pot_choices"), *numbers)
    yield from _of_lists(rule_label("criteria"), before["criteria"], after["criteria"])


def _numbers(pot: dict[str, Any]) -> str:
    return rule_value_in_words("pot_choices", (pot["name"], pot["min_choices"], pot["max_choices"]))


def _projects(before: dict[str, Any], after: dict[str, Any]) -> Iterator[ChangedSinceProposal]:
    was, now = ({line["project_id"]: line for line in each["lines"]} for each in (before, after))
    on_it, off_it = [_("on the ballot")], [_("not on the ballot")]
    for project_id in [*was, *(each for each in now if each not in was)]:
        old, new = was.get(project_id), now.get(project_id)
        title = f"“{(new or old or {})['title']}”"
        if old is None or new is None:
            yield ChangedSinceProposal(title, on_it if old else off_it, on_it if new else off_it)
        elif old != new:
            pots = {pot["id"]: pot["name"] for each in (before, after) for pot in each["pots"]}
            pieces = [(_piece(name, old, pots), _piece(name, new, pots)) for name in old if old[name] != new[name]]
            yield ChangedSinceProposal(title, [each for each, _now in pieces], [each for _was, each in pieces])


def _piece(name: str, line: dict[str, Any], pots: dict[int, str]) -> str:
    """One part of a project as it is in this line."""
    value = line[name]
    if name == "pot_id":
        return _("In the pot “%(name)s”", name=pots[value])
    if name == "least_pence" and value is None:
        return _("It needs all of its money")
    if name.endswith("_pence"):
        said = {"cost_pence": _("Cost: %(money)s"), "least_pence": _("It can work with %(money)s")}
        return said[name] % {"money": money(value)}
    if name in ("picture", "sound"):
        said = {"picture": (_("a picture"), _("no picture")), "sound": (_("a recording"), _("no recording"))}
        return f"{said[name][value is None]}" + (f" ({value[:8]})" if value else "")
    return str(value) or _("nothing")


def _translations(before: dict[str, Any], after: dict[str, Any]) -> Iterator[ChangedSinceProposal]:
    titles = {line["project_id"]: line["title"] for each in (before, after) for line in each["lines"]}
    was, now = (
        {(each["project_id"], each["language"]): each for each in document.get("translations", ())}
        for document in (before, after)
    )
    for key in [*was, *(each for each in now if each not in was)]:
        if (old := was.get(key)) != (new := now.get(key)):
            said = [[each["title"], each["body"]] if each else [_("nothing")] for each in (old, new)]
            language = language_name(key[1])
            yield ChangedSinceProposal(_("“%(title)s” in %(language)s", title=titles[key[0]], language=language), *said)


def _people(before: dict[str, Any], after: dict[str, Any]) -> Iterator[ChangedSinceProposal]:
    names = ([member["name"] for member in each["steering_group"]] for each in (before, after))
    yield from _of_lists(_("The steering group"), *names)


def _of_lists(label: str, was: list[str], now: list[str]) -> Iterator[ChangedSinceProposal]:
    gone, come = [each for each in was if each not in now], [each for each in now if each not in was]
    if was != now:
        nothing = [_("nothing")]
        yield ChangedSinceProposal(label, gone or nothing, come or nothing)
