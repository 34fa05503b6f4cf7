"""The nouns: sources, documents, passages, questions, evidence, claims, articles."""
