"""How weights and ranges are rounded to 8 bits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load

from ragqa.embedding.model_files import locate
from ragqa.embedding.quantisation import LEVELS, Range, convert, sites


@given(low=st.floats(-50, 0), high=st.floats(0.01, 50))
def test_zero_is_one_of_the_levels_and_the_range_is_covered(low: float, high: float) -> None:
    least, most = Range(low=low, high=high, scales=np.ones(1, np.float32)).bounds().tolist()
    step = (most - least) / (LEVELS - 1)
    assert least / step == pytest.approx(round(least / step), abs=1e-3)
    assert least <= low + step
    assert most >= high - step


def test_weights_are_rounded_to_the_nearest_step_of_their_row() -> None:
    source = load(locate(None).checked_weights())
    tensors = convert(source)
    for site, linears in sites("encoder.layer.3"):
        if site.endswith(".output.dense"):
            continue
        for name in linears:
            if name.endswith(".value"):
                continue
            exact = source[f"{name}.weight"] / tensors[f"{site}.shrink"]
            scale = tensors[f"{name}.scale"]
            rounded = tensors[f"{name}.weight"]
            assert np.abs(rounded).max(axis=1).tolist() == [127] * len(rounded)
            assert (np.abs(rounded * scale - exact) <= 0.501 * scale).all()
