"""Economics: from deals and reference figures to the price of compute."""
