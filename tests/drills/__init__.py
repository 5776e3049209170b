"""Drills: the real program is started, people vote, something goes wrong, and every acknowledged vote is looked for.

``make drills`` runs all of them (``docs/running.md``, Drills).
"""
