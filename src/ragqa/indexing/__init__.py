"""Vectors, terms and passages in immutable snapshots under index/."""
