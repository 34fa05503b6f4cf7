"""The term index by itself."""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.indexing.term_writing import MOST_SEGMENTS, build, rebuild
from ragqa.indexing.terms import TermIndex, Terms, joined_terms
from ragqa.schema.source import Kind
from tests.indexing.samples import run_python


def terms_of(vector_id: int, text: str, *, title: str = "", section: str = "") -> Terms:
    return Terms(
        vector_id=vector_id,
        kind=Kind.RESEARCH.value,
        title=joined_terms(title),
        passage=joined_terms(f"{section} {text}"),
    )


def index_of(folder: Path, *passages: Terms) -> TermIndex:
    draft, place = folders_in(folder)
    held = {one.vector_id: one for one in passages}
    build(place, sorted(held), lambda ids: [held[one] for one in ids], draft=draft)
    return TermIndex.read(place)


def folders_in(folder: Path) -> tuple[Path, Path]:
    """Make the two folders that an index is written into."""
    draft, place = folder / "draft", folder / "terms"
    for one in (draft, place):
        one.mkdir(parents=True)
    return draft, place


def changed(
    base: Path, folder: Path, before: Mapping[int, Terms], after: Mapping[int, Terms]
) -> TermIndex:
    """Write the index of some passages from that of others."""
    draft, place = folders_in(folder)
    rebuild(
        base,
        place,
        sorted(after),
        lambda ids: [after[one] for one in ids],
        new={one for one in after if after[one] != before.get(one)},
        only_adds=all(after.get(one) == before[one] for one in before),
        draft=draft,
    )
    return TermIndex.read(place)


def found(index: TermIndex, query: str) -> list[int]:
    return [vector_id for vector_id, _ in index.search(query, 10, None)]


def test_names_with_digits_and_hyphens_stay_whole(tmp_path: Path) -> None:
    index = index_of(
        tmp_path, terms_of(1, "IL-6 rose."), terms_of(2, "IL-8 rose 6 times."), terms_of(3, "HbA1c")
    )
    assert found(index, "il-6")[0] == 1
    assert 2 not in found(index, "IL-6")
    assert found(index, "hba1c") == [3]


def test_titles_and_headings_are_searched(tmp_path: Path) -> None:
    index = index_of(
        tmp_path, terms_of(1, "x", title="Zetamol"), terms_of(2, "x", section="Dosage")
    )
    assert found(index, "zetamol dosage") == [1, 2]


def test_a_rare_word_counts_more_than_a_common_one(tmp_path: Path) -> None:
    common = [terms_of(i, "drug and drug") for i in range(2, 30)]
    index = index_of(tmp_path, terms_of(1, "zetamol and salt"), *common)
    assert found(index, "drug zetamol")[0] == 1


def test_a_word_of_the_title_helps_every_passage_of_the_work(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        terms_of(1, "ferritin fell", title="Zetamol"),
        terms_of(2, "ferritin fell", title="Other drug"),
    )
    assert found(index, "zetamol ferritin") == [1, 2]


def test_question_words_and_auxiliaries_match_nothing(tmp_path: Path) -> None:
    index = index_of(tmp_path, terms_of(1, "what is the and does"), terms_of(2, "zetamol"))
    assert found(index, "What is the zetamol, and what does it do?") == [2]


def test_equal_scores_are_ordered_by_id(tmp_path: Path) -> None:
    ids = [1, 2, 3, 2**63 - 1]
    assert found(index_of(tmp_path, *(terms_of(i, "same words") for i in ids)), "words") == ids


def test_all_ids_are_known(tmp_path: Path) -> None:
    ids = [1, 77, 2**63 - 1]
    index = index_of(tmp_path / "some", *(terms_of(i, "words" if i > 1 else "") for i in ids))
    assert (index.ids(), len(index)) == (ids, 3)
    assert index_of(tmp_path / "none").ids() == []


def test_no_lock_file_gets_among_the_files_of_an_index(tmp_path: Path) -> None:
    index_of(tmp_path, terms_of(1, "words"))
    assert [p.name for p in (tmp_path / "terms").iterdir() if "lock" in p.name] == []


def test_a_folder_without_an_index_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="tantivy could not use"):
        TermIndex.read(tmp_path)


def test_a_failing_disk_is_an_os_error(tmp_path: Path) -> None:
    script = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from ragqa.indexing.term_writing import build\n"
        "from ragqa.indexing.terms import Terms\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)\n"
        "words = (' '.join(str(i * k) for k in range(200)) for i in range(3000))\n"
        "passages = [Terms(vector_id=i, kind='research', title='', passage=text)\n"
        "            for i, text in enumerate(words)]\n"
        "some = lambda ids: [passages[one] for one in ids]\n"
        "try:\n"
        "    build(Path(sys.argv[1]), range(3000), some, draft=Path(sys.argv[1]))\n"
        "except OSError as error:\n"
        "    print('OSError')\n"
    )
    for limit in (0, 10_000):
        folder = tmp_path / str(limit)
        folder.mkdir()
        assert run_python(script, folder, limit) == "OSError\n"


