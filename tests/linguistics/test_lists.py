"""Lists as readers write them, and which of their items are said together."""

from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.lists import (
    LONGEST,
    clusters,
    has_items,
    is_connector,
    item_mark,
    on_one_line,
)

items = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.lists(
            st.sampled_from(["Drug", "A", "Adult:", "5 mg", "daily", "or", "Then", "review."]),
            min_size=1,
            max_size=9,
        ).map(" ".join),
    ),
    min_size=1,
    max_size=14,
)
between = st.sampled_from(
    ["\n", "\n\nOr:\n\n", "\n\nPlus\n\n", "\n\nAlternatives:\n\n", "\n\nA.\n\n"]
)


@given(st.lists(st.tuples(items, between), min_size=1, max_size=3))
def test_clusters_are_whole_lines_in_order_and_hold_all_between_their_ends(
    lists: list[tuple[list[tuple[int, str]], str]],
) -> None:
    text = "".join(
        "\n".join(item_mark(depth) + words for depth, words in found) + gap for found, gap in lists
    )
    position = 0
    for cluster in clusters(text):
        assert position <= cluster.start < cluster.end
        position = cluster.end
        assert cluster.start == 0 or text[cluster.start - 1] == "\n"
        assert text[cluster.end : cluster.end + 1] in {"", "\n"}
        assert cluster.words <= LONGEST
        said = cluster.text.replace(";", " ").replace(":", " ").lower().split()
        kept = text[cluster.start : cluster.end].translate({ord(c): " " for c in "•–;:"})
        assert [word.rstrip(".") for word in said] == [w.rstrip(".") for w in kept.lower().split()]


TWO_DRUGS = """• Drug A
  – Adult: 800 mg every 8 hours
  – Child: 30 mg/kg daily in 3 doses

Or

• Drug B
  – Adult: 2 g daily for 3 days
  – Child: not recommended"""


def said(text: str) -> list[str]:
    return [cluster.text for cluster in clusters(text)]


def long_list(*groups: str) -> str:
    """Return groups in a list that is too long to be said at once."""
    rest = "• " + " ".join(["Review the patient and record all that was found"] * 9) + "."
    return "\n".join([*groups, rest])


def test_a_short_list_is_said_at_once_with_what_parts_its_items() -> None:
    assert said(TWO_DRUGS) == [
        "Drug A: Adult: 800 mg every 8 hours; Child: 30 mg/kg daily in 3 doses; "
        "or: Drug B: Adult: 2 g daily for 3 days; Child: not recommended."
    ]


def test_what_or_joins_to_a_dose_stands_beside_it() -> None:
    text = "• Mild pain\n  – Drug A 5 mg daily\n\nOr:\n\n    – Drug B 9 mg daily"
    assert said(text) == ["Mild pain: Drug A 5 mg daily; or: Drug B 9 mg daily."]


def test_alternatives_of_a_long_list_are_told_apart_and_keep_their_or() -> None:
    first, second, *_ = said(long_list(TWO_DRUGS))
    assert first == "Drug A: Adult: 800 mg every 8 hours; Child: 30 mg/kg daily in 3 doses."
    assert second == "or: Drug B: Adult: 2 g daily for 3 days; Child: not recommended."


def test_what_is_given_together_is_never_told_apart() -> None:
    text = long_list("• Drug A\n  – Adult: 2 g daily\n\nPlus\n\n• Drug B\n  – Adult: 1 g daily")
    assert said(text)[0] == "Drug A: Adult: 2 g daily; plus: Drug B: Adult: 1 g daily."


def test_a_dose_stays_with_the_item_that_says_for_whom_it_is() -> None:
    text = long_list("• Consider drug A in severe disease only", "• Drug A 6 mg daily")
    assert said(text)[0] == "Consider drug A in severe disease only; Drug A 6 mg daily."


