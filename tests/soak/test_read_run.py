"""A reader beside a writer: five hundred queries here, ten thousand in `make soak`."""

from pathlib import Path

import pytest

from tests.soak.read_run import read_beside_a_writer


@pytest.mark.check
def test_a_reader_beside_a_writer_meets_no_error(tmp_path: Path) -> None:
    """While deals are resolved and published, every query is answered."""
    said, code = read_beside_a_writer(tmp_path, 500)
    assert code == 0, said
    assert said.startswith("500 queries, 0 errors")
