"""A writer killed anywhere leaves the last good snapshot serving, and the next one goes on."""

from pathlib import Path

from ragqa.indexing.store import IndexStore
from tests.indexing.samples import publish, run_python, work

# Every file operation of Python raises an audit event: the child kills itself at the n-th that
# concerns the index. It is forked, so that dozens of deaths cost little more than one.
SCRIPT = """
import os, signal, sys
from pathlib import Path
import faiss, pydantic, tantivy
from ragqa.indexing.store import IndexStore
from tests.indexing.samples import publish, work

root, step = sys.argv[1], int(sys.argv[2])
EVENTS = {
    "open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.listdir",
    "os.scandir", "shutil.copyfile", "shutil.rmtree", "sqlite3.connect", "fcntl.flock",
}
left = 0

def die_at_last(event, arguments):
    global left
    if event in EVENTS:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

def survives(events, task):
    global left
    child = os.fork()
    if child == 0:
        left = events
        sys.addaudithook(die_at_last)
        task()
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0

def change():
    publish(IndexStore(Path(root)), [work(1, text="Changed."), work(7)])

def checked():
    store = IndexStore(Path(root))
    assert store.verify().ok
    with store.open() as snapshot:
        print(snapshot.snapshot_id, flush=True)

events = 1
while not survives(events, change):
    assert survives(0, checked)
    events += step
assert survives(0, checked)
"""


def test_a_writer_killed_at_every_third_file_operation_does_no_harm(tmp_path: Path) -> None:
    root = tmp_path / "index"
    old = publish(IndexStore(root), [work(number) for number in range(4)])
    served = run_python(SCRIPT, root, 3).split()
    new = served[-1]
    # It was killed often, before the publication and after it, and nothing else ever served.
    assert len(served) > 20
    assert set(served) == {old, new}
    assert served == sorted(served, key=[old, new].index)
    store = IndexStore(root)
    assert publish(store, [work(1, text="Changed."), work(7)]) == new
    store.gc()
    there = {path.name for path in root.iterdir()}
    assert {"CURRENT", "snapshots"} <= there
    assert there <= {"CURRENT", "snapshots", "write.lock", "checked.json", "checked.new"}
    assert len(list((root / "snapshots").iterdir())) == 1
    assert store.verify().ok


def test_a_killed_first_writer_leaves_no_index_and_the_next_one_builds_it(tmp_path: Path) -> None:
    root = tmp_path / "index"
    script = SCRIPT.replace("assert survives(0, checked)\n    events", "events")
    (only,) = run_python(script, root, 9).split()
    assert IndexStore(root).stats().snapshot == only
    assert IndexStore(root).verify().ok
