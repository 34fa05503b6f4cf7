"""Follow-ups: understood as questions that stand alone, and numbered as one conversation."""
