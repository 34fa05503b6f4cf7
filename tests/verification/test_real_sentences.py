import gzip
import json
from pathlib import Path

import pytest

from ragqa.linguistics.sentences import sentence_spans
from ragqa.schema.claim import Label
from ragqa.verification.gate import Gate

GUIDELINES = Path(__file__).parents[3] / "shared/data/guidelines_text/uspstf_general.jsonl.gz"


@pytest.mark.data
def test_no_guideline_sentence_is_refused_when_quoted_verbatim() -> None:
    if not GUIDELINES.exists():
        pytest.skip(f"{GUIDELINES} is not here")
    with gzip.open(GUIDELINES, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for _, line in zip(range(10), lines, strict=False)]
    sentences = [text[a:b] for text in texts for a, b in sentence_spans(text)[:60]]
    short = [sentence for sentence in sentences if len(sentence) < 1500]
    gate = Gate()
    refused = [s for s in short if gate.judge(s, s).label is not Label.SUPPORTED]
    assert len(short) > 300
    assert refused == []
