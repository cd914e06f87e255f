"""Logs: one JSON object a line on standard error. No secret and no message text is ever handed to a logger."""

import logging
import logging.config
import re
from typing import Any

import structlog

# The address of a link opens the door: Django writes the path of every request that it refuses.
_LINK = re.compile(r"(/welcome/)[^/\s]+")


def _hide_links(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    return {key: _LINK.sub(r"\1…", value) if isinstance(value, str) else value for key, value in event.items()}


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    _hide_links,
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
