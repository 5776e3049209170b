"""The numbers of a round: how many groups applied, how many people voted, and how. Nobody is named in them."""

from flask import Blueprint

bp = Blueprint("numbers", __name__)
