"""What the database refuses once a result is published: no row that it rests on is added, changed or removed any more.

Which statements each table leaves open all the same, and why, stands in ``tests/support/safety/after_publication.py``.
"""

from __future__ import annotations

from pb.guards import guard
from pb.results.rules.sentences import PUBLISHED_STAYS

_HERE = "{row}.round_id"
_OF_ITS_SESSION = "(SELECT voting_session.round_id FROM voting_session WHERE voting_session.id = {row}.session_id)"
_OF_ITS_BUNDLE = "(SELECT bundle.round_id FROM bundle WHERE bundle.id = {row}.bundle_id)"

#: (the table, how a row of it leads to its round, before what). What is not here another guard refuses already.
_STAYS = (
    ("resolution", _HERE, ("UPDATE", "DELETE")),
    ("put_back", _HERE, ("UPDATE",)),
    ("lot_entry", _HERE, ("DELETE",)),
    ("paper_check", _HERE, ("INSERT",)),
    ("dice_entry", _HERE, ("INSERT", "DELETE")),
    ("dice", _HERE, ("INSERT",)),
    ("sighting", _HERE, ("INSERT",)),
    ("check_stage", _HERE, ("INSERT",)),
    ("batch", _HERE, ("INSERT", "UPDATE", "DELETE")),
    ("paper", _HERE, ("INSERT", "UPDATE", "DELETE")),
    ("bundle", _HERE, ("INSERT",)),
    ("entry", _OF_ITS_BUNDLE, ("DELETE",)),
    ("ruling", _OF_ITS_BUNDLE, ("UPDATE", "DELETE")),
    ("stray", _OF_ITS_BUNDLE, ("UPDATE", "DELETE")),
    ("card_pack", _HERE, ("INSERT", "UPDATE")),
    ("voting_session", _HERE, ("INSERT", "UPDATE", "DELETE")),
    ("team_member", _OF_ITS_SESSION, ("INSERT", "UPDATE", "DELETE")),
    ("held_envelope", _HERE, ("DELETE",)),
    ("tablet_check", _HERE, ("DELETE",)),
)

#: The names of these guards.
STAYS_PUBLISHED = tuple(
    f"{table}_stays_published_{before.lower()}" for table, _, befores in _STAYS for before in befores
)

for _table, _round, _befores in _STAYS:
    for _before in _befores:
        _rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[_before]
        guard(
            f"{_table}_stays_published_{_before.lower()}",
            table=_table,
            before=_before,
            when="EXISTS (SELECT 1 FROM publication WHERE publication.round_id IN "
            f"({', '.join(_round.format(row=row) for row in _rows)}))",
            saying=PUBLISHED_STAYS,
        )
