"""What the tests of resolution share: the shipped scale."""

import pytest

from tracker.reference.evidence import EvidenceScale, load_evidence


@pytest.fixture(scope="session")
def scale() -> EvidenceScale:
    """The shipped scale of evidence."""
    return load_evidence()
