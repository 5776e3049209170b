"""Staff read, type in and decide on applications."""

from flask import Blueprint

bp = Blueprint("applications", __name__)
