"""Questions that ask several things, and many that only look as if they did."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.question_parts import listed_parts, question_parts
from ragqa.linguistics.terms import terms

SHARED = Path(__file__).parents[3] / "shared" / "data"

SEVERAL = """
What is the dose of drug A and is it safe in pregnancy?
- What is the dose of drug A?
- Is drug A safe in pregnancy?
Is drug A effective in condition X, but is it safe?
- Is drug A effective in condition X?
- Is drug A safe in condition X?
Is drug A safe? What are its side effects?
- Is drug A safe?
- What are the side effects of drug A?
Does drug A work in condition X, and if so, at what dose?
- Does drug A work in condition X?
- At what dose does drug A work in condition X?
Does drug A help in condition X, and why?
- Does drug A help in condition X?
- Why does drug A help in condition X?
Should drug A be taken with food and for how long?
- Should drug A be taken with food?
- For how long should drug A be taken with food?
Should I take drug A or drug B and when?
- Should I take drug A or drug B?
- When should I take drug A or drug B?
What causes samplitis, how is it diagnosed, and how is it treated?
- What causes samplitis?
- How is samplitis diagnosed?
- How is samplitis treated?
What causes samplitis in newborns and how can it be prevented?
- What causes samplitis in newborns?
- How can samplitis in newborns be prevented?
How is samplitis diagnosed and treated?
- How is samplitis diagnosed?
- How is samplitis treated?
How do I diagnose and treat samplitis?
- How do I diagnose samplitis?
- How do I treat samplitis?
How can samplitis be prevented, recognised and treated in children?
- How can samplitis be prevented in children?
- How can samplitis be recognised in children?
- How can samplitis be treated in children?
What are the causes, symptoms and treatment of samplitis?
- What are the causes of samplitis?
- What are the symptoms of samplitis?
- What is the treatment of samplitis?
What are the benefits and harms of drug A in condition X?
- What are the benefits of drug A in condition X?
- What are the harms of drug A in condition X?
What is the diagnosis and management of samplitis?
- What is the diagnosis of samplitis?
- What is the management of samplitis?
What are the dose and side effects of drug A in adults?
- What is the dose of drug A in adults?
- What are the side effects of drug A in adults?
What are the risk factors for and complications of samplitis? How is it treated?
- What are the risk factors for and complications of samplitis?
- How is samplitis treated?
What is samplitis and how is it inherited?
- What is samplitis?
- How is samplitis inherited?
What is samplitis and its symptoms and treatments?
- What is samplitis?
- What are the symptoms of samplitis?
- What are the treatments of samplitis?
What is drug A? What is drug B?
- What is drug A?
- What is drug B?
Does drug A reduce pain and does drug B improve sleep?
- Does drug A reduce pain?
- Does drug B improve sleep?
Is drug A effective for condition X and what are the side effects?
- Is drug A effective for condition X?
- What are the side effects with drug A?
Is drug A recommended in adults with condition X, and does it cause bleeding?
- Is drug A recommended in adults with condition X?
- Does drug A cause bleeding?
What is the recommended dose of vitamin D and does it prevent falls?
- What is the recommended dose of vitamin D?
- Does vitamin D prevent falls?
How long does drug A stay in the body and are there any withdrawal symptoms?
- How long does drug A stay in the body?
- Are there any withdrawal symptoms with drug A?
Is a drug A tablet useful in condition X, and should it be taken at night?
- Is a drug A tablet useful in condition X?
- Should a drug A tablet be taken at night?
I am 65 and have samplitis. Is drug A safe, and how long should I take it?
- I am 65 and have samplitis. Is drug A safe?
- I am 65 and have samplitis. How long should I take drug A?
Is samplitis made worse by cold; what else could aggravate it?
- Is samplitis made worse by cold?
- What else could aggravate samplitis?
Are dopamine agonists effective in samplitis and do they cause augmentation?
- Are dopamine agonists effective in samplitis?
- Do dopamine agonists cause augmentation?
Is drug A contraindicated in liver disease and should children be given drug B?
- Is drug A contraindicated in liver disease?
- Should children be given drug B?
How common is samplitis and who should be screened?
- How common is samplitis?
- Who should be screened for samplitis?
Does drug A relieve samplitis and can it be stopped?
- Does drug A relieve samplitis?
- Can drug A be stopped?
In adults with samplitis, is drug A effective and is it safe?
- In adults with samplitis, is drug A effective?
- In adults with samplitis, is drug A safe?
What is the treatment of samplitis and what is its prognosis?
- What is the treatment of samplitis?
- What is the prognosis of samplitis?
Does drug A help condition X, and is it safe?
- Does drug A help condition X?
- Is drug A safe in condition X?
Is drug A recommended for adults with condition X? Is it effective?
- Is drug A recommended for adults with condition X?
- Is drug A effective for adults with condition X?
What dose of vitamin D is recommended and does it prevent falls?
- What dose of vitamin D is recommended?
- Does vitamin D prevent falls?
Why is drug A taken at night, and does it cause headache?
- Why is drug A taken at night?
- Does drug A cause headache?
What is the efficacy and safety of drug A in condition X?
- What is the efficacy of drug A in condition X?
- What is the safety of drug A in condition X?
What are the prevalence and prognosis of samplitis?
- What is the prevalence of samplitis?
- What is the prognosis of samplitis?
"""

ONE = """
Does drug A or drug B help in condition X?
Is it the low hemoglobin (Hb) or another factor that causes restless legs syndrome?
Is it better to take drug A or should I take drug B?
Does samplitis cure itself or does it cause permanent damage?
What are the signs and symptoms of samplitis?
What is the treatment and management of samplitis?
What is the prevalence and incidence of samplitis?
Should people who smoke and are pregnant take drug A?
Should people who smoke and who drink be screened?
Which people smoke and do not exercise?
Should women who are over 65 and have diabetes be screened?
When and how should drug A be stopped?
How much and how often should drug A be given?
My patient with samplitis has a ferritin of 60, should I give iron?
Can it be taken with food and is it safe?
Does calcium and vitamin D prevent fractures?
Is drug A safe in pregnancy?
Which drug is best for condition X and which should be avoided?
Does drug A work, and if not, what else helps?
What is the difference between drug A and drug B?
Can drug A and drug B be taken together?
Is drug A as effective as drug B in men and women?
What is the treatment of samplitis and for how long?
How to prepare and give drug A?
What should I do if I take drug A and am sick?
I am pregnant and is it safe to take drug A?
Is it safe to take drug A and does it hurt?
If ferritin is low and haemoglobin is normal, should iron be given?
In patients with samplitis and who smoke, does drug A help?
Bisphosphonates for osteoporosis?
Insulin or metformin in gestational diabetes?
samplitis
Tell me about samplitis.
What does the guideline say about when to start and when to stop drug A?
"""

LISTS = """
Does vitamin D reduce falls and fractures in older adults?
- Does vitamin D reduce falls in older adults?
- Does vitamin D reduce fractures in older adults?
Are drugine and samplamine effective for condition X?
- Is drugine effective for condition X?
- Is samplamine effective for condition X?
Do drugines and samplamines help in condition X?
- Do drugines help in condition X?
- Do samplamines help in condition X?
Are statins safe in pregnancy and breastfeeding?
- Are statins safe in pregnancy?
- Are statins safe in breastfeeding?
Does drug A reduce pain, stiffness and fatigue in condition X?
- Does drug A reduce pain in condition X?
- Does drug A reduce stiffness in condition X?
- Does drug A reduce fatigue in condition X?
Is drug A safe for the liver and for the kidney?
- Is drug A safe for the liver?
- Is drug A safe for the kidney?
What is the dose of drugine in adults and children?
- What is the dose of drugine in adults?
- What is the dose of drugine in children?
What is the dose of drug A and drug B in condition X?
- What is the dose of drug A in condition X?
- What is the dose of drug B in condition X?
Is drug A effective in both samplitis and fictosis?
- Is drug A effective in samplitis?
- Is drug A effective in fictosis?
"""

NO_LISTS = """
Does drug A treat head and neck cancer?
Is drug A safe in liver and kidney disease?
Is drug A recommended in both men and women?
Does drug A relieve nausea and vomiting?
Can drug A and drug B be taken together?
What is the difference between drug A and drug B?
Does drug A interact with drug B and drug C?
Does drug A improve survival and quality of life?
Does drug A or drug B help in condition X?
How is samplitis diagnosed?
Can pain come and go for days?
How to tell drug A and drug B apart?
"""

Case = tuple[str, list[str]]


def _cases(text: str) -> list[Case]:
    """Return the questions of a table, each with its parts: the lines with a dash below it."""
    cases: list[Case] = []
    for line in text.strip().split("\n"):
        if line.startswith("- "):
            cases[-1][1].append(line.removeprefix("- "))
        else:
            cases.append((line, []))
    return cases


@pytest.mark.parametrize(("question", "parts"), _cases(SEVERAL))
def test_each_thing_that_is_asked_becomes_a_question_of_its_own(
    question: str, parts: list[str]
) -> None:
    assert list(question_parts(question)) == parts
    assert all(question_parts(part) == (part,) for part in parts)


@pytest.mark.parametrize("question", ONE.strip().split("\n"))
def test_what_cannot_be_told_apart_for_certain_is_asked_as_one(question: str) -> None:
    assert question_parts(question) == (question,)


@pytest.mark.parametrize(("question", "parts"), _cases(LISTS))
def test_a_list_can_be_asked_member_by_member(question: str, parts: list[str]) -> None:
    assert list(listed_parts(question)) == parts
    assert question_parts(question) == (question,)


@pytest.mark.parametrize("question", NO_LISTS.strip().split("\n"))
def test_two_words_for_one_thing_are_no_list(question: str) -> None:
    assert listed_parts(question) == (question,)


def test_more_than_eighty_questions_are_tested() -> None:
    assert sum(len(_cases(table)) for table in (SEVERAL, ONE, LISTS, NO_LISTS)) > 80


@given(st.lists(st.sampled_from(["What", "is", "drug", "A", "and", "it", ",", "?", "safe", "if"])))
def test_no_word_is_made_up_and_something_is_always_asked(words: list[str]) -> None:
    question = " ".join(words)
    for parts in (question_parts(question), listed_parts(question)):
        said = {term for part in parts for term in terms(part)}
        assert parts
        assert said <= set(terms(question)) | set(terms("with the does of"))


@given(st.text(max_size=200))
def test_any_text_has_at_least_one_part(text: str) -> None:
    assert question_parts(text)
    assert listed_parts(text)


# Of the consumer questions of LiveQA those that ask two things or more, by eye, as the first words
# of each and the number of things; all others ask one.
LIVEQA = {
    "How much glucagon is": 2,
    "What are the causes and long-term": 2,
    "Is there research on": 2,
    "How long does prednisone": 2,
    "What is bundle blockage": 3,
    "What causes Hypoglycemia": 2,
    "Is a calcium supplement": 2,
    "What is trisomy 7": 2,
    "Is aclidinium a steroid": 2,
    "Is plantar fasciitis": 2,
    "What are the components": 2,
    "What are non-toxic treatments": 2,
}

NOT_READ = "What are non-toxic treatments and prevention protocols"


@pytest.mark.data
def test_nearly_all_questions_of_consumers_are_read_right() -> None:
    path = SHARED / "liveqa_medquad" / "queries_odd.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is absent")
    asked = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    wrong = [
        text
        for text in asked
        if len(question_parts(text))
        != next((n for begins, n in LIVEQA.items() if text.startswith(begins)), 1)
    ]
    assert len(asked) == 52
    assert [text.split(" for ")[0] for text in wrong] == [NOT_READ]
