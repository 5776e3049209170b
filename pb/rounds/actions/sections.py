"""The settings of a round, a section at a time: saved, kept half done, or put back to what was saved last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pb import clock
from pb.edits import require_unedited, requires_change
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, Actor
from pb.rounds.actions.settings import apply_settings, require_not_frozen, write_changes
from pb.rounds.models import Round, UnfinishedSection
from pb.rounds.queries import half_done_of, round_as_edited, section_as_edited, settings_of
from pb.rounds.rules.sections import SECTIONS, settings_to_begin_with, with_section
from pb.words import lazy_gettext as _l

ROUND_BEGUN = Act("round.begun", _l("began a draft of a round"), only=(COORDINATOR,))


def begin_round(by: Actor, name: str) -> Round:
    """The coordinator begins a draft of a round, of which only the name is known. Refuses a name that is taken."""
    with acting(by, ROUND_BEGUN) as act:
        round_ = Round(made_at=clock.now(), draft=True)
        round_.unfinished = [UnfinishedSection(section=each, never_set=True) for each in SECTIONS if each != "name"]
        to_be_set = {each.section for each in round_.unfinished}
        apply_settings(act.session, round_, settings_to_begin_with(name), never_set=to_be_set)
        act.round_id = round_.id
    return round_


#: Its older name is of the time when one page had all settings.
SECTION_CHANGED = Act(
    "round.section_changed",
    _l("changed the settings of the round: %(changed)s"),
    only=(COORDINATOR,),
    older_name="round.changed",
)


def change_section(by: Actor, round_: Round, section: str, values: Mapping[str, Any]) -> None:
    """The coordinator saves one section; it is finished with that. Refuses once the ballot is frozen, what the rules refuse
    (also where it does not go with another section that is set), another name for a pot to which groups have applied
    (guard `pot_with_applications_keeps_its_name`), and who has not seen what somebody else saved there meanwhile. What
    stands in the other sections stays, whoever saves them at the same time.
    """
    with (
        acting(by, SECTION_CHANGED, round_id=round_.id) as act,
        requires_change(lambda: (round_as_edited(round_), len(round_.unfinished))),
    ):
        require_not_frozen(round_)
        require_unedited(by, section_as_edited(round_, section))
        there = _of(round_, section)
        write_changes(act, round_, with_section(settings_of(round_), values), section=section)
        if there:
            round_.unfinished.remove(there)


SECTION_KEPT = Act(
    "round.section_kept", _l("left a section of the settings unfinished: %(section)s"), only=(COORDINATOR,)
)


def keep_section(by: Actor, round_: Round, section: str, typed: str) -> None:
    """The coordinator leaves a section half done: what was typed (``pb.unfinished``) is kept beside what holds. Refuses
    once the ballot is frozen, and who has not seen what somebody else saved there meanwhile.
    """
    with (
        acting(by, SECTION_KEPT, round_id=round_.id, section=section),
        requires_change(lambda: half_done_of(round_, section)),
    ):
        require_not_frozen(round_)
        require_unedited(by, section_as_edited(round_, section))
        if there := _of(round_, section):
            there.typed = typed
        else:
            round_.unfinished.append(UnfinishedSection(section=section, never_set=False, typed=typed))


SECTION_PUT_BACK = Act(
    "round.section_put_back", _l("deleted what was not finished in the settings: %(section)s"), only=(COORDINATOR,)
)


def put_section_back(by: Actor, round_: Round, section: str) -> None:
    """The coordinator throws away what was kept half done: what was saved last holds. Refuses where nothing was."""
    with acting(by, SECTION_PUT_BACK, round_id=round_.id, section=section):
        require_not_frozen(round_)
        there = _of(round_, section)
        if there is None or there.typed is None:
            raise Refusal(_l("Everything in this section is finished."))
        require_unedited(by, section_as_edited(round_, section))
        if there.never_set:
            there.typed = None
        else:
            round_.unfinished.remove(there)


def _of(round_: Round, section: str) -> UnfinishedSection | None:
    return next((each for each in round_.unfinished if each.section == section), None)
