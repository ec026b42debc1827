"""What holds for every source that reads files, over its samples."""

from pathlib import Path

import pytest

from yudane.evidence.testing import collected


@pytest.mark.parametrize("source", ["openslo", "postmortems", "prometheus-rules", "pyrra", "sloth"])
def test_collecting_twice_changes_nothing(tmp_path: Path, source: str) -> None:
    samples = Path(__file__).parent / source / "samples"
    first, _ = collected(source, samples, home=tmp_path)
    again, _ = collected(source, samples, home=tmp_path)
    assert first.stored
    assert {(table.changed, table.withdrawn) for table in again.tables.values()} == {(0, 0)}
