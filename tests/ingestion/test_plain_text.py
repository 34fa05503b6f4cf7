from ragqa.ingestion.blocks import Block
from ragqa.ingestion.plain_text import text_blocks
from ragqa.schema.document import SectionRole

GUIDELINE = """CONDITION X
Introduction
Condition X is a disorder of the blood that affects adults in many parts of
the world. It is often missed.
Clinical Features
• Tiredness on exertion, and pallor of the
conjunctivae
• Headache

TREATMENT OF CONDITION X
1. Give drug A
2. Review after
four weeks

| Drug | Dose |
|---|---|
| **Drug A** | 5 mg |
"""


def headings(blocks: list[Block]) -> list[str]:
    return [block.title for block in blocks if block.level]


def prose(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks if not block.level and block.role is SectionRole.BODY]


def test_headings_of_a_plain_text_are_known_by_their_form() -> None:
    assert headings(text_blocks(GUIDELINE)) == [
        "CONDITION X",
        "Introduction",
        "Clinical Features",
        "TREATMENT OF CONDITION X",
    ]


def test_wrapped_lines_are_joined_and_list_items_stand_alone() -> None:
    assert prose(text_blocks(GUIDELINE)) == [
        "Condition X is a disorder of the blood that affects adults in many parts of the world. "
        "It is often missed.",
        "Tiredness on exertion, and pallor of the conjunctivae",
        "Headache",
        "Give drug A",
        "Review after four weeks",
    ]


def test_table_rows_are_tables() -> None:
    rows = [one.text for one in text_blocks(GUIDELINE) if one.role is SectionRole.TABLE]
    assert rows == ["Drug | Dose", "Drug A | 5 mg"]


def test_underlined_and_hashed_lines_are_headings() -> None:
    blocks = text_blocks("Title of it\n===========\n\nText.\n\n## Part\n\nMore.\n\nEnd\n---\nX.")
    assert [(block.level, block.title) for block in blocks if block.level] == [
        (1, "Title of it"),
        (2, "Part"),
        (2, "End"),
    ]


def test_a_tail_of_citations_without_heading_is_apparatus() -> None:
    entries = "\n\n".join(
        f"{n}. Roe RA, Poe B. A study of drug {n}. J X. 20{n:02};12(3):{n}-{n + 9}."
        for n in range(1, 6)
    )
    blocks = text_blocks(f"Drug A helps adults with condition X.\n\n{entries}")
    assert prose(blocks) == ["Drug A helps adults with condition X."]


def test_a_word_beginning_with_o_keeps_its_letter() -> None:
    assert prose(text_blocks("The aim was to open a way of caring for all of them.")) == [
        "The aim was to open a way of caring for all of them."
    ]


TREATMENT = """TREATMENT OF CONDITION X
Drug Treatment
Mild disease
• Drug A
- Adult: 800 mg orally every 8 hours for 5 days, taken with food and much
water
- Child: 30 mg/kg daily for 5
- 7 days in 3 divided doses until all the spots have gone from both hands
Or
• Drug B
Adult: 2 g daily
Severe disease (any age)
• Drug C
- Adult: 1 g daily for ten days, then 500 mg daily for ten more days or more
Prevention
• Wash hands
"""


def items(blocks: list[Block]) -> list[tuple[int, str]]:
    return [(block.depth, block.text) for block in blocks if block.depth]


def test_items_keep_their_depth_and_people_stand_below_their_drug() -> None:
    assert items(text_blocks(TREATMENT)) == [
        (1, "Drug A"),
        (2, "Adult: 800 mg orally every 8 hours for 5 days, taken with food and much water"),
        (
            2,
            "Child: 30 mg/kg daily for 5 - 7 days in 3 divided doses until all the spots have "
            "gone from both hands",
        ),
        (1, "Drug B"),
        (2, "Adult: 2 g daily"),
        (1, "Drug C"),
        (2, "Adult: 1 g daily for ten days, then 500 mg daily for ten more days or more"),
        (1, "Wash hands"),
    ]


def test_the_names_of_lists_are_headings_of_one_level_below_known_ones() -> None:
    blocks = text_blocks(TREATMENT)
    levels = {block.title: block.level for block in blocks if block.level}
    assert levels["Mild disease"] == levels["Severe disease (any age)"] > levels["Drug Treatment"]
    assert levels["Prevention"] == levels["Drug Treatment"]


def test_an_or_between_items_stands_alone_and_is_no_heading() -> None:
    blocks = text_blocks(TREATMENT)
    assert [block.level for block in blocks if block.text == "Or"] == [0]


def test_the_caption_of_a_table_is_no_heading_whatever_stands_before_it() -> None:
    blocks = text_blocks("# Part\n\n# Table 1: Doses of drug A\n\n| Age | Dose |\n\nText below.")
    assert [(block.level, block.role) for block in blocks] == [
        (1, SectionRole.BODY),
        (0, SectionRole.TABLE),
        (0, SectionRole.TABLE),
        (0, SectionRole.BODY),
    ]


def test_a_known_heading_ends_an_item_that_fills_its_line() -> None:
    text = TREATMENT.replace("Prevention\n", "Supportive Measures\nSee below for all of them.\n")
    blocks = text_blocks(text)
    assert "Supportive Measures" in headings(blocks)
    assert not any("Supportive" in one for _, one in items(blocks))
