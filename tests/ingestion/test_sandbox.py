import subprocess
import sys
from pathlib import Path

import pytest

from ragqa.errors import NoTextError, ReadError
from ragqa.ingestion.reader import Reading
from ragqa.ingestion.reading import SUFFIXES
from ragqa.ingestion.sandbox import Limits, Sandbox
from tests.ingestion.samples import write


def outcomes(paths: list[Path], **limits: float) -> list[Reading | ReadError]:
    sandbox = Sandbox(limits=Limits(**limits), workers=1)  # type: ignore[arg-type]
    found = list(sandbox.read(paths))
    assert [path for path, _ in found] == paths
    return [outcome for _, outcome in found]


def test_every_file_ends_in_a_state_and_stops_no_other(tmp_path: Path) -> None:
    paths = [
        write(tmp_path / "a.md", "# T\n\nDrug A helps."),
        write(tmp_path / "b.pdf", "rubbish"),
        write(tmp_path / "c.txt", ""),
        tmp_path / "absent.md",
        write(tmp_path / "d.md", "# U\n\nDrug B harms."),
    ]
    good, damaged, empty, absent, last = outcomes(paths)
    assert isinstance(good, Reading)
    assert isinstance(last, Reading)
    assert isinstance(empty, NoTextError)
    assert "damaged" in str(damaged)
    assert "cannot be opened" in str(absent)


def test_a_file_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    row = '{"_id": "%d", "text": "Drug A helps adults with condition X. It is safe."}'
    slow = write(tmp_path / "slow.jsonl", "\n".join(row % number for number in range(40_000)))
    quick = write(tmp_path / "quick.md", "Drug A helps.")
    stopped, read = outcomes([slow, quick], seconds=0.5, seconds_per_mebibyte=0.0)
    assert "took too long" in str(stopped)
    assert isinstance(read, Reading)


def test_a_file_that_needs_too_much_memory_is_given_up(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    big.write_bytes(b"word " * 20_000_000)
    small = write(tmp_path / "small.md", "Drug A helps.")
    given_up, read = outcomes([big, small], memory=400 << 20)
    assert "memory" in str(given_up)
    assert isinstance(read, Reading)
    big.unlink()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_reader_of_every_kind_of_file_is_imported_before_it_is_needed(suffix: str) -> None:
    path = Path(f"a{suffix}")
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from importlib import import_module\n"
        "from ragqa.ingestion.reading import _reader, modules_for\n"
        "path = Path(sys.argv[1])\n"
        "for name in modules_for([path]):\n"
        "    import_module(name)\n"
        "before = {name for name in sys.modules if name.startswith('ragqa.')}\n"
        "_reader(path, None)\n"
        "print(sorted({name for name in sys.modules if name.startswith('ragqa.')} - before))\n"
    )
    command = [sys.executable, "-c", script, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_nothing_to_read_starts_no_process() -> None:
    assert outcomes([]) == []


def test_a_script_without_guard_or_file_can_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "Drug A helps.")
    script = (
        "from pathlib import Path\n"
        "from ragqa.ingestion.sandbox import Sandbox\n"
        f"((_, reading),) = Sandbox().read([Path({str(path)!r})])\n"
        "print(reading.documents[0].text)\n"
    )
    done = subprocess.run(
        [sys.executable, "-"], input=script, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("Drug A helps.\n", "")


@pytest.mark.data
def test_a_hundred_hostile_pdfs_all_end_in_a_named_state() -> None:
    folder = Path(__file__).parents[2] / "../shared/data/ingest_files/hostile_pdf"
    if not folder.is_dir():
        pytest.skip("../shared/data is not here")
    paths = sorted(folder.glob("*.pdf"))
    found = [outcome for _, outcome in Sandbox().read(paths)]
    assert len(found) == len(paths) >= 90
    reasons = [str(one) for one in found if isinstance(one, ReadError)]
    assert all(reason.endswith(".") and ".pdf" in reason for reason in reasons)
