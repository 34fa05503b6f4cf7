"""What was asked, and for whom."""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Who reads the article."""

    CLINICIAN = "clinician"
    TRAINEE = "trainee"
    PATIENT = "patient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question in the asker's words."""

    text: str
    audience: Audience = Audience.CLINICIAN
