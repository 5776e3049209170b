"""Which pot each line of the settings is. Groups have applied to pots, so a place in a list never says it."""

from __future__ import annotations

from collections.abc import Sequence

from pb.unicode_text import alike


def same_pots(
    there: Sequence[tuple[int, str]], lines: Sequence[str], ids: Sequence[int | None] = ()
) -> list[int | None]:
    """For each line the id of the pot that it is, None where it is a new one.

    ``there``: id and name of each pot. ``lines``: the names as they are to be; ``ids``: of each line the pot that stood
    on it, where that is known. A name that a pot has already is that pot, whichever line it stands on: lines that changed
    places are not pots that changed names. What else stands on a pot's line is its new name. Where there is one pot
    before and after, it is the same.
    """
    named = {alike(name): pot_id for pot_id, name in there}
    same = [named.pop(alike(name), None) for name in lines]
    free = {pot_id for pot_id, _name in there} - set(same)
    only = [pot_id for pot_id, _name in there] if len(there) == len(lines) == 1 else []
    carried = [*(ids or only), *[None] * len(lines)]
    for at, pot_id in enumerate(carried[: len(lines)]):
        if same[at] is None and pot_id in free:
            same[at] = pot_id
            free.discard(pot_id)
    return same
