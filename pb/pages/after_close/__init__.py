"""After the close: opening the ballot box, the lot, the count, signatures, publication."""

from flask import Blueprint

bp = Blueprint("after_close", __name__)
