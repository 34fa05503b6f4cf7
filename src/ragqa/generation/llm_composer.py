"""A composer that lets a language model word the article, and cuts every quote itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ragqa.errors import LanguageModelReplyError, LanguageModelTruncatedError
from ragqa.generation.candidates import candidates
from ragqa.generation.composer import Composition, consulted
from ragqa.generation.llm_draft import Writer
from ragqa.generation.llm_reply import (
    HEADINGS,
    Reply,
    UnreadableReplyError,
    read_reply,
    reply_schema,
)
from ragqa.generation.numbered_evidence import NumberedEvidence, neutral
from ragqa.llm.deadline import Deadline
from ragqa.llm.language_model import Completion, JsonSchema, LanguageModel
from ragqa.prompts import Prompt, load_prompt
from ragqa.schema.article import Draft
from ragqa.schema.evidence import EvidenceSentence
from ragqa.schema.question import Question

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposerPrompts:
    """The prompts of one composer: instructions, request, and the request after a bad reply."""

    system: Prompt
    user: Prompt
    retry: Prompt

    @classmethod
    def shipped(cls) -> ComposerPrompts:
        """Return the prompts in prompts/."""
        return cls(
            system=load_prompt("compose_article_system"),
            user=load_prompt("compose_article_user"),
            retry=load_prompt("compose_article_retry"),
        )

    @property
    def hashes(self) -> tuple[tuple[str, str], ...]:
        """Name and hash of each, as a draft records them."""
        return tuple(
            (prompt.name, prompt.sha256) for prompt in (self.system, self.user, self.retry)
        )


class LlmComposer:
    """Asks a model for claims that cite numbered sentences, and takes nothing on trust.

    Ids that were never offered are dropped, quotes are the spans of the offered sentences, a
    claim stands in the section of its evidence, and headings and reasons are ours. A claim
    left without any id has no quotations, so that the gate withholds it and says why.
    """

    def __init__(
        self,
        model: LanguageModel,
        *,
        prompts: ComposerPrompts | None = None,
        limit: int = 24,
        claims: int = 12,
        on_text: Callable[[str], None] | None = None,
    ) -> None:
        """Take the model; nothing is asked yet.

        Args:
            model: writes the claims.
            prompts: what it is told; the shipped ones where None.
            limit: sentences that it is offered, at least 3.
            claims: sentences that it is asked for at most.
            on_text: called with each piece of the raw reply, to show that something happens;
                it is unchecked and never to be shown itself.
        """
        self._model, self._prompts = model, prompts or ComposerPrompts.shipped()
        self._limit, self._claims, self._on_text = limit, claims, on_text

    @property
    def composer_id(self) -> str:
        """`llm:` and the name of the model."""
        return f"llm:{self._model.model_id}"

    @property
    def prompts(self) -> tuple[tuple[str, str], ...]:
        """Name and hash of the prompts."""
        return self._prompts.hashes

    def compose(self, question: Question, sentences: Sequence[EvidenceSentence]) -> Composition:
        """Return a draft of what the model makes of `sentences`; see Composer.

        The model is not asked where there is nothing to cite.
        """
        evidence = NumberedEvidence.of(candidates(sentences), self._limit)
        if not evidence.by_id:
            reply, completions = Reply(summary=[]), list[Completion]()
        else:
            reply, completions = self._ask(question, evidence)
        writer = Writer(evidence)
        draft = Draft(
            question=question,
            composer=self.composer_id,
            prompts=self.prompts,
            summary=writer.summary(reply),
            sections=writer.sections(reply),
            gaps=writer.gaps(reply, question),
            consulted=consulted(sentences),
        )
        return Composition(
            draft=draft,
            prompt_tokens=sum(completion.prompt_tokens for completion in completions),
            completion_tokens=sum(completion.completion_tokens for completion in completions),
        )

    def _ask(
        self, question: Question, evidence: NumberedEvidence
    ) -> tuple[Reply, list[Completion]]:
        """Return the reply, asking once more where the first is cut off or misshapen."""
        schema, deadline = (
            reply_schema(evidence.ids()),
            Deadline.after(self._model.deadline_seconds),
        )
        request = self._prompts.user.render(
            question=neutral(question.text), evidence=evidence.lines()
        )
        completions: list[Completion] = []
        try:
            completions.append(self._complete(request, schema, deadline))
            return read_reply(completions[0].text), completions
        except LanguageModelTruncatedError:
            problem = "it was cut off before its end."
        except UnreadableReplyError as error:
            problem = f"{error}."
        logger.info("%s is asked again: %s", self.composer_id, problem)
        again = self._prompts.retry.render(request=request, problem=neutral(problem))
        completions.append(self._complete(again, schema, deadline))
        try:
            return read_reply(completions[-1].text), completions
        except UnreadableReplyError as error:
            raise LanguageModelReplyError(
                f"The language model {self._model.model_id!r} twice wrote something that is not "
                f"the article asked for ({error}); use a larger model or the extractive composer."
            ) from error

    def _complete(self, request: str, schema: JsonSchema, deadline: Deadline) -> Completion:
        system = self._prompts.system.render(
            limit=str(self._claims), headings="; ".join(f'"{heading}"' for heading in HEADINGS)
        )
        return self._model.complete(
            system, request, schema, deadline=deadline, on_text=self._on_text
        )