TEXTS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=4).map(
    lambda words: " ".join(f"drug{one}" for one in words)
)


@settings(max_examples=15)
@given(
    states=st.lists(st.dictionaries(st.integers(1, 12), TEXTS, max_size=9), min_size=1, max_size=9),
    asked=TEXTS,
    limit=st.integers(1, 12),
)
def test_an_index_that_changed_finds_what_one_made_at_once_finds(
    states: list[dict[int, str]], asked: str, limit: int
) -> None:
    works = [{one: terms_of(one, text) for one, text in state.items()} for state in states]
    with TemporaryDirectory() as folder:
        whole = index_of(Path(folder) / "whole", *works[-1].values())
        places = [Path(folder) / str(number) for number in range(len(works))]
        index = index_of(places[0], *works[0].values())
        for (before, after), (base, place) in zip(pairwise(works), pairwise(places), strict=True):
            index = changed(base / "terms", place, before, after)
        assert index.ids() == whole.ids() == sorted(works[-1])
        assert index.search(asked, limit, None) == whole.search(asked, limit, None)
        for word in ("druga", "drugd"):
            assert index.frequency(word) == whole.frequency(word)


def test_segments_that_a_change_does_not_touch_are_linked_and_never_too_many(
    tmp_path: Path,
) -> None:
    state = {one: terms_of(one, f"drug A{one} helps") for one in range(3)}
    index_of(tmp_path / "0", *state.values())
    for number in range(1, 12):
        before, state = state, state | {100 + number: terms_of(100 + number, f"zetamol {number}")}
        base = tmp_path / str(number - 1) / "terms"
        changed(base, tmp_path / str(number), before, state)
        segments = {path.stem for path in (tmp_path / str(number) / "terms").glob("*.store")}
        assert len(segments) == min(number + 1, MOST_SEGMENTS)
    last = tmp_path / "11" / "terms"
    after = {one: terms for one, terms in state.items() if one != 2}
    index = changed(last, tmp_path / "12", state, after)
    files = {path.name: path for path in (tmp_path / "12" / "terms").glob("*.idx")}
    linked = [one for one in last.glob("*.idx") if one.name in files]
    assert len(linked) >= MOST_SEGMENTS - 2
    assert all(files[one.name].samefile(one) for one in linked)
    assert index.ids() == sorted(after)
    assert len(TermIndex.read(last)) == len(state)


def test_the_parts_of_a_score_add_up_to_it(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        terms_of(1, "zetamol and ferritin, then zetamol"),
        terms_of(2, "ferritin fell"),
        *(terms_of(number, "drug and salt") for number in range(3, 20)),
    )
    parts = index.matches(["zetamol", "ferritin", "absent"], 10, None)
    assert [one.term for one in parts] == ["zetamol", "ferritin"]
    total = {
        vector_id: sum(
            2.2 * one.rarity * float(share)
            for one in parts
            for found, share in zip(one.ids.tolist(), one.shares, strict=True)
            if found == vector_id
        )
        for vector_id in (1, 2)
    }
    assert total == pytest.approx(dict(index.search("zetamol ferritin", 10, None)), rel=1e-5)
    assert all(0 < float(share) < 1 for one in parts for share in one.shares)


def test_only_the_best_matches_of_the_kind_are_given(tmp_path: Path) -> None:
    index = index_of(tmp_path, terms_of(1, "ferritin and iron"), terms_of(2, "ferritin"))
    (best,) = index.matches(["ferritin"], 1, Kind.RESEARCH)
    assert best.ids.tolist() == [2]
    (none,) = index.matches(["ferritin"], 1, Kind.GUIDELINE)
    assert none.ids.tolist() == []


def test_matches_come_in_the_order_of_ids_and_again_when_they_are_remembered(
    tmp_path: Path,
) -> None:
    texts = ("ferritin", "ferritin and iron in blood", "iron", "ferritin ferritin")
    index = index_of(tmp_path, *(terms_of(n, text) for n, text in enumerate(texts, start=1)))
    (first,), (second,) = (index.matches(["ferritin"], 10, None) for _ in range(2))
    assert first.ids.tolist() == second.ids.tolist() == [1, 2, 4]
    assert first.shares.argsort().tolist() == [1, 0, 2]
    assert (first.shares == second.shares).all()
    assert index.matches(["ferritin"], 1, None)[0].ids.tolist() == [4]
