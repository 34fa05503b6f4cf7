import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from ragqa.embedding.embedder import FloatArray
from ragqa.errors import UsageError
from ragqa.indexing.embedding_cache import BATCHES_AT_ONCE
from ragqa.indexing.store import IndexStore
from ragqa.ingestion.chunker import Chunker
from ragqa.ingestion.file_search import find_files
from ragqa.ingestion.ingester import Ingester
from ragqa.ingestion.pace import Pace
from ragqa.ingestion.report import IngestReport
from ragqa.ingestion.sandbox import Sandbox
from tests.embedding.hashing import HashingEmbedder
from tests.ingestion.samples import write

OFTEN = Pace(every=0.0, share=1.0)
"""Publishes whenever there is something to publish."""


class CountingEmbedder(HashingEmbedder):
    """Counts the texts it embeds, but for the empty one, which only loads a model."""

    def __init__(self) -> None:
        super().__init__()
        self.embedded = 0

    def embed(self, texts: Sequence[str]) -> FloatArray:
        self.embedded += sum(map(bool, texts))
        return super().embed(texts)


class Desk:
    """An ingester with a corpus folder, for tests that run it again and again."""

    def __init__(self, folder: Path, *, pace: Pace | None = None) -> None:
        self.corpus = folder / "corpus"
        self.store = IndexStore(folder / "index")
        self.embedder = CountingEmbedder()
        self._ingester = Ingester(
            store=self.store,
            embedder=self.embedder,
            chunker=Chunker(self.embedder),
            sandbox=Sandbox(workers=1),
            pace=pace,
        )

    def ingest(
        self,
        *paths: Path,
        prune: bool = False,
        retry: bool = False,
        rebuild: bool = False,
        progress: "Bar | None" = None,
    ) -> IngestReport:
        self.embedder.embedded = 0
        return self._ingester.ingest(
            paths or [self.corpus], prune=prune, retry=retry, rebuild=rebuild, progress=progress
        )

    def documents(self) -> set[str]:
        with self.store.open() as snapshot:
            return set(snapshot.document_ids())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    write(desk.corpus / "guidelines" / "a.md", "# Care\n\nGive drug A to adults.")
    write(desk.corpus / "b.jsonl", record("1", "Drug A helps.") + record("2", "Drug B harms."))
    return desk


def record(name: str, text: str) -> str:
    return json.dumps({"_id": name, "title": f"Paper {name}", "text": text}) + "\n"


def counts(report: IngestReport) -> dict[str, int]:
    documents = report.to_json()["documents"].items()
    return {name: count for name, count in documents if isinstance(count, int) and count}


def test_a_first_run_adds_every_document(desk: Desk) -> None:
    report = desk.ingest()
    assert counts(report) == {"added": 3}
    assert report.passages == desk.embedder.embedded == 3
    assert report.assumed_kind == 2
    assert {"1", "2"} < desk.documents()
    assert desk.store.verify().ok


def test_an_unchanged_second_run_reads_and_embeds_nothing(desk: Desk) -> None:
    first = desk.ingest()
    second = desk.ingest()
    assert counts(second) == {"unchanged": 3}
    assert second.snapshot == first.snapshot
    assert desk.embedder.embedded == 0


def test_a_changed_record_alone_is_embedded_again(desk: Desk) -> None:
    desk.ingest()
    write(desk.corpus / "b.jsonl", record("1", "Drug A helps.") + record("2", "Drug B helps."))
    report = desk.ingest()
    assert counts(report) == {"updated": 1, "unchanged": 2}
    assert desk.embedder.embedded == 1


def test_a_removed_record_leaves_the_index(desk: Desk) -> None:
    desk.ingest()
    write(desk.corpus / "b.jsonl", record("1", "Drug A helps."))
    assert counts(desk.ingest()) == {"removed": 1, "unchanged": 2}
    assert "2" not in desk.documents()


def test_a_changed_file_counts_as_updated_though_its_id_changes(desk: Desk) -> None:
    desk.ingest()
    write(desk.corpus / "guidelines" / "a.md", "# Care\n\nGive drug B to adults.")
    assert counts(desk.ingest()) == {"updated": 1, "unchanged": 2}
    assert len(desk.documents()) == 3


