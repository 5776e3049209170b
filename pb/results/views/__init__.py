"""Pages of results: the checklist after the close for the people of the programme, the published result for
everybody.
"""

from flask import Blueprint

bp = Blueprint("results", __name__)

from pb.results.views import after_the_close, counting, downloads, receipts, result  # noqa: E402, F401
