"""The account of a session's papers: closed by a facilitator, agreed by a second person where the numbers do not
fit.
"""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy.orm import Session

from pb import clock
from pb.edits import require_unedited, requires_change
from pb.paper import queries
from pb.paper.models import BallotPaperAccount
from pb.paper.queries.ballot_paper_accounts import account_as_edited, discrepancies_of, heads_of, missing_accounts
from pb.paper.rules import COUNT_AGAIN, PaperCounts
from pb.paper.rules.seals_and_help import (
    NO_SEAL,
    READ_SEAL_AGAIN,
    SEAL_DIFFERS,
    SEAL_MISSING,
    HelpGiven,
    seal_error,
    seal_is_missing,
    seal_number,
)
from pb.people.queries import names
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, FACILITATOR, Actor
from pb.unicode_text import tidy
from pb.venues.models import HeadCount, VotingSession
from pb.venues.rules.heads import Heads, head_counter_error
from pb.venues.rules.sentences import ACCOUNT_STAYS
from pb.voting.actions import end_turns_of, lock_kiosks_of, note_papers
from pb.voting.queries import box_opening_of, frozen_ballot, kiosks_of
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

SESSION_ACCOUNTED = Act(
    "session.accounted",
    _l("submitted a ballot paper account: %(session)s. Issued: %(issued)s"),
    only=(COORDINATOR, FACILITATOR),
)


def submit_ballot_paper_account(
    by: Actor,
    voting_session: VotingSession,
    figures: PaperCounts,
    reason: str = "",
    heads: Heads | None = None,
    *,
    seal: str = "",
    help_given: HelpGiven | None = None,
) -> BallotPaperAccount:
    """A facilitator submits the ballot paper account of the session; ballots still open on its kiosks are closed.
    ``heads``: how many people voted, as somebody else has counted them; a session at which everybody voted on a screen
    has an account too. ``seal``: the number on the seal of the box; ``help_given``: None where nobody was asked. It can be
    corrected until its papers are counted, and never once the ballot box is open.

    Figures and heads that do not fit, heads that nobody counted, and a box without a seal's number need a ``reason``, and
    then a second person. Refuses heads counted by somebody who set up a kiosk or submits, and what somebody else saved.
    """
    counts = asdict(figures) | (asdict(help_given) if help_given else {})
    what = {"session": voting_session.id, **counts, "heads": heads.number if heads else None}
    with (
        acting(by, SESSION_ACCOUNTED, round_id=voting_session.round_id, reason=reason, **what) as act,
        requires_change(lambda: account_as_edited(voting_session.id)),
    ):
        lock_kiosks_of(act.session, voting_session.id)
        # A ballot that is opened at this moment is in the account, or is not opened.
        act.session.refresh(voting_session, with_for_update={"of": VotingSession, "key_share": True})
        is_open = _require_still_open(voting_session)
        require_unedited(by, account_as_edited(voting_session.id))
        _require_heard_out(voting_session)
        if heads and (sentence := head_counter_error(heads.counted_by, opened_by(by, voting_session))):
            raise Refusal(sentence, status=422)
        if not tidy(reason):
            _require_fitting(voting_session, figures, heads, seal, help_given, is_open=is_open)
        account = queries.ballot_paper_account_of(voting_session.id) or BallotPaperAccount(session_id=voting_session.id)
        for name, value in counts.items():
            setattr(account, name, value)
        account.seal = (not is_open and seal_number(seal)) or None
        account.submitted_by, account.submitted_at = by.account_id, clock.now()  # type: ignore[assignment]
        account.reason, account.agreed_by = tidy(reason), None
        act.session.add(account)
        _keep_heads(act.session, voting_session, heads)
        end_turns_of(act.session, voting_session.id)
    return account


def _require_still_open(voting_session: VotingSession) -> bool:
    """Refuse an account that can no longer be corrected. Whether its box was opened all the same, before there was one."""
    if box_opening_of(voting_session.round_id):
        raise Refusal(ACCOUNT_STAYS)
    is_open = queries.bundle_of_session(voting_session.id) is not None
    if is_open and queries.ballot_paper_account_of(voting_session.id):
        raise Refusal(
            _l("The papers in this session box have already been counted."),
            _l(
                "If a number is wrong, two people decide about it on the page “What does not add up”. Tell the coordinator."
            ),
        )
    return is_open


