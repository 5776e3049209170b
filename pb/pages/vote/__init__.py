"""The voter's screens: code, declaration, ballot, review, saved."""

from flask import Blueprint

bp = Blueprint("vote", __name__)
