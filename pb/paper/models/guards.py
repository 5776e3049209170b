"""What the database asks before a ballot is opened at a session, and before the ballot box is opened: every right that
was issued has ended, every paper went through the desk, and what does not add up was decided by two people. Afterwards
the numbers of sessions stay.
"""

from __future__ import annotations

from pb.guards import guard
from pb.paper.models.movements import COUNTS
from pb.venues.rules.sentences import ACCOUNT_IS_MADE, ACCOUNT_STAYS
from pb.voting.models.box import box_is_open_of
from pb.words import lazy_gettext as _l

guard(
    "bundles_go_in_first",
    table="box_opening",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM bundle WHERE bundle.round_id = NEW.round_id AND bundle.cast_at IS NULL)",
    saying=_l("Some bundles of papers are not in the ballot box yet. They must be typed and settled first."),
)
_PRINTED_FOR_IT = (
    "(SELECT count(*) FROM paper JOIN batch ON batch.id = paper.batch_id WHERE batch.session_id = voting_session.id)"
)
#: Papers that a session's account must speak of: printed for it, and with what was lent to it and by it.
_PAPERS_HERE = (
    f"{_PRINTED_FOR_IT} "
    "+ (SELECT COALESCE(SUM(movement.papers), 0) FROM movement WHERE movement.to_session_id = voting_session.id "
    "AND movement.to_account) - (SELECT COALESCE(SUM(movement.papers), 0) FROM movement "
    "WHERE movement.from_session_id = voting_session.id AND movement.from_account)"
)
guard(
    "sessions_are_accounted_first",
    table="box_opening",
    before="INSERT",
    # As the act asks (``SessionFacts.needs_account``): anybody could vote there, wherever its papers have gone since.
    when="EXISTS (SELECT 1 FROM voting_session WHERE voting_session.round_id = NEW.round_id "
    "AND NOT EXISTS (SELECT 1 FROM ballot_paper_account WHERE ballot_paper_account.session_id = voting_session.id) "
    "AND (EXISTS (SELECT 1 FROM voting_right WHERE voting_right.session_id = voting_session.id "
    "AND voting_right.kind IN ('paper', 'opening')) "
    f"OR (voting_session.cancelled_at IS NULL AND ({_PRINTED_FOR_IT} > 0 OR {_PAPERS_HERE} > 0 "
    "OR EXISTS (SELECT 1 FROM kiosk WHERE kiosk.session_id = voting_session.id)))))",
    saying=_l("Some voting sessions have no ballot paper account yet."),
)
guard(
    "accounts_are_agreed_first",
    table="box_opening",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM ballot_paper_account "
    "JOIN voting_session ON voting_session.id = ballot_paper_account.session_id "
    "WHERE voting_session.round_id = NEW.round_id AND ballot_paper_account.reason <> '' "
    "AND ballot_paper_account.agreed_by IS NULL)",
    saying=_l("Some ballot paper accounts need a second person to agree them first."),
)
guard(
    "boxes_are_typed_first",
    table="box_opening",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM ballot_paper_account JOIN voting_session ON voting_session.id = ballot_paper_account.session_id "
    "WHERE voting_session.round_id = NEW.round_id "
    "AND (ballot_paper_account.issued > ballot_paper_account.spoiled + ballot_paper_account.taken_away "
    "OR (ballot_paper_account.received > 0 AND voting_session.cancelled_at IS NULL)) "
    "AND NOT EXISTS (SELECT 1 FROM bundle WHERE bundle.session_id = ballot_paper_account.session_id))",
    saying=_l("The papers from some voting sessions have not been typed yet."),
)


def _no_account_of(place: str) -> str:
    """Whether no session's account speaks of the papers there: at the office, or at a session that was cancelled."""
    return (
        f"({place} IS NULL OR EXISTS (SELECT 1 FROM voting_session WHERE voting_session.id = {place} "
        "AND voting_session.cancelled_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ballot_paper_account "
        "WHERE ballot_paper_account.session_id = voting_session.id)))"
    )


def _moved(place: str) -> str:
    """Papers of a batch that went through that end of a movement to, or from, where no account speaks of them."""
    return (
        "(SELECT COALESCE(SUM(movement.papers), 0) FROM movement WHERE movement.batch_id = batch.id "
        f"AND {COUNTS} AND {_no_account_of(place)})"
    )


