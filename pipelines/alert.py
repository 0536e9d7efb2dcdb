"""Turn changes into signals."""

from pipelines.context import JobContext, JobReport
from tracker.model.signals import Signal
from tracker.signals.changes import Changes
from tracker.signals.evaluate import evaluate
from tracker.store.store import Store


def alert(ctx: JobContext, store: Store) -> JobReport:
    """Every signal of what is known by the run's clock, suppressed ones with their reason."""
    changes = Changes(
        deals=tuple(store.deal_versions(ctx.now)),
        steps=tuple(store.deal_steps(ctx.now)),
        estimates=tuple(store.estimates(ctx.now)),
        shares=tuple(store.shares(ctx.now)),
        exposures=tuple(store.exposures(ctx.now)),
        products=ctx.reference.products,
        companies=ctx.reference.companies,
    )
    signals = evaluate(changes)
    settled = store.settle(Signal, signals, ctx.now)
    suppressed = sum(1 for signal in signals if signal.suppressed)
    return JobReport("alert", settled.added, (), {"suppressed in all": suppressed})
