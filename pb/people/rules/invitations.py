"""Invitations: how long one works."""

from __future__ import annotations

from datetime import timedelta

INVITATION_LASTS = timedelta(days=7)
