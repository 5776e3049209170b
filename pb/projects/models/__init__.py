"""The rows of this room: applications, what was decided on them, appeals, ballot texts with their media and what groups say of
them, the frozen lines and their corrections.
"""

from pb.projects.models.appeals import Appeal
from pb.projects.models.assessments import Assessment
from pb.projects.models.corrections import TextCorrection
from pb.projects.models.made_sounds import MadeSound
from pb.projects.models.projects import BallotLine, BallotText, CostLine, Media, Project
from pb.projects.models.text_answers import TextAnswer
from pb.projects.models.text_writers import TextWriter
from pb.projects.models.translations import LineTranslation, TextTranslation
from pb.projects.models.unfinished import UnfinishedPage

__all__ = [
    "Appeal",
    "Assessment",
    "BallotLine",
    "BallotText",
    "CostLine",
    "LineTranslation",
    "MadeSound",
    "Media",
    "Project",
    "TextAnswer",
    "TextCorrection",
    "TextTranslation",
    "TextWriter",
    "UnfinishedPage",
]
