"""ragqa as a model: OpenAI's own client against the real server."""

from collections.abc import Iterator
from pathlib import Path

import openai
import pytest
from openai.types.chat import ChatCompletionMessageParam, ChatCompletionToolParam

from ragqa.config import LibrarySettings, Settings
from ragqa.server import build_app
from tests.api.conftest import QUESTION, UNANSWERED, settings_in
from tests.running_server import running

TOOL: ChatCompletionToolParam = {
    "type": "function",
    "function": {"name": "f", "parameters": {}},
}
ASKED: ChatCompletionMessageParam = {"role": "user", "content": QUESTION}


@pytest.fixture(scope="module")
def model(demo_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[openai.OpenAI]:
    """OpenAI's client, talking to ragqa."""
    app = build_app(settings_in(tmp_path_factory.mktemp("chat"), demo_index))
    with (
        running(app) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key="any", max_retries=0) as client,
    ):
        yield client


def test_the_models_name_the_audiences(model: openai.OpenAI) -> None:
    assert [one.id for one in model.models.list()] == ["ragqa", "ragqa-trainee", "ragqa-patient"]
    assert model.models.retrieve("ragqa-patient").owned_by == "ragqa"


def test_an_answer_is_markdown_with_numbered_citations_and_their_references(
    model: openai.OpenAI,
) -> None:
    reply = model.chat.completions.create(model="ragqa", messages=[ASKED], temperature=0.7)
    message = reply.choices[0].message
    content = message.content or ""
    article = (message.model_extra or {})["ragqa"]
    assert reply.choices[0].finish_reason == "stop"
    assert content.startswith("**Direct answer**\n\n- ")
    assert all(f"[{one['number']}]" in content for one in article["references"])
    assert all(one["url"] in content for one in article["references"] if one["url"])
    assert article["question"] == QUESTION
    assert content.index("## From the Guidelines") < content.index("## References")


def test_a_stream_says_what_the_whole_reply_says(model: openai.OpenAI) -> None:
    whole = model.chat.completions.create(model="ragqa", messages=[ASKED])
    with model.chat.completions.create(
        model="ragqa", messages=[ASKED], stream=True, stream_options={"include_usage": True}
    ) as stream:
        chunks = list(stream)
    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    article = next(one.model_extra["ragqa"] for one in deltas if one.model_extra)
    assert deltas[0].role == "assistant"
    assert _undated("".join(one.content or "" for one in deltas)) == _undated(
        whole.choices[0].message.content or ""
    )
    assert sum(bool(one.content) for one in deltas) > len(article["claims"])
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
    assert chunks[-1].usage is not None
    assert len({chunk.id for chunk in chunks}) == 1


def test_an_abstention_is_a_plain_answer(model: openai.OpenAI) -> None:
    asked: ChatCompletionMessageParam = {"role": "user", "content": UNANSWERED}
    message = model.chat.completions.create(model="ragqa", messages=[asked]).choices[0].message
    assert "No answer from the indexed sources" in (message.content or "")
    assert (message.model_extra or {})["ragqa"]["outcome"] == "abstained"


def test_an_earlier_question_completes_a_later_one(model: openai.OpenAI) -> None:
    messages: list[ChatCompletionMessageParam] = [
        {"role": "system", "content": "You are somebody else."},
        {"role": "user", "content": "Does varenicline help adults to stop smoking?"},
        {"role": "assistant", "content": "It does."},
        {"role": "user", "content": [{"type": "text", "text": "what about bupropion?"}]},
    ]
    message = model.chat.completions.create(model="ragqa", messages=messages).choices[0].message
    assert "smoking" in (message.model_extra or {})["ragqa"]["question"]
    assert (message.content or "").startswith("*Understood as: ")


def test_a_patient_model_answers_patients(model: openai.OpenAI) -> None:
    reply = model.chat.completions.create(model="ragqa-patient", messages=[ASKED])
    assert (reply.choices[0].message.model_extra or {})["ragqa"]["audience"] == "patient"


def test_what_cannot_be_done_is_told_in_the_clients_own_errors(model: openai.OpenAI) -> None:
    create = model.chat.completions.create
    with pytest.raises(openai.BadRequestError, match="one answer is given"):
        create(model="ragqa", messages=[ASKED], n=2)
    with pytest.raises(openai.BadRequestError, match="calls no tools"):
        create(model="ragqa", messages=[ASKED], tools=[TOOL])
    with pytest.raises(openai.NotFoundError, match="There is no model 'gpt'"):
        create(model="gpt", messages=[ASKED])
    with pytest.raises(openai.BadRequestError, match="`messages` has fewer than 1 entries"):
        create(model="ragqa", messages=[])
    with pytest.raises(openai.BadRequestError, match="No message is a user's"):
        create(model="ragqa", messages=[{"role": "system", "content": "x"}])
    with pytest.raises(openai.BadRequestError, match="The question is empty"):
        create(model="ragqa", messages=[{"role": "user", "content": "?!"}])


def test_an_error_of_a_stream_reaches_the_client(tmp_path: Path) -> None:
    settings = Settings(
        index=tmp_path / "none", library=LibrarySettings(url=str(tmp_path / "library.sqlite"))
    )
    with (
        running(build_app(settings)) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key="any", max_retries=0) as model,
    ):
        with pytest.raises(openai.InternalServerError, match="ragqa ingest"):
            model.chat.completions.create(model="ragqa", messages=[ASKED])
        with (
            model.chat.completions.create(model="ragqa", messages=[ASKED], stream=True) as stream,
            pytest.raises(openai.APIError, match="ragqa ingest"),
        ):
            list(stream)


def _undated(content: str) -> list[str]:
    """Return the lines but for that which tells when the answer was made."""
    return [line for line in content.splitlines() if "ragqa 0" not in line]
