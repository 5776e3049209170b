"""Pages of the paper desk: printing, accounts of sessions, bundles, typing, rulings, reply envelopes."""

from flask import Blueprint

bp = Blueprint("paper", __name__)

from pb.paper.views import accounts, bundles, desk, papers, typing  # noqa: E402, F401  (each adds its pages to the blueprint)
