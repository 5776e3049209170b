"""Inviting people, and accepting an invitation."""

from flask import Blueprint

bp = Blueprint("invitations", __name__)
