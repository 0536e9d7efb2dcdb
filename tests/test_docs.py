"""What the documents show to be copied works as it stands."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[1] / "docs"


def test_the_python_of_the_economics_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """The block prints what its comment says that it prints."""
    text = (DOCS / "economics.md").read_text(encoding="utf-8")
    found = re.search(
        r"\n\n((?:    .*\n|\n)*    from datetime import date\n(?:    .*\n|\n)*)", text
    )
    assert found
    code = "\n".join(line[4:] for line in found.group(1).splitlines())
    exec(compile(code, "docs/economics.md", "exec"), {})  # noqa: S102 - our own document
    assert capsys.readouterr().out.startswith("1.41 USD/h: published by ")
