"""The paper desk: printing, bundles, typing, rulings."""

from flask import Blueprint

bp = Blueprint("paper_desk", __name__)
