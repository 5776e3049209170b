"""The languages of the voters' screens."""

from flask import Blueprint

bp = Blueprint("languages", __name__)
