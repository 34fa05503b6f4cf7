import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.errors import PromptError
from ragqa.prompts import Prompt, load_prompt, parse_prompt, prompt_names

FILE = """---
name: greet
purpose: Says hello.
variables: [who, what]
---
Hello {{ who }}, here is {{what}}. {{ who }}!
"""
names = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)


def test_values_take_the_place_of_their_placeholders() -> None:
    rendered = parse_prompt("greet", FILE).render(who="Ada", what="tea")
    assert rendered == "Hello Ada, here is tea. Ada!"


def test_front_matter_is_no_part_of_the_rendered_text() -> None:
    assert "purpose" not in parse_prompt("greet", FILE).text


@given(st.text())
def test_placeholders_inside_values_are_left_alone(tail: str) -> None:
    document = "{{ what }} {{who}} " + tail
    rendered = parse_prompt("greet", FILE).render(who=document, what="tea")
    assert rendered == f"Hello {document}, here is tea. {document}!"


@given(st.dictionaries(names, st.text(), min_size=1))
def test_rendering_equals_joining_the_values_between_the_words(values: dict[str, str]) -> None:
    head = f"---\nname: p\npurpose: x\nvariables: {sorted(values)}\n---\n"
    body = "|".join("{{ " + name + " }}" for name in values)
    rendered = parse_prompt("p", f"{head}<{body}>").render(**values)
    assert rendered == "<" + "|".join(values.values()) + ">"


@given(st.sets(names))
def test_only_exactly_the_declared_variables_render(given_names: set[str]) -> None:
    prompt = parse_prompt("greet", FILE)
    values = dict.fromkeys(given_names, "x")
    if given_names == prompt.variables:
        assert "x" in prompt.render(**values)
    else:
        with pytest.raises(PromptError, match=r"its variables are \['what', 'who'\]"):
            prompt.render(**values)


@pytest.mark.parametrize("values", [{"who": "x"}, {"who": "x", "what": "y", "more": "z"}])
def test_missing_and_surplus_variables_are_refused(values: dict[str, str]) -> None:
    with pytest.raises(PromptError, match="pass exactly those"):
        parse_prompt("greet", FILE).render(**values)


def test_an_unknown_prompt_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(PromptError, match="There is no prompt 'nonsense'") as raised:
        load_prompt("nonsense")
    assert all(name in str(raised.value) for name in prompt_names())


@pytest.mark.parametrize("name", ["../README", "README", "", "compose_article_system.md"])
def test_a_name_that_is_no_prompt_opens_no_file(name: str) -> None:
    with pytest.raises(PromptError, match="There is no prompt"):
        load_prompt(name)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("Hello", "no front matter"),
        ("---\nname: [\n---\nx", "must be YAML"),
        ("---\nname: greet\nvariables: []\n---\nx", "must be YAML with exactly"),
        ("---\nname: greet\npurpose: p\nvariables: []\nmodel: m\n---\nx", "with exactly"),
        ("---\nname: other\npurpose: p\nvariables: []\n---\nx", "says name 'other'"),
        ("---\nname: greet\npurpose: p\nvariables: [a]\n---\nx", "its text uses \\[\\]"),
        ("---\nname: greet\npurpose: p\nvariables: []\n---\n{{ a }}", "its text uses \\['a'\\]"),
    ],
)
def test_a_broken_prompt_file_is_refused_by_name(content: str, complaint: str) -> None:
    with pytest.raises(PromptError, match=complaint) as raised:
        parse_prompt("greet", content)
    assert "greet" in str(raised.value)


def test_every_shipped_prompt_loads_and_says_its_purpose() -> None:
    prompts = [load_prompt(name) for name in prompt_names()]
    assert all(prompt.purpose.endswith(".") and prompt.text for prompt in prompts)
    assert len({prompt.sha256 for prompt in prompts}) == len(prompts) > 0


def test_any_change_of_the_file_changes_the_hash() -> None:
    one, other = parse_prompt("greet", FILE), parse_prompt("greet", FILE.replace("tea", "x") + "!")
    assert one.sha256 != other.sha256
    assert one == parse_prompt("greet", FILE.replace("\n", "\r\n"))


def test_a_prompt_cannot_be_altered() -> None:
    prompt = parse_prompt("greet", FILE)
    assert isinstance(prompt, Prompt)
    with pytest.raises(AttributeError):
        prompt.text = "other"  # type: ignore[misc]
