"""Language-level facts of a text: sentences, terms, quantities, abbreviations, polarity."""
