"""A problem as programs get it, described for the OpenAPI document."""

from pydantic import Field

from ragqa.api.answer_shapes import Shape


class FieldFaultShape(Shape):
    """One part of the request that is wrong."""

    field: str = Field(description="Its name, such as `pairs.2.claim`.")
    detail: str


class ProblemShape(Shape):
    """What happened, and what to do (RFC 9457)."""

    type: str = Field(description="Stable name, such as `urn:ragqa:problem:not-found`.")
    title: str = Field(description="The same for all problems of this type.")
    status: int
    detail: str = Field(description="What happened, where, and the next step.")
    instance: str = Field(description="The address that was asked.")
    errors: list[FieldFaultShape] = Field([], description="The parts of the request at fault.")
    found: list[str] = Field(
        [], description="Of `patient-identifiers`: what the question seems to hold."
    )
    proposal: str = Field(
        "", description="Of `patient-identifiers`: the question without what was found."
    )
