"""Whether the sources that answer are ranked first: nDCG, recall and reciprocal rank.

Computed by ir-measures (MacAvaney, Macdonald & Ounis 2022), which calls trec_eval; nDCG after
Järvelin & Kekäläinen (2002).
"""

from collections.abc import Mapping, Sequence

from ragqa.evaluation.question_scores import Values

NAMES = {"nDCG@10": "ndcg_at_10", "R@10": "recall_at_10", "R@100": "recall_at_100", "RR": "mrr"}


def retrieval_values(ranking: Sequence[str], relevance: Mapping[str, int]) -> Values:
    """Return the measures of one question; none where no source is relevant.

    Args:
        ranking: document ids, best first, each once.
        relevance: grade of each judged document; 0 is not relevant, and what is not judged
            is not relevant either.
    """
    if not any(relevance.values()):
        return dict.fromkeys(NAMES.values())
    import ir_measures

    measures = [ir_measures.parse_measure(name) for name in NAMES]
    judged = [ir_measures.Qrel("q", name, grade) for name, grade in relevance.items()]
    # trec_eval ranks by score and breaks ties by id: scores that fall say what the order is.
    found = [
        ir_measures.ScoredDoc("q", name, float(-place)) for place, name in enumerate(ranking)
    ] or [ir_measures.ScoredDoc("q", "", 0.0)]
    scores = ir_measures.calc_aggregate(measures, judged, found)
    return {NAMES[str(measure)]: float(score) for measure, score in scores.items()}
