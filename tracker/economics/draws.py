"""Joint draws of what rents are, and who is the cheapest in each of them."""

import numpy as np

from tracker.economics.epochs import DRAWS, Floats, Runners, normals
from tracker.economics.pool import Array, State

COMMON_SD = 0.10  # tightness of the market, power and money move all rents alike: a choice
_MOST_COMMON = 0.75  # of a supplier's certainty, so that what is its own stays its own


def rent_draws(names: tuple[str, ...], state: State) -> Floats:
    """Draws of ln(rent), a row a product, with the covariance of the belief.

    A part of it is the market's, one and the same draw for every supplier.
    """
    common = _common_variance(state.covariance)
    own = state.covariance - common
    root = np.linalg.cholesky(own + np.eye(len(own)) * 1e-12).astype(np.float32)
    alone = np.stack([normals(name) for name in names])
    market = np.float32(np.sqrt(common)) * normals("the market")
    draws: Floats = root @ alone + market + state.mean.astype(np.float32)[:, None]
    return draws


def chances(runners: Runners, rents: dict[str, Floats]) -> dict[str, float]:
    """Per runner with a rent, the share of draws in which its cost per token is least."""
    places = [i for i, name in enumerate(runners.names) if name in rents]
    if not places:
        return {}
    costs = runners.slowness[places] + np.stack([rents[runners.names[i]] for i in places])
    wins = np.bincount(costs.argmin(axis=0), minlength=len(places)) / DRAWS
    return {runners.names[i]: float(wins[j]) for j, i in enumerate(places)}


def _common_variance(covariance: Array) -> float:
    """The market's part: what can be taken from every entry and leaves a covariance."""
    ones = np.ones(len(covariance))
    most = 1.0 / float(ones @ np.linalg.solve(covariance, ones))
    return min(COMMON_SD**2, _MOST_COMMON * most)
