"""`tracker daemon`: the schedule, until it is told to stop."""

import typer

from pipelines.commands.options import OnlyFeeds, home_of


def daemon(ctx: typer.Context, feed: OnlyFeeds = None) -> None:
    """Run the jobs on their schedule: a cycle every quarter of an hour, and each digest
    at its reader's local hour. Ends cleanly on SIGTERM or Ctrl-C: the job under way is
    finished first. Settings and watchlists are read anew each cycle.
    """
    from pipelines.daemon import serve

    serve(home_of(ctx), tuple(feed or ()))
