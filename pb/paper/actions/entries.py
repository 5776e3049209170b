"""Typing: each paper twice by two people who do not see each other's numbers, a third time where they differ."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.database import db, transaction
from pb.guards import is_taken
from pb.paper import queries
from pb.paper.models import Bundle, Entry, Paper, Ruling
from pb.paper.queries.last_entry import last_entry_alone
from pb.paper.queries.typing_facts import KnownOfPaper
from pb.paper.rules import (
    BACK_TO_THE_BUNDLE,
    COUNTED_TWICE_FIRST,
    IN_THE_BOX_ALREADY,
    PaperReading,
    PaperState,
    shown_serial,
)
from pb.paper.rules.papers import (
    DECIDING,
    NO_THIRD_LOOK,
    PASSES,
)
from pb.people.actions import require_role
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, COUNTER, Actor, Role
from pb.sealed import seal_for_desk
from pb.voting.queries import (
    FrozenBallot,
)
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln


def type_paper(
    by: Actor, bundle: Bundle, pass_number: int, paper: Paper, reading: PaperReading, *, number_is_right: bool = False
) -> Entry:
    """One person types one paper, as it is. No line of the record: the entry itself says who, when and what, and stays.

    ``number_is_right``: they have looked again, and the paper was printed for another session or for post, from where none is known to
    have come. Refuses such a paper without it, one that was typed in this pass, the person who typed it before, whoever ran the session (guard
    `typists_ran_no_session`), and whoever works at no desk. The database decides when two type the same paper at the same moment.
    """
    require_role(by, ENTRY_REMOVED.only)
    with transaction() as session:
        if said := entry_error(by.account_id, bundle, pass_number, paper, number_is_right=number_is_right):
            raise Refusal(said)
        serial = shown_serial(paper.serial)
        entry = Entry(
            bundle_id=bundle.id,
            paper_id=paper.id,
            pass_number=pass_number,
            sealed=seal_for_desk(bundle.round_id, reading.as_text),
            typed_by=by.account_id,
            typed_at=clock.now(),
        )
        session.add(entry)
        try:
            session.flush()
        except IntegrityError as taken:
            if not is_taken(taken, "entry.paper_id", "entry.pass_number"):
                raise
            raise Refusal(_l("Someone else has just typed paper %(serial)s.", serial=serial)) from taken
    return entry


def third_look(by: Actor, bundle: Bundle, ballot: FrozenBallot, paper: Paper, reading: PaperReading) -> Entry:
    """A third person looks at a paper that two typed differently, and types what it says: the third pass.

    Refuses a paper that needs no third look, and what ``type_paper`` refuses.
    """
    now = {each.paper.id: each for each in queries.paper_statuses([bundle.id], ballot)[bundle.id]}
    require_third_look(now.get(paper.id))
    return type_paper(by, bundle, DECIDING, paper, reading)


def require_third_look(paper_status: queries.PaperStatus | None) -> None:
    """Refuse a paper on which two typings do not differ."""
    if paper_status is None or paper_status.state != PaperState.DIFFERS:
        raise Refusal(NO_THIRD_LOOK, BACK_TO_THE_BUNDLE)


def is_from_elsewhere(bundle: Bundle, paper: Paper) -> bool:
    """Whether a paper was printed for another session than the bundle's, and is none of those that are known to have come
    there: it was lent, or carried, and nobody wrote it down.
    """
    if queries.session_of_batch(paper.batch_id) == bundle.session_id:
        return False
    return queries.room_for(bundle, paper) <= 0


def entry_error(
    account_id: int | None, bundle: Bundle, pass_number: int, paper: Paper, *, number_is_right: bool = False
) -> Sentence | None:
    """Why this person cannot type this paper in this pass of the bundle, as a sentence; None when they can."""
    if said := bundle_error(bundle):
        return said
    typed = queries.first_entry(paper.id, pass_number)
    known = KnownOfPaper(
        is_from_elsewhere=not number_is_right and is_from_elsewhere(bundle, paper),
        typed_in=typed and typed.bundle_id,
        by_them=has_typed(account_id, paper),
        imported=False,
    )
    return paper_error(bundle, paper, known, is_full=pass_number in PASSES and papers_left(bundle, pass_number) <= 0)


def bundle_error(bundle: Bundle) -> Sentence | None:
    """Why no paper of this bundle can be typed; None where they can."""
    if bundle.cast_at is not None:
        return IN_THE_BOX_ALREADY
    return COUNTED_TWICE_FIRST if bundle.also_counted_by is None else None


def papers_left(bundle: Bundle, pass_number: int) -> int:
    """How many papers of a bundle were counted and are not typed in this pass."""
    return queries.papers_to_type(bundle) - queries.typed_in_pass(bundle.id, pass_number)


def paper_error(bundle: Bundle, paper: Paper, known: KnownOfPaper, *, is_full: bool = False) -> Sentence | None:
    """Why this paper cannot be typed, by what is known of it. ``is_full``: as many as were counted are typed in this pass."""
    serial = shown_serial(paper.serial)
    if known.is_from_elsewhere:
        return _l(
            "Paper %(serial)s was printed for another session. Check the number, and which bundle the paper belongs to.",
            serial=serial,
        )
    if known.typed_in == bundle.id:
        return _l(
            "Paper %(serial)s has already been typed in this pass, in this bundle. Check the number on the paper.",
            serial=serial,
        )
    if known.typed_in is not None:
        return _l(
            "Paper %(serial)s has already been typed in this pass, in another bundle. Check the number on the paper.",
            serial=serial,
        )
    if is_full:
        return _ln(
            "The only paper in this bundle has already been typed. Count the papers again.",
            "All %(num)s papers in this bundle have already been typed. Count the papers again.",
            queries.papers_to_type(bundle),
        )
    if known.by_them:
        return _l("You have already typed paper %(serial)s, so someone else must type it now.", serial=serial)
    return None


def has_typed(account_id: int | None, paper: Paper) -> bool:
    """Whether this person has typed this paper in any pass."""
    query = select(Entry.id).where(Entry.paper_id == paper.id, Entry.typed_by == account_id)
    return db.session.scalar(query) is not None


#: The name is older than the sentence, and stays: lines of the record say it.
ENTRY_REMOVED = Act("entry.taken_back", _l("removed the entry of a paper"), only=(COORDINATOR, COUNTER))


def remove_entry(by: Actor, bundle: Bundle, paper: Paper, reason: str) -> None:
    """A paper was typed under a serial that is not its own: one entry of it is removed.

    Where two people typed the same wrong serial, so that more papers were typed than counted, each removes their
    own entry (the coordinator that of somebody who has left). Refuses otherwise when a second person has typed it too,
    and once the bundle has gone into the box.
    """
    what = {"bundle": bundle.id, "serial": paper.serial}
    with acting(by, ENTRY_REMOVED, round_id=bundle.round_id, reason=reason, **what) as act:
        if bundle.cast_at is not None:
            raise Refusal(IN_THE_BOX_ALREADY)
        entry = _entry_to_remove(by, bundle, paper)
        if entry is None:
            raise Refusal(
                _l("You can only remove the entry of a paper that has been typed once."),
                _l("Ask a third person to check this paper."),
            )
        act.facts["pass"] = entry.pass_number
        _remove(act.session, entry)


#: A reason in the record, as somebody would have typed it.
_SEEN_AT_ONCE = _l("The person who typed it saw a mistake straight away.")


def undo_last_entry(by: Actor, bundle: Bundle, pass_number: int, shown: str) -> Paper:
    """Who has just typed a paper sees a slip, and takes their entry of it away to type it anew. ``shown``: its serial, as
    their page showed it. Refuses where it is not the last that they typed here, or somebody else has typed it too.
    """
    with acting(by, ENTRY_REMOVED, round_id=bundle.round_id, reason=_SEEN_AT_ONCE.english, bundle=bundle.id) as act:
        entry = last_entry_alone(bundle, pass_number, by.account_id)
        if entry is None or entry.paper.serial != shown:
            raise Refusal(
                _l("This is no longer the last paper that you typed, or someone else has typed it too."),
                _l("Open the paper from its bundle. If you typed it wrongly, a third person looks at it."),
            )
        act.facts.update({"serial": shown, "pass": pass_number})
        _remove(act.session, entry)
    return entry.paper


def _remove(session: Session, entry: Entry) -> None:
    """With the last entry of a paper goes what was ruled on it: nobody has that paper in hand under this number."""
    session.delete(entry)
    session.flush()
    if db.session.scalar(select(Entry.id).where(Entry.paper_id == entry.paper_id).limit(1)) is None:
        for ruling in session.scalars(select(Ruling).where(Ruling.paper_id == entry.paper_id)):
            session.delete(ruling)


def _entry_to_remove(by: Actor, bundle: Bundle, paper: Paper) -> Entry | None:
    here = select(Entry).where(Entry.paper_id == paper.id, Entry.bundle_id == bundle.id)
    entries = list(db.session.scalars(here.order_by(Entry.pass_number)))
    if len(entries) > 1 and not (bundle.also_counted_by and queries.more_typed_than_counted(bundle)):
        return None  # a number that one person alone has counted proves nothing
    may_take_any = len(entries) == 1 or by.role == Role.COORDINATOR
    own = (entry for entry in entries if may_take_any or entry.typed_by == by.account_id)
    return next(own, None)