guard(
    "discrepancies_are_decided_first",
    table="box_opening",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM batch WHERE batch.round_id = NEW.round_id "
    f"AND (SELECT count(*) FROM paper WHERE paper.batch_id = batch.id AND {_no_account_of('batch.session_id')}) "
    f"+ {_moved('movement.to_session_id')} - {_moved('movement.from_session_id')} "
    "> (SELECT count(DISTINCT entry.paper_id) FROM entry JOIN bundle ON bundle.id = entry.bundle_id "
    "JOIN paper ON paper.id = entry.paper_id WHERE paper.batch_id = batch.id AND bundle.session_id IS NULL) "
    "AND NOT EXISTS (SELECT 1 FROM resolution WHERE resolution.batch_id = batch.id "
    "AND resolution.agreed_by IS NOT NULL))",
    saying=_l("Two people must first decide what happened to papers for the post or for a cancelled session."),
)
guard(
    "votes_are_sent_first",
    table="box_opening",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM kiosk_contact JOIN kiosk ON kiosk.id = kiosk_contact.kiosk_id "
    "JOIN voting_session ON voting_session.id = kiosk.session_id WHERE voting_session.round_id = NEW.round_id "
    "AND kiosk_contact.waiting > 0 AND NOT EXISTS (SELECT 1 FROM resolution WHERE resolution.kiosk_id = kiosk.id "
    "AND resolution.matter = 'to_send' AND resolution.agreed_by IS NOT NULL))",
    saying=_l("Some tablets still have votes to send. Connect them to the internet first."),
)
guard(
    "nothing_is_handed_out_once_it_is_in",
    table="voting_right",
    before="INSERT",
    # (The opening writes every right anew: those have ended.)
    first="NEW.kind = 'paper' AND NEW.status IS NULL",
    when="EXISTS (SELECT 1 FROM bundle WHERE bundle.session_id = NEW.session_id AND bundle.cast_at IS NOT NULL)",
    saying=_l("The votes from this session are already in the ballot box, so no more papers can be issued for it."),
)
_ACCOUNTED = "EXISTS (SELECT 1 FROM ballot_paper_account WHERE ballot_paper_account.session_id = NEW.{})"
# (An opening of today has no status yet; those that the opening of the box writes anew have one.)
_OPENING = "NEW.kind = 'opening' AND NEW.status IS NULL"
_LONGER = (
    "NEW.extended_until IS NOT NULL AND (OLD.extended_until IS NULL OR NEW.extended_until <> OLD.extended_until) AND "
) + _ACCOUNTED.format("id")
_HERE = _ACCOUNTED.format("session_id")
guard(
    "voting_right_before_the_account",
    table="voting_right",
    before="INSERT",
    first=_OPENING,
    when=_HERE,
    saying=ACCOUNT_IS_MADE,
)
guard("kiosk_before_the_account", table="kiosk", before="INSERT", when=_HERE, saying=ACCOUNT_IS_MADE)
guard(
    "accounted_session_is_not_extended", table="voting_session", before="UPDATE", when=_LONGER, saying=ACCOUNT_IS_MADE
)
guard(
    "session_stays_cancelled",
    table="voting_session",
    before="UPDATE",
    when="OLD.cancelled_at IS NOT NULL AND NEW.cancelled_at IS NULL AND ("
    + _ACCOUNTED.format("id")
    + " OR EXISTS (SELECT 1 FROM resolution JOIN batch ON batch.id = resolution.batch_id "
    "WHERE batch.session_id = NEW.id AND resolution.agreed_by IS NOT NULL))",
    saying=_l(
        "It was already decided what happened to the papers for this session, so it cannot be opened again. Plan a new session."
    ),
)
for _before, _row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
    guard(
        f"accounted_before_the_opening_{_before.lower()}",
        table="ballot_paper_account",
        before=_before,
        when=box_is_open_of(f"{_row}.session_id"),
        saying=ACCOUNT_STAYS,
    )

guard(
    "typists_join_no_team",
    table="team_member",
    before="INSERT",
    when="EXISTS (SELECT 1 FROM entry JOIN bundle ON bundle.id = entry.bundle_id "
    "WHERE bundle.session_id = NEW.session_id AND entry.typed_by = NEW.account_id)",
    saying=_l("This person has typed papers from this session, so they cannot be on its team."),
)
