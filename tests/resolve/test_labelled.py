"""Clusters against labels: the floor that resolution has to keep."""

import pytest

from tests.resolve.labelled import agreement, clusters_of, labelled_claims, set_aside
from tests.resolve.sample_labels import sample_claims
from tracker.resolve.resolve import resolve

LEAST_B_CUBED_F1 = 0.95
LEAST_PAIR_PRECISION = 0.97


def test_the_labelled_claims_become_their_deals(scale):
    """Over claims with every trap that we know, clusters agree with the names given by hand."""
    claims, truth = labelled_claims()
    found = agreement(clusters_of(resolve(claims, scale).deals), truth)
    assert found.b_f1 >= LEAST_B_CUBED_F1
    assert found.pair_precision >= LEAST_PAIR_PRECISION


def test_the_samples_legs_become_their_deals(scale):
    """The bundled sample, read as a careful person reads it, falls into its deals."""
    claims, truth = sample_claims()
    found = agreement(clusters_of(resolve(claims, scale).deals), truth)
    assert found.b_f1 >= LEAST_B_CUBED_F1
    assert found.pair_precision >= LEAST_PAIR_PRECISION


def test_a_third_is_set_aside_by_whole_deals():
    """No deal is half in the set that is looked at and half in the one that is not."""
    claims, truth = labelled_claims()
    aside = set_aside(claims, truth)
    assert 0.25 < len(aside) / len(claims) < 0.4
    assert not {truth[c] for c in aside} & {truth[c] for c in truth if c not in aside}


def test_agreement_by_hand():
    """Two clusters of two and one against labels of three and one: worked on paper."""
    found = {"a": 1, "b": 1, "c": 2, "d": 2}
    truth = {"a": "x", "b": "x", "c": "x", "d": "y"}
    agreed = agreement(found, truth)
    assert agreed.b_precision == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert agreed.b_recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert agreed.pair_precision == pytest.approx(1 / 2)
    assert agreed.pair_recall == pytest.approx(1 / 3)
