"""The log in a real database: nothing gets into it but steps, and nothing gets out of it."""

import random
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from ragqa.errors import LibraryError, ReviewError
from ragqa.library.deeds import DeedKind
from ragqa.library.review import Action
from ragqa.library.review_chain import STEP_COLUMNS
from ragqa.library.review_log import LogCheck, ReviewLog, submitting
from ragqa.library.review_tables import CASES, HEAD, LOG
from ragqa.library.store import Library
from ragqa.library.tables import ARTICLES, VERSIONS
from ragqa.schema.review import ReviewState
from tests.library.review_steps import deed, hundred_steps, step
from tests.library.stored_articles import abstention, article, stored

COLUMNS = ("sequence", "previous", *STEP_COLUMNS, "seal")


@pytest.fixture
def library(library_url: str) -> Iterator[Library]:
    """An empty library whose versions are submitted by Eve Editor."""
    with Library.open(library_url, create=True, stored=submitting("Eve Editor")) as opened:
        yield opened


@pytest.fixture
def hundred(library: Library) -> Library:
    """A library with a log of a hundred steps on ten articles."""
    library.remember_snapshot("s", np.zeros(0, dtype=np.int64))
    with library.writing() as connection:
        connection.execute(ARTICLES.insert(), [_article_row(number) for number in range(10)])
        rows = [_version_row(number, text) for number in range(10) for text in ("h1", "h2")]
        connection.execute(VERSIONS.insert(), rows)
        log = ReviewLog(connection)
        for one in hundred_steps():
            log.add(one)
    return library


def _article_row(number: int) -> dict[str, object]:
    return {
        "article_id": f"a{number}",
        "question": f"Q{number}",
        "audience": "clinician",
        "version_id": f"a{number}h2",
    }


def _version_row(number: int, text: str) -> dict[str, object]:
    return {
        "version_id": f"a{number}{text}",
        "article_id": f"a{number}",
        "number": int(text[1:]),
        "answer": "",
        "content_hash": text,
        "created_at": "",
        "reason": "",
        "snapshot_id": "s",
        "dependencies": "",
        "question_vector": b"",
    }


def check(library: Library, noted: str | None = None) -> LogCheck:
    with library.reading() as connection:
        return ReviewLog(connection).check(noted)


def unguarded(library: Library) -> None:
    """Do what somebody would do who means to change the log: drop what guards it."""
    with library.writing() as connection:
        for name in sorted(GUARDS[connection.dialect.name]):
            on = "" if connection.dialect.name == "sqlite" else " ON review_log"
            connection.execute(sa.text(f"DROP TRIGGER {name}{on}"))


GUARDS = {
    "sqlite": {"review_log_no_update", "review_log_no_delete", "review_log_at_end"},
    "postgresql": {"review_log_no_change", "review_log_no_truncate"},
}


def test_a_log_as_it_was_written_is_whole(hundred: Library) -> None:
    whole = check(hundred)
    assert (whole.rows, whole.fault) == (100, None)
    assert check(hundred, noted=whole.seal).fault is None


def test_the_database_refuses_all_but_another_row_at_the_end(hundred: Library) -> None:
    with hundred.reading() as connection:
        sqlite = connection.dialect.name == "sqlite"
    for statement in (
        "UPDATE review_log SET comment = 'x' WHERE sequence = 7",
        "UPDATE review_log SET seal = seal",
        "DELETE FROM review_log WHERE sequence = 100",
        "DELETE FROM review_log",
        "INSERT OR REPLACE INTO review_log SELECT * FROM review_log WHERE sequence = 5"
        if sqlite
        else "TRUNCATE review_log",
    ):
        with pytest.raises(LibraryError, match="only added to"), hundred.writing() as connection:
            connection.execute(sa.text(statement))
    assert check(hundred).fault is None


def test_a_hundred_changes_to_rows_are_each_found_where_they_are(hundred: Library) -> None:
    unguarded(hundred)
    chance = random.Random(5)
    columns = [name for name in COLUMNS if name not in {"sequence", "article_id"}]
    with hundred.reading() as connection:
        rows = list(ReviewLog(connection).rows())
    for number, row in enumerate(rows, start=1):
        column = chance.choice(columns)
        this = LOG.update().where(LOG.c.sequence == number)
        with hundred.writing() as connection:
            connection.execute(this.values({column: f"{row[column] or ''}x"[-64:]}))
        fault = check(hundred).fault
        assert fault is not None
        assert fault.sequence == number
        with hundred.writing() as connection:
            connection.execute(this.values({column: row[column]}))
    assert check(hundred).fault is None


