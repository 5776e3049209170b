"""The rows of this room: applications, what was decided on them, ballot texts with their media, the frozen lines."""

from pb.projects.models.assessments import Assessment
from pb.projects.models.projects import BallotLine, BallotText, CostLine, Media, Project
from pb.projects.models.unfinished import UnfinishedPage

__all__ = ["Assessment", "BallotLine", "BallotText", "CostLine", "Media", "Project", "UnfinishedPage"]
