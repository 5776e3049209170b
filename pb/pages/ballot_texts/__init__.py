"""The uniform wording of each project, written by one person and checked by another."""

from flask import Blueprint

bp = Blueprint("ballot_texts", __name__)
