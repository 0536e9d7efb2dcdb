"""Write each watchlist's digest and see that it is delivered."""

from datetime import datetime, timedelta

from pipelines.context import JobContext, JobReport
from pipelines.cutoff import latest_cut, period_start
from pipelines.digest_input import digests_of, gather
from pipelines.digest_picture import draw, picture_path
from pipelines.names import company_spellings
from pipelines.outbox import deliver_waiting
from pipelines.run import has_store, open_store
from pipelines.schedule import DIGEST_GRACE
from tracker.digest.compose import compose
from tracker.digest.mail import PICTURE
from tracker.digest.render import Rendered, render
from tracker.model.errors import BadInput
from tracker.model.ids import content_id, entity_id
from tracker.model.signals import Digest, Watchlist
from tracker.store.digests import keep_digest, take_kept_digests
from tracker.store.files import replacing
from tracker.store.journal import read_deliveries
from tracker.store.store import Store
from tracker.watchlists import load_watchlists

# A cycle run by hand sends a digest without news only if none went out for so long.
QUIET_AFTER = timedelta(hours=20)


def digest(ctx: JobContext, store: Store) -> JobReport:
    """A digest cut at the run's clock, for each watchlist that has one coming."""
    return write_digests(ctx, store, by_hand=True)


def due_digests(ctx: JobContext, store: Store) -> JobReport:
    """The digests whose local hour has come, within the grace; quiet ones too."""
    return write_digests(ctx, store, by_hand=False)


def write_digests(ctx: JobContext, store: Store, *, by_hand: bool) -> JobReport:
    """Render what is due, store it, then deliver what is stored and not yet delivered.

    Stored first: an interruption can delay a digest but neither lose nor change it.
    """
    watchlists, problems = load_watchlists(ctx.home, company_spellings(ctx.reference.companies))
    _, unread = read_deliveries(ctx.home)
    _, lost = take_kept_digests(store, ctx.home)
    written = 0
    for watchlist in watchlists:
        cut = ctx.now if by_hand else latest_cut(watchlist, ctx.now)
        if not by_hand and ctx.now - cut > DIGEST_GRACE:
            continue
        new = _write(ctx, store, watchlist, cut, quiet_too=not by_hand)
        written += new is not None
    sent, undelivered = deliver_waiting(ctx, store, watchlists, at_once=by_hand)
    failure = f"{len(undelivered)} not delivered, and tried again later" if undelivered else None
    facts: dict[str, object] = {"sent": sent}
    told = (*problems, *unread, *lost, *undelivered)
    return JobReport("digest", written, told, facts, failure)


def preview(ctx: JobContext, name: str = "") -> dict[str, Rendered]:
    """By watchlist, what a digest cut at the run's clock would say; nothing is stored or sent.

    Raises BadInput for a watchlist that there is not, and before anything was read.
    """
    if not has_store(ctx.home):
        raise BadInput(f"{ctx.home}: nothing was read here yet; run `tracker run` first")
    watchlists, _ = load_watchlists(ctx.home, company_spellings(ctx.reference.companies))
    chosen = [w for w in watchlists if not name or w.watchlist_id == entity_id(name)]
    if not chosen:
        names = ", ".join(w.watchlist_id for w in watchlists)
        raise BadInput(f"no watchlist {name!r}; there are: {names}")
    with open_store(ctx.home) as store:
        return {w.watchlist_id: _preview(ctx, store, w) for w in chosen}


def _preview(ctx: JobContext, store: Store, watchlist: Watchlist) -> Rendered:
    earlier = (d.cut_at for d in digests_of(ctx, store, watchlist) if d.cut_at < ctx.now)
    start = period_start(max(earlier, default=None), ctx.now)
    return render(compose(gather(ctx, store, watchlist, start, ctx.now)))


def _write(
    ctx: JobContext, store: Store, watchlist: Watchlist, cut: datetime, *, quiet_too: bool
) -> Digest | None:
    """The new digest, stored and laid out as files; None when there is none to write."""
    # A cut that was late is known only since it was made: all by now count, not by `cut`.
    previous = max((d.cut_at for d in digests_of(ctx, store, watchlist)), default=None)
    if previous is not None and previous >= cut:
        return None
    start = period_start(previous, cut)
    inputs = gather(ctx, store, watchlist, start, cut)
    view = compose(inputs)
    recent = previous is not None and cut - previous < QUIET_AFTER
    if not view.signal_ids and recent and not quiet_too:
        return None
    rendered = render(view)
    made = Digest(
        digest_id=content_id("digest", watchlist.watchlist_id, cut.isoformat()),
        watchlist_id=watchlist.watchlist_id,
        period_start=start,
        cut_at=cut,
        subject=rendered.subject,
        signal_ids=view.signal_ids,
        html=rendered.html,
        text=rendered.text,
        known_at=ctx.now,
    )
    lay_out(ctx, made, draw(ctx, store, inputs) if PICTURE in made.html else None)
    keep_digest(ctx.home, made)
    store.add([made])
    return made


def lay_out(ctx: JobContext, made: Digest, picture: bytes | None = None) -> None:
    """Put the digest where a person can open it: `home/digests/DATE-WATCHLIST.html` and `.txt`."""
    drawn = picture_path(ctx.home, made)
    page = made.html.replace(PICTURE, drawn.name)
    for ending, content in (("html", page), ("txt", made.text)):
        with replacing(drawn.with_suffix(f".{ending}")) as path:
            path.write_text(content, encoding="utf-8")
    if picture is not None:
        with replacing(drawn) as path:
            path.write_bytes(picture)