def _require_fitting(
    voting_session: VotingSession,
    figures: PaperCounts,
    heads: Heads | None,
    seal: str,
    help_given: HelpGiven | None,
    *,
    is_open: bool,
) -> None:
    """Refuse what needs a reason: numbers that do not add up, a box without the number of a seal, another number than was
    written down before, and more voters who had help than there were. ``is_open``: its box was opened before.
    """
    if discrepancies_of(voting_session.id, figures, heads.number if heads else None):
        raise Refusal(_l("These numbers do not add up."), COUNT_AGAIN, status=422)
    if not (is_open or voting_session.cancelled_at):
        before = queries.ballot_paper_account_of(voting_session.id)
        if seal_is_missing(figures, seal, ""):
            raise Refusal(SEAL_MISSING, NO_SEAL, status=422)
        if before and seal_error(seal, before.seal, None):
            raise Refusal(SEAL_DIFFERS, READ_SEAL_AGAIN, status=422)
    known = queries.facts_of_sessions(voting_session.id)[voting_session.id]
    voters = max(heads.number if heads else 0, figures.issued + known.opened)
    if help_given and max(asdict(help_given).values()) > voters:
        raise Refusal(_l("More voters had help than there were voters."), COUNT_AGAIN, status=422)


def _require_heard_out(voting_session: VotingSession) -> None:
    """Refuse while a tablet has votes to send, or may have."""
    for refusal in unheard_in_words(voting_session):
        raise refusal


def unheard_in_words(voting_session: VotingSession) -> list[Refusal]:
    """Each tablet for which the account has to wait, and what to do about it."""
    names_of = {each.id: each.name for each in kiosks_of(voting_session.id)}
    return [
        _unheard(names_of[kiosk_id], known.waiting) for kiosk_id, known in queries.unheard_at(voting_session).items()
    ]


def _unheard(device: str, waiting: int) -> Refusal:
    if waiting:
        return Refusal(
            _ln("%(device)s has one vote to send.", "%(device)s has %(num)s votes to send.", waiting, device=device),
            _l("Switch it on and connect it to the internet. If it is lost or broken, two people must say so."),
        )
    return Refusal(
        _l("%(device)s has not told us that all its votes are sent.", device=device),
        _l("Connect it to the internet and end the kiosk on it. If it is lost or broken, two people must say so."),
    )


def opened_by(by: Actor, voting_session: VotingSession) -> list[str]:
    """The names of those who may not have counted the heads: whoever set up a kiosk here, and ``by``, who submits."""
    everybody = names()
    people = {by.account_id, *(kiosk.paired_by for kiosk in kiosks_of(voting_session.id))}
    return [everybody[account_id] for account_id in people if account_id in everybody]


def _keep_heads(session: Session, voting_session: VotingSession, heads: Heads | None) -> None:
    kept = heads_of(voting_session.id)
    if heads is None:
        if kept:
            session.delete(kept)
        return
    kept = kept or HeadCount(session_id=voting_session.id)
    kept.heads, kept.counted_by = heads.number, tidy(heads.counted_by)
    session.add(kept)


BALLOT_PAPER_ACCOUNT_AGREED = Act(
    queries.AGREED,
    _l("agreed a ballot paper account: %(session)s"),
    only=(COORDINATOR, FACILITATOR),
    people=2,
    shows=lambda account: (account, *queries.beside_the_account(account.session_id)),
    changes_no_row=True,  # agreed again by the same person, when papers were issued since: the line says for how many
)


def agree_ballot_paper_account(by: Actor, voting_session: VotingSession) -> None:
    """A second person has looked at numbers that do not fit and agrees with the reason.

    Refuses somebody who set up a tablet there, where its ballots and the people who were counted differ.
    Where the facilitator vouches for voters, papers that were issued without being counted get their right now.
    """
    with acting(by, BALLOT_PAPER_ACCOUNT_AGREED, round_id=voting_session.round_id, session=voting_session.id) as act:
        account = queries.ballot_paper_account_of(voting_session.id)
        waits = queries.missing_accounts([voting_session])
        if account is None or (account.agreed_by is not None and not waits):
            raise Refusal(_l("There is nothing waiting for you to agree."))
        if account.submitted_by == by.account_id:
            raise Refusal(_l("You submitted this ballot paper account, so someone else must agree it."))
        if why := queries.account_agreement_error(voting_session, by.account_id):
            raise Refusal(why, _l("Ask another member of the team, or the coordinator, to open this page."))
        act.require_as_shown(account)
        account.agreed_by = by.account_id
        missing = account.issued - queries.papers_issued(voting_session.id)[0]
        ballot = frozen_ballot(voting_session.round_id)
        if missing > 0 and ballot and ballot.entitlement == "vouch":
            note_papers(act.session, voting_session, missing)
            act.facts["papers_noted"] = missing
        act.session.flush()
        act.facts["papers"] = queries.facts_of_sessions(voting_session.id)[voting_session.id].issued_not_admitted


def require_ballot_paper_account(voting_session: VotingSession) -> BallotPaperAccount:
    """The account of a session, complete. Refuses while it is missing or waits for its second person."""
    account = queries.ballot_paper_account_of(voting_session.id)
    if account is None:
        raise Refusal(
            _l("The ballot paper account for this session has not been submitted yet."),
            _l("Ask a facilitator of the session, or the coordinator, to submit it."),
        )
    if missing_accounts([voting_session]):
        raise Refusal(
            _l("The ballot paper account for this session needs a second person to agree it."),
            _l("Open the ballot paper account and check it together."),
        )
    return account
