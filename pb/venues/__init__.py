"""Venues and voting sessions: where people vote, when, with whose help."""