def test_a_dose_stays_with_the_class_above_it() -> None:
    text = long_list(
        "• Pain", "• Drug A", "  – Adult: 5 mg", "• Itch:", "• Drug B", "  – Adult: 9 mg"
    )
    assert said(text)[:2] == ["Pain; Drug A: Adult: 5 mg.", "Itch: Drug B: Adult: 9 mg."]


def test_a_condition_left_at_the_end_of_one_drug_belongs_to_the_next() -> None:
    text = long_list("• Drug A", "  – Adult: 2 mg", "  – Anxious people", "• Drug B 75 mg daily")
    assert said(text)[0] == "Drug A: Adult: 2 mg; Anxious people; Drug B 75 mg daily."


def test_what_ends_one_class_of_drugs_does_not_govern_the_next() -> None:
    text = long_list("• Fluids", "  – By mouth", "• Antibiotics:", "  – Drug A 5 mg daily")
    assert said(text)[:2] == ["Fluids: By mouth.", "Antibiotics: Drug A 5 mg daily."]


def test_a_remark_on_a_dose_stays_with_it() -> None:
    text = long_list("• Drug A 5 mg daily", "• Therapy should go on until all is healed")
    assert said(text)[0] == "Drug A 5 mg daily; Therapy should go on until all is healed."


def test_a_cluster_too_long_to_be_read_at_once_is_none() -> None:
    doses = "\n".join(f"  – Child of {age} years: {age} mg every 8 hours" for age in range(1, 20))
    assert said(f"• Drug A\n{doses}") == []


def test_words_that_announce_a_list_are_its_lead_in_until_others_do() -> None:
    text = "First choice:\n\n• Drug A 5 mg\n\nSecond choice:\n\n• Drug B 9 mg"
    leads = [text[slice(*one.lead_in)] for one in clusters(text) if one.lead_in]
    assert leads == ["First choice:", "Second choice:"]


def test_a_list_parted_by_prose_from_what_governs_it_is_left_out() -> None:
    assert said("In adults:\n\n• Drug A 5 mg\n\nIt heals soon.\n\n• Drug B 9 mg") == [
        "Drug A 5 mg."
    ]


def test_a_list_that_ends_in_a_bare_or_has_lost_its_end() -> None:
    assert said("• Drug A 5 mg\n\nOr:\n\n") == []


def test_a_dash_or_a_bullet_inside_prose_is_no_item() -> None:
    assert not has_items("Drug A – 5 mg • daily")
    assert not has_items("– Drug A")  # the outermost mark of a list is another one


def test_or_and_plus_are_connectors_when_alone() -> None:
    assert [is_connector(line) for line in ("Or:", "and/or", "Plus", "Or drug B", "Oral")] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_a_quoted_list_is_one_line_for_the_checks() -> None:
    assert on_one_line("• Drug A\n  – Adult: 5 mg\n\nOr:\n\n• Drug B") == (
        "; Drug A; Adult: 5 mg; Or:; Drug B"
    )
    assert on_one_line("Drug A\nhelps.") == "Drug A\nhelps."


def test_a_class_of_drugs_too_long_to_be_said_at_once_is_said_drug_by_drug() -> None:
    drugs = [
        f"  – Drug {name}:\n  – Adult: {dose} mg every {dose} hours for {dose} days, "
        + "and then as long as the blood and the urine of the patient need it"
        for dose, name in enumerate("ABCDEFGH", start=2)
    ]
    text = "• Antibiotics:\n" + "\n".join(drugs)
    found = clusters(text)
    assert [one.text.split(":")[0] for one in found] == [f"Drug {name}" for name in "ABCDEFGH"]
    assert {text[slice(*one.lead_in)] for one in found if one.lead_in} == {"• Antibiotics:"}


def test_what_has_no_subject_stays_with_the_item_before_it() -> None:
    text = long_list("• Cream of drug A", "• May be combined with drug B", "• Cream of drug C")
    (held,) = (one.text for one in clusters(text) if "combined" in one.text)
    assert "drug A; May be combined with drug B" in held
