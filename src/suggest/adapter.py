"""The domain adapter: low-rank changes to the upper layers that draw a post to the sections that answer it.

`data/domain_adapter.npz` holds for each changed linear layer `<name>.a` (rank, inputs) and `<name>.b` (outputs, rank), float16;
the adapted weight is W + b·a (LoRA, Hu et al. 2021). `evaluation/train_adapter.py` trains it on typical questions and posts.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ADAPTER = Path(__file__).parent / "data" / "domain_adapter.npz"


def adapted(state: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
    """The weights with the adapter's changes added; weights that it does not name are the ones given."""
    changed = dict(state)
    with np.load(ADAPTER) as stored:
        for name in sorted({key.removesuffix(".a").removesuffix(".b") for key in stored}):
            change = stored[f"{name}.b"].astype(np.float32) @ stored[f"{name}.a"].astype(np.float32)
            changed[f"{name}.weight"] = state[f"{name}.weight"] + change
    return changed
