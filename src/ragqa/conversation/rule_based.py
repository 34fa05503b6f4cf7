"""Follow-ups made whole by rules: no model is asked."""

from collections.abc import Sequence

from ragqa.linguistics.question_topics import completed, topic_of
from ragqa.schema.conversation import Turn, Understood, Way
from ragqa.schema.question import Audience, Question


class RuleBasedReader:
    """Completes what is typed with the words of the questions before it."""

    @property
    def reader_id(self) -> str:
        """Name of the reader, as turns record it."""
        return "rules"

    def read(self, typed: str, earlier: Sequence[Turn], audience: Audience) -> Understood:
        """Return what `typed` asks, as `FollowUpReader` promises."""
        before = earlier[-1].question.text if earlier else None
        topic = topic_of(before) if before else None
        whole = completed(typed, before, topic) if before else typed
        text = whole or typed
        return Understood(
            typed=typed,
            question=Question(text=text, audience=audience),
            way=Way.AS_ASKED if text == typed else Way.COMPLETED,
            carried=(topic,) if topic and text != typed else (),
            note="",
            reader=self.reader_id,
        )
