"""What guards of votes that were set aside, or put back from a backup, must refuse (``guarded``)."""

from __future__ import annotations

_ASIDE = "INSERT INTO set_aside (round_id, reason, number, proposed_by, agreed_by) VALUES "
_BACK = "INSERT INTO put_back (round_id, file, votes, marks_hash, proposed_by, agreed_by) VALUES "

#: By the guard's name.
OF_THE_BOX = {
    "put_back_stays": "UPDATE put_back SET votes = 9 WHERE round_id = :opened",
    "put_back_is_kept": "DELETE FROM put_back WHERE round_id = :opened",
    "set_aside_stays": "UPDATE set_aside SET number = 9 WHERE round_id = :opened",
    "set_aside_is_kept": "DELETE FROM set_aside WHERE round_id = :opened",
    # the second of the two is on the round's list, and acts
    "members_set_votes_aside": f"{_ASIDE}(:listed, 'missing', 1, :typist, :steering)",
    "members_put_votes_back_insert": f"{_BACK}(:with_substitute, 'backup', 1, 'a', :typist, :waiting_substitute)",
    "members_put_votes_back_update": "UPDATE put_back SET agreed_by = :typist WHERE round_id = :listed",
}
