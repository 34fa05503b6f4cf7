"""Addresses of lists, with what was chosen in them."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from pydantic import BeforeValidator


def list_address(path: str, chosen: Mapping[str, object]) -> str:
    """Return the address of a list as it was chosen, to which a further choice can be added."""
    given = {name: value for name, value in chosen.items() if value not in (None, "", False)}
    return f"{path}?{urlencode(given)}&" if given else f"{path}?"


ANY: Final = BeforeValidator(lambda value: None if value == "" else value)
"""Takes the empty choice of a form for none."""