def test_removed_inserted_swapped_and_cut_off_rows_are_found(hundred: Library) -> None:
    unguarded(hundred)
    with hundred.reading() as connection:
        rows = [dict(row) for row in ReviewLog(connection).rows()]
    extra = {**rows[99], "sequence": 101}
    swapped = [dict(row) for row in rows]
    swapped[30], swapped[60] = (
        {**rows[60], "sequence": 31},
        {**rows[30], "sequence": 61},
    )
    for tampered, first in (
        ([*rows[:41], *rows[42:]], 42),
        ([*rows, extra], 101),
        (swapped, 31),
        (rows[:99], 100),
        (rows[:3], 4),
        ([], 1),
        (rows, None),
    ):
        with hundred.writing() as connection:
            connection.execute(LOG.delete())
            if tampered:
                connection.execute(LOG.insert(), tampered)
        fault = check(hundred).fault
        assert (fault.sequence if fault else None) == first


def test_rows_cut_off_together_with_the_head_are_found(hundred: Library) -> None:
    unguarded(hundred)
    with hundred.writing() as connection:
        connection.execute(LOG.delete().where(LOG.c.sequence > 98))
        last = connection.execute(sa.select(LOG.c.seal).where(LOG.c.sequence == 98)).scalar()
        connection.execute(HEAD.update().values(steps=98, seal=last))
    fault = check(hundred).fault
    assert fault is not None
    assert fault.message.startswith("The review of article a8 does not stand where")


def test_a_log_that_was_begun_anew_is_found(hundred: Library) -> None:
    unguarded(hundred)
    with hundred.writing() as connection:
        connection.execute(LOG.delete())
        connection.execute(CASES.delete())
        connection.execute(HEAD.update().values(steps=0, seal="0" * 64))
    fault = check(hundred).fault
    assert fault is not None
    assert fault.message == "Article a0 has a text that the review log was never told of."


def test_an_article_whose_rows_were_changed_is_reviewed_no_further(hundred: Library) -> None:
    unguarded(hundred)
    with hundred.writing() as connection:
        connection.execute(LOG.delete().where(LOG.c.sequence == 100))
        connection.execute(LOG.update().where(LOG.c.sequence == 99).values(by="Zoe Moe"))
    for name in ("a8", "a9"):
        with (
            pytest.raises(ReviewError, match=f"log of article {name} is not as it was written"),
            hundred.reading() as connection,
        ):
            ReviewLog(connection).case(name)


def test_a_refused_step_leaves_nothing_behind(hundred: Library) -> None:
    with pytest.raises(ReviewError), hundred.writing() as connection:
        ReviewLog(connection).add(step(Action.APPROVE))
    assert check(hundred).rows == 100


def test_a_deed_is_logged_between_steps_and_moves_no_article(hundred: Library) -> None:
    with hundred.reading() as connection:
        before = ReviewLog(connection).cases()
    with hundred.writing() as connection:
        ReviewLog(connection).record(deed(DeedKind.UPLOAD, about="guideline.pdf"))
    with hundred.reading() as connection:
        assert ReviewLog(connection).cases() == before
        *_, last = ReviewLog(connection).rows()
    assert (last["article_id"], last["action"], last["comment"]) == (
        None,
        "upload",
        "guideline.pdf",
    )
    assert (check(hundred).rows, check(hundred).fault) == (101, None)


def test_a_changed_deed_is_found_where_it_is(hundred: Library) -> None:
    with hundred.writing() as connection:
        ReviewLog(connection).record(deed(DeedKind.UPLOAD))
        ReviewLog(connection).record(deed(DeedKind.REINDEX))
    unguarded(hundred)
    with hundred.writing() as connection:
        connection.execute(LOG.update().where(LOG.c.sequence == 101).values(by="Zoe Moe"))
    fault = check(hundred).fault
    assert fault is not None
    assert fault.sequence == 101


@pytest.mark.parametrize("about", ["", "  ", "a\x07"])
def test_a_deed_that_says_nothing_is_refused(library: Library, about: str) -> None:
    with pytest.raises(ReviewError), library.writing() as connection:
        ReviewLog(connection).record(deed(DeedKind.UPLOAD, about=about))
    assert check(library).rows == 0


