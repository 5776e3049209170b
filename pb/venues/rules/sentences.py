"""Sentences that are said in more than one place of this room: by a guard, an act and a page."""

from __future__ import annotations

from pb.words import lazy_gettext as _l

SESSION_AT_THIS_TIME = _l("This venue already has a session at this time.")
NAME_THE_VENUE = _l("Enter the name of the venue.")
WHY_CANCELLED = _l("Enter why the session is being cancelled.")
