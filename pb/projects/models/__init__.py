"""The rows of this room: applications, what was decided on them, ballot texts with their media, the frozen lines and their corrections."""

from pb.projects.models.assessments import Assessment
from pb.projects.models.corrections import TextCorrection
from pb.projects.models.projects import BallotLine, BallotText, CostLine, Media, Project

__all__ = ["Assessment", "BallotLine", "BallotText", "CostLine", "Media", "Project", "TextCorrection"]
