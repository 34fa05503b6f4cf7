"""Word lists written as prose, so that they read and diff well."""


def word_list(listed: str) -> frozenset[str]:
    """Return the words of `listed`, which stand between white space."""
    return frozenset(listed.split())
