"""What requests have in common: their fields are named, bounded and none is passed over."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from ragqa.errors import UsageError
from ragqa.schema.question import LONGEST_QUESTION, checked_question


class Body(BaseModel):
    """A body, or the parameters of an address: a field that nobody knows is told."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _question(text: str) -> str:
    try:
        return checked_question(text)
    except UsageError as error:
        raise ValueError(str(error)) from None


QuestionText = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LONGEST_QUESTION,
        description="One question in words.",
    ),
    AfterValidator(_question),
]
PageNumber = Annotated[int, Field(ge=1, le=100_000, description="Pages count from 1.")]
Words = Annotated[
    str, Field(max_length=200, description="Words, all of which must be there; empty for all.")
]
AllowIdentifiers = Annotated[
    StrictBool,
    Field(
        description="Store the question although it seems to name a patient. Without it, such a "
        "question is refused with the problem `patient-identifiers`."
    ),
]
