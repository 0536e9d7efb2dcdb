"""Log lines for whoever runs the jobs: structlog on standard error, text or JSON."""

import sys

import structlog


def configure(log_format: str = "text", least: str = "info") -> None:
    """Set up once per process; `log_format` is "text" or "json", `least` the lowest level."""
    final: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=24)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            final,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        # Asked for at each line: whoever captures standard error may have closed an earlier one.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
