"""Faults of references and citations in the text of any article, ours or another's."""
