"""The account of a session's papers: closed by a facilitator, agreed by a second person where the numbers do not fit."""

from __future__ import annotations

from dataclasses import asdict

from pb import clock
from pb.paper import queries
from pb.paper.models import SessionAccount
from pb.paper.rules import COUNT_AGAIN, Figures, misfits
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import Actor
from pb.venues.models import VotingSession
from pb.voting.actions import end_visits_of, note_papers
from pb.voting.queries import sheet_of
from pb.words import Sentence
from pb.words import lazy_gettext as _l


def misfits_of(session_id: int, figures: Figures) -> list[Sentence]:
    """What of these figures does not fit with the papers printed and handed out, as sentences."""
    issued, replaced = queries.handed_out(session_id)
    return misfits(figures, printed=queries.printed_for(session_id), handed_out=issued, replaced=replaced)


def figures_of(account: SessionAccount) -> Figures:
    """The figures of a closed account."""
    return Figures(account.received, account.issued, account.unused, account.spoiled, account.taken_away)


SESSION_ACCOUNTED = Act("session.accounted", _l("submitted the ballot paper account for session %(session)s"))


def close_account(by: Actor, session_: VotingSession, figures: Figures, reason: str = "") -> SessionAccount:
    """A facilitator submits the ballot paper account of the session; ballots still open on its kiosks are closed.

    It can be corrected until the box is counted. Figures that do not fit need a ``reason``, and then a second person.
    """
    what = {"session": session_.id, **asdict(figures)}
    with acting(by, SESSION_ACCOUNTED, round_id=session_.round_id, reason=reason, **what) as act:
        if queries.bundle_of_session(session_.id):
            raise Refusal(
                _l("The papers in this session’s ballot box have already been counted."),
                _l("If something is wrong, ask the coordinator."),
            )
        if misfits_of(session_.id, figures) and not reason.strip():
            raise Refusal(_l("These numbers do not add up."), COUNT_AGAIN, status=422)
        account = queries.account_of(session_.id) or SessionAccount(session_id=session_.id)
        for name, value in asdict(figures).items():
            setattr(account, name, value)
        account.closed_by, account.closed_at = by.account_id, clock.now()  # type: ignore[assignment]
        account.reason, account.agreed_by = reason.strip(), None
        act.session.add(account)
        end_visits_of(act.session, session_.id)
    return account


SESSION_ACCOUNT_AGREED = Act("session.account_agreed", _l("agreed the ballot paper account for session %(session)s"))


def agree_account(by: Actor, session_: VotingSession) -> None:
    """A second person has looked at numbers that do not fit and agrees with the reason.

    Where the facilitator vouches for voters, papers that were handed out without being counted get their right now.
    """
    with acting(by, SESSION_ACCOUNT_AGREED, round_id=session_.round_id, session=session_.id) as act:
        account = queries.account_of(session_.id)
        if account is None or account.agreed_by is not None:
            raise Refusal(_l("There is nothing waiting for you to agree."))
        if account.closed_by == by.account_id:
            raise Refusal(_l("You submitted this ballot paper account, so someone else must agree it."))
        account.agreed_by = by.account_id
        missing = account.issued - queries.handed_out(session_.id)[0]
        sheet = sheet_of(session_.round_id)
        if missing > 0 and sheet and sheet.entitlement == "vouch":
            note_papers(act.session, session_, missing)
            act.facts["papers_noted"] = missing


def insist_on_account(session_: VotingSession) -> SessionAccount:
    """The account of a session, complete. Refuses while it is missing or waits for its second person."""
    account = queries.account_of(session_.id)
    if account is None:
        raise Refusal(
            _l("The ballot paper account for this session has not been submitted yet."),
            _l("Ask a facilitator of the session, or the coordinator, to submit it."),
        )
    if account.agreed_by is None and (account.reason or misfits_of(session_.id, figures_of(account))):
        raise Refusal(
            _l("The ballot paper account for this session needs a second person to agree it."),
            _l("Open the ballot paper account and check it together."),
        )
    return account
