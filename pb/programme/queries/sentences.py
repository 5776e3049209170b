"""The lines of the record as sentences: what each act is called in the words of the steering group."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from pb.record.models import Line

#: What somebody did. %(…)s are facts of the line.
ACTS: dict[str, Any] = {
    "account.appointed": _l("changed what somebody does in the programme"),
    "account.closed": _l("closed an account"),
    "account.made": _l("made an account"),
    "account.password_set": _l("set a new password"),
    "application.assessed": _l("decided on application %(project)s"),
    "application.begun": _l("began application %(project)s"),
    "application.code_renewed": _l("gave application %(project)s a new code"),
    "application.saved": _l("saved answers of application %(project)s"),
    "application.sent": _l("sent in application %(project)s"),
    "application.withdrawn": _l("took back application %(project)s"),
    "ballot_key.restored": _l("restored the key of the box from its sheet"),
    "ballot_key.sheet_printed": _l("printed the recovery sheet of the key"),
    "ballot_text.approved": _l("approved the ballot text of application %(project)s"),
    "ballot_text.written": _l("wrote the ballot text of application %(project)s"),
    "box.opened": _l("opened the box"),
    "bundle.cast": _l("put bundle %(bundle)s into the box"),
    "bundle.counted": _l("counted the papers of bundle %(bundle)s a second time"),
    "bundle.opened": _l("opened the box of papers for bundle %(bundle)s"),
    "card.reissued": _l("replaced a lost card"),
    "card.voided": _l("stopped a lost card"),
    "cards.issued": _l("made voting cards"),
    "decision.agreed": _l("agreed to decision %(decision)s, which is now in force"),
    "decision.proposed": _l("proposed decision %(decision)s"),
    "decision.taken_back": _l("took back the proposed decision %(decision)s"),
    "entry.taken_back": _l("took back the typing of a paper"),
    "interest.declared": _l("declared an interest, or none"),
    "interests.declared": _l("declared interests, or none"),
    "invitation.accepted": _l("took up an invitation"),
    "invitation.withdrawn": _l("took back an invitation"),
    "keys.given_up": _l("gave up lost keys: %(keys)s"),
    "kiosk.left": _l("ended a kiosk"),
    "kiosk.paired": _l("turned a tablet into a kiosk"),
    "kiosk.revoked": _l("switched a kiosk off"),
    "lot.typed": _l("typed the digits of the lot"),
    "papers.printed": _l("printed ballot papers"),
    "person.invited": _l("invited somebody"),
    "record.reason_erased": _l("erased the text beside line %(line)s"),
    "result.counted": _l("counted the votes"),
    "result.published": _l("published the result"),
    "result.signed": _l("signed the result"),
    "round.changed": _l("changed the settings of the round"),
    "round.followed": _l("started this round from round %(follows)s"),
    "round.frozen": _l("froze the ballot"),
    "round.imported": _l("imported a round from a file"),
    "round.made": _l("set up the round"),
    "ruling.agreed": _l("agreed to the ruling on a doubtful paper"),
    "ruling.proposed": _l("proposed a ruling on a doubtful paper"),
    "session.account_agreed": _l("agreed to the account of session %(session)s"),
    "session.accounted": _l("accounted for the papers of session %(session)s"),
    "session.cancelled": _l("cancelled session %(session)s"),
    "session.changed": _l("changed session %(session)s"),
    "session.planned": _l("planned session %(session)s"),
    "sessions.imported": _l("added %(sessions)s sessions from a file"),
    "stray.agreed": _l("agreed what becomes of a stray paper"),
    "stray.proposed": _l("proposed what becomes of a stray paper"),
    "venue.added": _l("added a venue"),
    "venue.changed": _l("changed a venue"),
}


class _Facts(dict):
    def __missing__(self, key: str) -> str:
        return "?"


def sentence_of(line: Line) -> str:
    """What was done, as the second half of a sentence that begins with who did it."""
    if line.act not in ACTS:
        return line.act.replace(".", ": ").replace("_", " ")
    # Filled in after the translation, and forgiving: an old line may lack a fact that today's sentence names.
    return str(ACTS[line.act]) % _Facts(line.facts)
