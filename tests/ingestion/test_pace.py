from hypothesis import given
from hypothesis import strategies as st

from ragqa.ingestion.pace import Pace


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_nothing_is_due_before_its_time() -> None:
    clock = Clock()
    pace = Pace(every=30.0, clock=clock)
    clock.now = 29.9
    assert not pace.due()
    clock.now = 30.0
    assert pace.due()


def test_publishing_quickly_puts_the_next_one_off_by_the_interval() -> None:
    clock = Clock()
    pace = Pace(every=30.0, clock=clock)
    clock.now = 40.0
    with pace.publishing():
        clock.now = 40.5
    clock.now = 70.4
    assert not pace.due()
    clock.now = 70.5
    assert pace.due()


@given(st.lists(st.floats(0.01, 100.0), min_size=1, max_size=20))
def test_publishing_takes_no_more_than_one_part_in_twenty_of_a_run(costs: list[float]) -> None:
    clock = Clock()
    pace = Pace(every=0.0, clock=clock)
    spent = 0.0
    for cost in costs:
        while not pace.due():
            clock.now += 1.0
        with pace.publishing():
            clock.now += cost
        spent += cost
    while not pace.due():
        clock.now += 1.0
    assert spent <= 0.05 * clock.now * (1 + 1e-9)