def test_a_changed_sidecar_is_a_changed_file(desk: Desk) -> None:
    desk.ingest()
    write(desk.corpus / "guidelines" / "a.csl.json", '{"title": "Another title"}')
    assert counts(desk.ingest()) == {"updated": 1, "unchanged": 2}


def test_a_vanished_file_is_removed_only_by_prune(desk: Desk) -> None:
    desk.ingest()
    (desk.corpus / "b.jsonl").unlink()
    assert counts(desk.ingest()) == {"unchanged": 1}
    assert {"1", "2"} < desk.documents()
    assert counts(desk.ingest(prune=True)) == {"unchanged": 1, "removed": 2}
    assert len(desk.documents()) == 1


def test_a_failure_is_reported_again_until_the_file_changes(desk: Desk) -> None:
    broken = write(desk.corpus / "c.pdf", "rubbish")
    empty = write(desk.corpus / "d.txt", "")
    for _ in range(2):
        report = desk.ingest()
        assert (report.failed, report.no_text) == (1, 1)
        assert [one.path for one in report.failures] == ["corpus/c.pdf", "corpus/d.txt"]
    assert desk.ingest(retry=True).failed == 1
    broken.unlink()
    empty.write_text("Drug C helps.")
    assert counts(desk.ingest(prune=True)) == {"added": 1, "unchanged": 3}


def test_wrong_lines_are_reported_on_every_run_and_the_rest_is_kept(desk: Desk) -> None:
    write(desk.corpus / "b.jsonl", record("1", "Drug A helps.") + "{broken\n")
    for _ in range(2):
        report = desk.ingest()
        assert report.failed == 1
        assert "b.jsonl, line 2" in report.failures[0].error
    assert "1" in desk.documents()


def test_two_works_under_one_id_are_refused_by_name(desk: Desk) -> None:
    write(desk.corpus / "z.jsonl", record("1", "Something else.") + record("9", "Drug C."))
    report = desk.ingest()
    assert counts(report) == {"added": 4, "failed": 1}
    assert "corpus/z.jsonl and corpus/b.jsonl" in report.failures[0].error
    with desk.store.open() as snapshot:
        (kept,) = [one for one in snapshot.document_ids() if one == "1"]
        assert snapshot.document(kept).text == "Drug A helps."


def test_two_works_under_one_pmid_in_one_file_are_refused(desk: Desk) -> None:
    citation = "PMID- 7\nTI  - T\nAB  - Drug %s helps.\n\n"
    write(desk.corpus / "c.nbib", citation % "A" + citation % "B")
    report = desk.ingest()
    assert counts(report) == {"added": 4, "failed": 1}
    assert "holds two different documents with the id 'pmid-7'" in report.failures[0].error


def test_one_document_in_two_files_is_one_and_outlives_either(desk: Desk) -> None:
    copy = write(desk.corpus / "z.jsonl", record("1", "Drug A helps."))
    assert counts(desk.ingest()) == {"added": 3}
    copy.unlink()
    desk.ingest(prune=True)
    assert "1" in desk.documents()


def test_a_rebuild_reads_everything_again_to_the_same_snapshot(desk: Desk) -> None:
    first = desk.ingest()
    again = desk.ingest(rebuild=True)
    assert counts(again) == {"added": 3}
    assert again.snapshot == first.snapshot
    assert desk.embedder.embedded == 0


def test_a_passage_that_stays_in_a_changed_document_is_not_embedded_again(desk: Desk) -> None:
    care = desk.corpus / "guidelines" / "a.md"
    text = "# Care\n\n## Adults\n\nGive drug A to adults with condition X every morning.\n\n"
    text += "Repeat this until condition X is better.\n\n## Children\n\nGive drug B %s.\n"
    write(care, text % "to children with condition X every evening, as long as it lasts")
    desk.ingest()
    write(care, text % "to no child with condition X, because its harms are not known")
    report = desk.ingest()
    assert counts(report) == {"updated": 1, "unchanged": 2}
    assert desk.embedder.embedded == 1


