"""Scores what ragqa does against what people said is right."""
