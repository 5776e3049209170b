"""Voting: codes, openings, the one door by which every vote is cast, envelopes, opening the box, ballots, kiosks."""
