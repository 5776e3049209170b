"""Guides for the people who run a programme, a page or two for each role."""

from flask import Blueprint

bp = Blueprint("guides", __name__)