def test_a_version_is_submitted_with_its_storing_or_not_at_all(library: Library) -> None:
    version = stored(library, article())
    with pytest.raises(ReviewError, match="no reason"):
        stored(library, article(text="Drug A does not help."))
    assert len(library.versions(version.article_id)) == 1
    assert check(library).rows == 1


def test_only_another_text_is_submitted_again(library: Library) -> None:
    version = stored(library, article())
    stored(library, article(), reason="The model changed.")
    stored(library, article(text="Drug A hardly helps."), reason="A cited passage changed.")
    with library.reading() as connection:
        log = ReviewLog(connection)
        case = log.case(version.article_id)
        steps = [(row["action"], row["by"], row["comment"]) for row in log.rows()]
    assert steps == [
        ("submit", "Eve Editor", ""),
        ("submit", "Eve Editor", "A cited passage changed."),
    ]
    assert case is not None
    assert case.state is ReviewState.SUBMITTED


def test_an_abstention_leaves_nothing_to_review_and_an_answer_brings_it_back(
    library: Library,
) -> None:
    version = stored(library, article())
    stored(library, abstention(), reason="The cited source went.")
    stored(library, abstention(), reason="The snapshot changed.")
    with library.reading() as connection:
        case = ReviewLog(connection).case(version.article_id)
        assert case is not None
        assert case.state is None
        assert connection.execute(sa.select(CASES.c.state)).scalars().all() == [None]
    stored(library, article(), reason="New evidence enters the top ranks.")
    with library.reading() as connection:
        case = ReviewLog(connection).case(version.article_id)
    assert case is not None
    assert case.state is ReviewState.SUBMITTED
    assert check(library).fault is None


def test_an_abstention_that_was_never_an_answer_is_not_logged(library: Library) -> None:
    version = stored(library, abstention())
    with library.reading() as connection:
        assert ReviewLog(connection).case(version.article_id) is None
    assert check(library).rows == 0


def test_steps_taken_at_one_time_stand_one_after_the_other(library_url: str) -> None:
    with Library.open(library_url, create=True, stored=submitting("Eve Editor")) as library:
        for number in range(8):
            stored(library, article(f"Question {number}?"))
        names = sorted(library.article_ids())

        def review(name: str) -> None:
            for action in (Action.START, Action.SEND_BACK):
                with library.writing() as connection:
                    log = ReviewLog(connection)
                    case = log.case(name)
                    assert case is not None
                    log.add(step(action, article_id=name, content_hash=case.content_hash))

        threads = [threading.Thread(target=review, args=(name,)) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (check(library).rows, check(library).fault) == (24, None)


def test_a_log_is_whole_at_every_moment_while_others_write(library: Library) -> None:
    version = stored(library, article())
    busy = threading.Event()

    def work() -> None:
        for number in range(12):
            stored(library, article(text=f"Text {number}."), reason="A cited passage changed.")
        busy.set()

    writer = threading.Thread(target=work)
    writer.start()
    checks = [check(library)]
    while not busy.is_set():
        checks.append(check(library))
    writer.join()
    assert [one.fault for one in checks if one.fault] == []
    assert check(library).rows == 13
    assert len(library.versions(version.article_id)) == 13


def test_only_one_of_two_reviewers_can_begin(library_url: str) -> None:
    with Library.open(library_url, create=True, stored=submitting("Eve Editor")) as library:
        version = stored(library, article())
        refused: list[str] = []

        def begin(who: str) -> None:
            one = step(
                Action.START,
                who,
                article_id=version.article_id,
                content_hash=version.content_hash or "",
            )
            try:
                with library.writing() as connection:
                    ReviewLog(connection).add(one)
            except ReviewError:
                refused.append(who)

        threads = [threading.Thread(target=begin, args=(who,)) for who in ("Ann", "Bob", "Cy")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 2
        assert check(library).fault is None


def test_the_log_can_be_read_with_the_tools_of_the_database(tmp_path: Path) -> None:
    place = tmp_path / "library.sqlite"
    with Library.open(str(place), create=True, stored=submitting("Eve Editor")) as library:
        stored(library, article())
    with sqlite3.connect(place) as connection:
        rows = connection.execute('SELECT action, "by" FROM review_log').fetchall()
    connection.close()
    assert rows == [("submit", "Eve Editor")]
