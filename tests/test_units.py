"""The vectors of units: kept with their section, also for versions of another length."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from suggest.units import UnitVectors

VECTORS = np.arange(12, dtype=np.float32).reshape(4, 3)
UNITS = UnitVectors(VECTORS, VECTORS + 1, {"a#1": (0, 3), "b#1": (3, 1)})


def test_a_section_gets_its_own_rows() -> None:
    alone, headed = UNITS.of("a#1", 3)
    np.testing.assert_array_equal(alone, VECTORS[:3])
    np.testing.assert_array_equal(headed, VECTORS[:3] + 1)


def test_a_version_with_more_units_repeats_the_last_and_one_without_original_has_none() -> None:
    np.testing.assert_array_equal(UNITS.of("b#1", 2)[0], VECTORS[[3, 3]])
    np.testing.assert_array_equal(UNITS.of("a#1", 2)[0], VECTORS[:2])
    assert not UNITS.of("c#1", 2)[0].any()


def test_they_are_kept_as_they_were(tmp_path: Path) -> None:
    UNITS.save(tmp_path / "units.npz")
    again = UnitVectors.load(tmp_path / "units.npz")
    assert again.rows == UNITS.rows
    np.testing.assert_array_equal(again.headed, UNITS.headed)
