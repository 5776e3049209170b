"""The projects of a round, for everybody."""

from flask import Blueprint

bp = Blueprint("projects", __name__)
