"""Lost security codes: one person proposes that their owner sets up new ones, another agrees."""

from __future__ import annotations

from pb import clock
from pb.people import queries
from pb.people.actions.security_codes import forget_codes
from pb.people.actions.sign_ins import end_sign_ins_of
from pb.people.actions.who_acts import require_a_member_as_one, require_may_let_in, require_second
from pb.people.models import Account, CodeReplacement
from pb.people.rules import AGREE_ON_PEOPLE, ALREADY_DECIDED, IS_CLOSED, OPEN_IT_AGAIN, TWO_REPLACE_CODES
from pb.people.rules.sentences import ALREADY_PROPOSED
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, STEERING, Actor
from pb.words import lazy_gettext as _l

CODES_PROPOSED = Act(
    "security_codes.proposed", _l("proposed that %(account)s sets up new security codes"), only=(COORDINATOR, STEERING)
)


def propose_new_codes(by: Actor, account: Account) -> CodeReplacement:
    """Somebody has lost their security codes. Returns the proposal, to which another person agrees.

    Refuses for oneself, for a closed account, for somebody without codes, others than coordinators and members, and a
    second time.
    """
    with acting(by, CODES_PROPOSED, account=account.id) as act:
        _require_another(by, account.id)
        if account.closed_at:
            raise Refusal(IS_CLOSED, OPEN_IT_AGAIN)
        if not queries.codes_of(account).set_up:
            raise Refusal(
                _l("%(name)s has no security codes yet.", name=account.name),
                _l("They set them up when they sign in."),
            )
        if any(each.account_id == account.id for each in queries.waiting_code_replacements()):
            raise Refusal(
                ALREADY_PROPOSED,
                AGREE_ON_PEOPLE,
            )
        proposal = CodeReplacement(account_id=account.id, proposed_by=by.account_id, proposed_at=clock.now())
        act.session.add(proposal)
    return proposal


CODES_REPLACED = Act(
    "security_codes.replaced",
    _l("agreed that %(account)s sets up new security codes"),
    only=(COORDINATOR, STEERING),
    people=2,
    shows=lambda proposal: (proposal, *queries.person_as_shown(proposal.account)),
)


def agree_to_new_codes(by: Actor, proposal: CodeReplacement) -> None:
    """A second person agrees: the old codes are gone, every sign-in of their owner is over, and the next one sets up
    new codes.

    Refuses the proposer, the owner, others than coordinators and members, two coordinators once there are two members,
    and what is decided already.
    """
    with acting(by, CODES_REPLACED, account=proposal.account_id) as act:
        _require_open(proposal)
        _require_another(by, proposal.account_id)
        require_second(
            by,
            proposal.proposed_by,
            rule=AGREE_ON_PEOPLE,
        )
        require_a_member_as_one(by, proposal.proposed_by)
        act.require_as_shown(proposal)
        proposal.agreed_by, proposal.agreed_at = by.account_id, clock.now()
        forget_codes(act.session, proposal.account_id)
        end_sign_ins_of(act.session, proposal.account_id)


CODES_KEPT = Act(
    "security_codes.kept", _l("did not agree that %(account)s sets up new security codes"), only=(COORDINATOR, STEERING)
)


def refuse_new_codes(by: Actor, proposal: CodeReplacement) -> None:
    """Somebody does not agree, or the person who proposed it withdraws it. Refuses the owner, and what is decided already."""
    with acting(by, CODES_KEPT, account=proposal.account_id):
        _require_open(proposal)
        _require_another(by, proposal.account_id)
        proposal.ended_by, proposal.ended_at = by.account_id, clock.now()


def _require_open(proposal: CodeReplacement) -> None:
    if proposal.agreed_by or proposal.ended_by:
        raise Refusal(ALREADY_DECIDED)


def _require_another(by: Actor, owner: int) -> None:
    own = _l("These are your own security codes, so you cannot decide about them.")
    require_may_let_in(by, owner, rule=TWO_REPLACE_CODES, own=own)


CODES_FORGOTTEN = Act("security_codes.forgotten", _l("took away the security codes of %(account)s"))


def take_codes_away(by: Actor, account: Account) -> None:
    """From the command line, when so many have lost theirs that no two people are left to agree: the owner sets up new
    ones when they next sign in. Every sign-in of theirs is over.
    """
    with acting(by, CODES_FORGOTTEN, account=account.id) as act:
        forget_codes(act.session, account.id)
        end_sign_ins_of(act.session, account.id)
