"""Letters to groups and venues, as PDF files to print and post."""

from flask import Blueprint

bp = Blueprint("letters", __name__)
