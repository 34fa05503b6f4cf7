from hypothesis import given
from hypothesis import strategies as st

from ragqa.ingestion.blocks import Block, assemble, heading
from ragqa.schema.document import SectionRole

words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
blocks = st.lists(
    st.one_of(
        st.builds(heading, words, st.integers(1, 4)),
        st.builds(Block, text=words, role=st.sampled_from(SectionRole), glued=st.booleans()),
        st.builds(Block, text=words, pages=st.tuples(st.tuples(st.just(0), st.integers(1, 9)))),
    ),
    max_size=20,
)


@given(blocks)
def test_sections_cover_the_text_without_gaps(found: list[Block]) -> None:
    made = assemble(found)
    assert "".join(made.text[one.start : one.end] for one in made.sections) == made.text
    assert all(one.start <= one.body <= one.end for one in made.sections)


@given(blocks)
def test_pages_cover_the_text_without_gaps_or_are_absent(found: list[Block]) -> None:
    made = assemble(found)
    assert "".join(made.text[one.start : one.end] for one in made.pages) in {made.text, ""}


def test_headings_nest_and_their_prose_begins_after_them() -> None:
    made = assemble([heading("A", 1), heading("B:", 2), Block(text="prose"), heading("C", 1)])
    assert [one.path for one in made.sections] == [("A",), ("A", "B"), ("C",)]
    second = made.sections[1]
    assert made.text[second.body : second.end].strip() == "prose"


def test_everything_below_an_apparatus_heading_is_apparatus() -> None:
    made = assemble(
        [heading("References", 1), heading("Part", 2), Block(text="x"), heading("Next", 1)]
    )
    assert [one.role for one in made.sections] == [
        SectionRole.APPARATUS,
        SectionRole.APPARATUS,
        SectionRole.BODY,
    ]


def test_items_stand_on_lines_of_their_own_behind_the_mark_of_their_depth() -> None:
    made = assemble(
        [
            Block(text="Give:"),
            Block(text="drug A", depth=1, pages=((0, 1), (5, 2))),
            Block(text="5 mg", depth=2),
            Block(text="drug B", depth=1),
            Block(text="Or not."),
        ]
    )
    assert made.text == "Give:\n\n• drug A\n  – 5 mg\n• drug B\n\nOr not."
    assert [made.text[page.start :][:1] for page in made.pages] == ["G", "A"]