def test_of_ten_thousand_identical_documents_only_those_read_at_once_are_embedded(
    desk: Desk,
) -> None:
    rows = "".join(record(f"x{number}", "Drug A helps.") for number in range(10_000))
    same = rows.replace('"title": "Paper x', '"title": "Paper ", "n": "')
    write(desk.corpus / "b.jsonl", same)
    report = desk.ingest()
    assert counts(report) == {"added": 10_001}
    assert 2 <= desk.embedder.embedded <= 1 + BATCHES_AT_ONCE
    assert desk.store.verify().ok


def test_names_do_not_depend_on_the_working_directory(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = [file.name for file in find_files([desk.corpus])]
    monkeypatch.chdir(desk.corpus)
    assert [file.name for file in find_files([Path()])] == here
    assert [file.name for file in find_files([Path("b.jsonl")])] == ["corpus/b.jsonl"]


class Bar:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.files = self.documents = self.done = 0
        self.searchable: list[int] = []

    def started(self, files: int) -> None:
        self.files = files

    def read(self, name: str, documents: int) -> None:
        self.documents += documents

    def indexed(self, documents: int) -> None:
        self.done += documents

    def published(self, documents: int) -> None:
        self.searchable.append(documents)


class PowerCutError(Exception):
    """Ends a run where it stands."""


class Unplugged(Bar):
    """Ends the run once so many documents are indexed."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after = after

    def indexed(self, documents: int) -> None:
        super().indexed(documents)
        if self.done >= self.after:
            raise PowerCutError


def many(count: int, *, said: str = "helps") -> str:
    return "".join(record(f"m{number:04d}", f"Drug {number} {said}.") for number in range(count))


def test_progress_ends_full_though_documents_repeat_or_clash(desk: Desk) -> None:
    write(desk.corpus / "y.jsonl", record("1", "Drug A helps."))
    write(desk.corpus / "z.jsonl", record("1", "Something else."))
    bar = Bar()
    desk.ingest(progress=bar)
    assert (bar.files, bar.documents, bar.done) == (4, 5, 5)


def test_hidden_files_readmes_sidecars_and_unknown_suffixes_are_passed_over(desk: Desk) -> None:
    for name in (".hidden.md", "README.md", "a.csl.json", "notes.docx", ".git/x.md"):
        write(desk.corpus / name, "Drug A.")
    names = [file.name for file in find_files([desk.corpus])]
    assert names == ["corpus/b.jsonl", "corpus/guidelines/a.md"]


def test_wrong_paths_are_wrong_use(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    unknown = write(tmp_path / "notes.docx", "x")
    with pytest.raises(UsageError, match="does not exist"):
        desk.ingest(tmp_path / "absent")
    with pytest.raises(UsageError, match=r"Supported are \.pdf"):
        desk.ingest(unknown)
    with pytest.raises(UsageError, match="nothing to read"):
        desk.ingest(tmp_path / "empty")


def test_two_files_of_one_name_are_wrong_use(tmp_path: Path) -> None:
    one = write(tmp_path / "one" / "docs" / "a.md", "Drug A.")
    two = write(tmp_path / "two" / "docs" / "a.md", "Drug B.")
    with pytest.raises(UsageError, match="both be called"):
        find_files([one, two])


def test_a_long_run_publishes_what_it_has_done(tmp_path: Path) -> None:
    desk = Desk(tmp_path, pace=OFTEN)
    write(desk.corpus / "m.jsonl", many(700))
    bar = Bar()
    report = desk.ingest(progress=bar)
    assert counts(report) == {"added": 700}
    assert bar.searchable == [256, 512, 700]
    assert desk.store.verify().ok
    assert Desk(tmp_path).ingest(rebuild=True).snapshot == report.snapshot


def test_an_interrupted_run_goes_on_where_it_was(tmp_path: Path) -> None:
    desk = Desk(tmp_path, pace=OFTEN)
    write(desk.corpus / "m.jsonl", many(1000))
    bar = Unplugged(768)
    with pytest.raises(PowerCutError):
        desk.ingest(progress=bar)
    assert bar.searchable == [256, 512]
    assert len(desk.documents()) == 512
    assert desk.store.verify().ok
    report = desk.ingest()
    assert counts(report) == {"added": 488, "unchanged": 512}
    assert desk.embedder.embedded == 1000 - 768
    assert counts(desk.ingest()) == {"unchanged": 1000}


def test_an_interrupted_first_run_embeds_nothing_twice(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    write(desk.corpus / "m.jsonl", many(600))
    with pytest.raises(PowerCutError):
        desk.ingest(progress=Unplugged(256))
    before = desk.embedder.embedded
    assert before >= 256
    assert counts(desk.ingest()) == {"added": 600}
    assert desk.embedder.embedded == 600 - before


def test_an_interrupted_change_of_a_file_keeps_every_document_it_held(tmp_path: Path) -> None:
    desk = Desk(tmp_path, pace=OFTEN)
    corpus = write(desk.corpus / "m.jsonl", many(600))
    desk.ingest()
    before = desk.documents()
    write(corpus, many(700, said="harms"))
    bar = Unplugged(512)
    with pytest.raises(PowerCutError):
        desk.ingest(progress=bar)
    assert bar.searchable == []
    assert desk.documents() == before
    assert counts(desk.ingest()) == {"added": 100, "updated": 600}


def test_a_file_that_changed_since_the_interruption_leaves_nothing_of_what_it_was(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path, pace=OFTEN)
    corpus = write(desk.corpus / "m.jsonl", many(600))
    with pytest.raises(PowerCutError):
        desk.ingest(progress=Unplugged(512))
    write(corpus, many(10, said="harms"))
    assert counts(desk.ingest()) == {"updated": 10, "removed": 246}
    assert desk.documents() == {f"m{number:04d}" for number in range(10)}


def test_a_file_that_is_gone_since_the_interruption_keeps_what_was_read_until_pruned(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path, pace=OFTEN)
    corpus = write(desk.corpus / "m.jsonl", many(600))
    write(desk.corpus / "a.md", "Drug A helps.")
    with pytest.raises(PowerCutError):
        desk.ingest(progress=Unplugged(512))
    corpus.unlink()
    assert counts(desk.ingest()) == {"unchanged": 1}
    assert len(desk.documents()) == 257
    assert counts(desk.ingest(prune=True)) == {"unchanged": 1, "removed": 256}


def test_a_changed_line_alone_is_read_again(desk: Desk) -> None:
    desk.ingest()
    write(desk.corpus / "b.jsonl", record("1", "Drug A helps.") + record("2", "Drug B helps."))
    report = desk.ingest()
    assert counts(report) == {"updated": 1, "unchanged": 2}
    assert report.snapshot == desk.ingest(rebuild=True).snapshot


def test_a_line_that_moves_to_another_file_is_never_lost(tmp_path: Path) -> None:
    desk = Desk(tmp_path, pace=OFTEN)
    first = write(desk.corpus / "a.jsonl", record("1", "Drug A helps.") + record("2", "Drug B."))
    second = write(desk.corpus / "b.jsonl", record("3", "Drug C helps."))
    desk.ingest()
    write(first, record("2", "Drug B."))
    write(second, record("3", "Drug C helps.") + record("1", "Drug A helps."))
    assert counts(desk.ingest()) == {"unchanged": 3}
    assert desk.documents() == {"1", "2", "3"}


def test_a_sidecar_changes_every_line(desk: Desk) -> None:
    desk.ingest()
    write(desk.corpus / "b.csl.json", '{"container-title": "Another journal"}')
    assert counts(desk.ingest()) == {"updated": 2, "unchanged": 1}


def test_an_id_used_twice_is_told_though_its_line_is_known(desk: Desk) -> None:
    desk.ingest()
    lines = record("1", "Drug A helps.") + record("2", "Drug B harms.")
    write(desk.corpus / "b.jsonl", lines + record("1", "Something else."))
    report = desk.ingest()
    assert counts(report) == {"unchanged": 3, "failed": 1}
    assert "line 3: the id '1' is used twice" in report.failures[0].error


def test_a_known_line_whose_id_another_file_gives_to_another_work_is_refused(desk: Desk) -> None:
    write(desk.corpus / "c.jsonl", record("1", "Drug A helps."))
    desk.ingest()
    write(desk.corpus / "b.jsonl", record("1", "Something else."))
    write(desk.corpus / "c.jsonl", record("1", "Drug A helps.") + record("9", "Drug C."))
    report = desk.ingest()
    assert report.failed == 1
    assert "corpus/c.jsonl and corpus/b.jsonl" in report.failures[0].error
    assert desk.store.verify().ok
