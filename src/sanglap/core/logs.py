"""Logs: one JSON object a line on standard error. No secret and no message text is ever handed to a logger."""

import logging
import logging.config
from typing import Any

import structlog

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def configure(options: dict[str, Any]) -> None:
    """Django's LOGGING_CONFIG: structlog and the standard library's loggers come out the same way."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": _SHARED,
                    "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": options.get("level", "INFO")},
            "loggers": {
                # A request line holds paths only in Django's own log, but httpx writes whole URLs.
                "httpx": {"level": "WARNING"},
                "httpcore": {"level": "WARNING"},
                "procrastinate": {"level": "WARNING"},
                "pikepdf": {"level": "WARNING"},
            },
        }
    )
