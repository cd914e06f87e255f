"""The one typed list of what can be set from outside: `SANGLAP_*`, and `DATABASE_URL`.

A secret may also be a file of the variable's name (lower case) in the folder `SANGLAP_SECRETS_DIR`.
"""

import os
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from sanglap.core.clock import parse_shift

PROJECT = Path(__file__).resolve().parents[3]
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class Environment(BaseSettings):
    """What the machine's keeper decides. Every field has a default that suits a demo on one machine."""

    model_config = SettingsConfigDict(
        env_prefix="SANGLAP_",
        secrets_dir=os.environ.get("SANGLAP_SECRETS_DIR"),
        extra="ignore",
        env_ignore_empty=True,
    )

    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    """`postgresql://…`; empty: the embedded server under `var_dir`."""
    port: int = Field(default=8000, validation_alias="PORT", ge=1, le=65535)
    """Where the web process listens; the practice network takes the next port."""
    var_dir: Path = PROJECT / "var"
    """Everything the running system writes that is not in the database."""
    secret_key: SecretStr = SecretStr("")
    """Signs sessions and forms; empty: made once and kept in `var_dir`."""
    credential_keys: SecretStr = SecretStr("")
    """Fernet keys, newest first, separated by commas, for the networks' tokens; empty: as `secret_key`."""
    debug: bool = False
    demo: bool = False
    """The database holds demo data: the sign-in page names the cast. Loopback only."""
    hosts: Annotated[list[str], NoDecode] = list(LOOPBACK)
    """The names this site answers to, separated by commas."""
    https: bool = False
    """Served behind TLS: cookies are marked secure and browsers told to stay."""
    proxies: int = Field(default=0, ge=0)
    """How many proxies stand before this site, each adding to X-Forwarded-For; 0: that header is not believed."""
    outbound_allow: Annotated[list[str], NoDecode] = []
    """Exact `host:port` of private addresses that may be called, separated by commas."""
    mail: SecretStr = SecretStr("")
    """Where e-mail is handed over: `smtp://user:password@host:587` (`smtps://` for TLS from the first byte, `file:` for
    files under `var_dir`); empty: none is sent."""
    mail_from: str = "Sanglap <sanglap@localhost>"
    """The sender of e-mail."""
    clock: str = ""
    """Shifts `core.clock` in every process: `+3d4h30m` or `-2h`."""
    edition: str = "bd-2016"
    """The rulebook in force: a folder of `rulebooks/`."""
    log_level: str = "INFO"
    call_seconds: float = Field(default=20, gt=0)
    """The longest one call to a network may take; after that its outcome counts as unknown."""
    poll_seconds: float = Field(default=60, gt=0)
    """How often an account's comments are asked for."""
    web_threads: int = Field(default=8, ge=1)
    workers: int = Field(default=1, ge=1)
    """How many worker processes `sanglap serve` runs."""

    @field_validator("hosts", "outbound_allow", mode="before")
    @classmethod
    def split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("clock")
    @classmethod
    def understand(cls, value: str) -> str:
        parse_shift(value)
        return value

    @model_validator(mode="after")
    def keep_demos_at_home(self) -> Self:
        if self.demo and not set(self.hosts) <= set(LOOPBACK):
            raise ValueError("a demo's passwords are known to all, so it is served to this machine only")
        return self

    @property
    def practice_port(self) -> int:
        return self.port + 1


def _read() -> Environment:
    try:
        return Environment()
    except ValidationError as error:
        # Whoever keeps the machine reads this, not the stack.
        lines = [f"{'.'.join(map(str, fault['loc'])) or 'settings'}: {fault['msg']}" for fault in error.errors()]
        raise SystemExit("A setting is wrong.\n" + "\n".join(lines)) from None


environment = _read()
