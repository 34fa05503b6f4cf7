"""English is told from other languages by letters and small words."""

import pytest

from ragqa.linguistics.language import is_english


@pytest.mark.parametrize(
    "text",
    [
        "Drug A reduced pain in adults.",
        "Drug A 5 mg.",
        "Grade I recommendation.",
        "IL-6, LOS and DAS28 were lower; Roe et al. found the same.",
        "TNF-α and β-carotene, 5 µg",
        "von Willebrand factor 50 IU",
        "12 mg",
        "",
    ],
)
def test_english_and_names_are_english(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Aspirin wird bei Erwachsenen nicht empfohlen.",
        "Le médicament A ne réduit pas la douleur.",
        "El fármaco A no reduce el dolor.",
        "Il farmaco A non riduce il dolore.",
        "O medicamento A não reduz a dor.",
        "Lek A nie zmniejsza bólu.",
        "药物A使成人疼痛减轻10毫克。",
        "الدواء أ لا يقلل الألم.",
        "Препарат А не уменьшает боль.",
        "薬Aは痛みを軽減しない。",
    ],
)
def test_other_languages_are_not(text: str) -> None:
    assert not is_english(text)
