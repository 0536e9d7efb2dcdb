"""Settings: the environment and one TOML file, read once a cycle into a frozen value.

Names in the environment are `TRACKER_` and the name, with `__` between levels:
`TRACKER_MAIL__HOST`. The file is `settings.toml` in the home folder.
"""

import os
import re
import tomllib
from pathlib import Path
from typing import Any

import platformdirs
from pydantic import (
    BaseModel,
    ByteSize,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from tracker.model.addresses import is_mail_address
from tracker.model.errors import BadReference


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NetSettings(_Section):
    """How we behave on the network."""

    contact: str = Field(
        "",
        description="mail address named in the User-Agent; EDGAR wants one",
        pattern="^[ -~]*$",  # what a header may carry
    )
    timeout_seconds: float = Field(30.0, gt=0)
    max_bytes: int = Field(20_000_000, gt=0)
    requests_per_second_per_host: float = Field(5.0, gt=0)
    connections: int = Field(8, gt=0)
    allow_private_addresses: bool = Field(False, description="only for tests and intranets")


class MailSettings(_Section):
    """Where digests go. Without a host they go to `home/maildir`."""

    host: str = ""
    port: int = Field(587, gt=0, lt=65536)
    user: str = ""
    password: SecretStr = SecretStr("")
    sender: str = Field("tracker@localhost", description="the From address")
    starttls: bool = True
    ca_file: Path | None = Field(None, description="certificates to trust beside the system's")
    timeout_seconds: float = Field(30.0, gt=0)

    @field_validator("sender")
    @classmethod
    def _is_an_address(cls, sender: str) -> str:
        bare = re.fullmatch(r"[^<>\x00-\x1f]*<([^<>]*)>", sender)
        if not is_mail_address(bare.group(1) if bare else sender):
            raise ValueError("write name@host or Name <name@host>")
        return sender


class ExtractSettings(_Section):
    """How documents are read."""

    pipeline: str = Field("", description="an installed spaCy pipeline with a parser; own if empty")
    recogniser: bool = Field(
        False, description="ask the trained recogniser about names that nobody listed"
    )


class DigestSettings(_Section):
    """What a digest links to."""

    feedback_to: str = Field("", description="address behind useful / knew it / wrong")
    base_url: str = Field("", description="where deals can be looked up, if anywhere")


class SqlSettings(_Section):
    """What a query of `tracker sql` may use, unless the command line says otherwise."""

    seconds: float = Field(30.0, gt=0, le=86_400)
    memory: ByteSize = Field(ByteSize(1_000_000_000), ge=64_000_000, description='as in "1GB"')


class Settings(BaseSettings):
    """Everything that a person can set; frozen."""

    model_config = SettingsConfigDict(
        env_prefix="TRACKER_", env_nested_delimiter="__", frozen=True, extra="forbid"
    )

    net: NetSettings = NetSettings()
    mail: MailSettings = MailSettings()
    extract: ExtractSettings = ExtractSettings()
    digest: DigestSettings = DigestSettings()
    sql: SqlSettings = SqlSettings()
    log_format: str = Field("text", pattern="^(text|json)$")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment outranks the file, whose values come in as arguments."""
        return env_settings, init_settings


def default_home() -> Path:
    """The platform's folder for this user's data."""
    return Path(platformdirs.user_data_dir("compute-deal-tracker", appauthor=False))


def load_settings(home: Path) -> Settings:
    """The environment over `home/settings.toml` over the defaults.

    Raises BadReference with the file and the key that is wrong.
    """
    path = home / "settings.toml"
    values = _read(path) if path.exists() else {}
    try:
        return Settings(**values)
    except ValidationError as error:
        raise BadReference(_explain(path, error)) from error
    except SettingsError as error:  # a variable for a whole section that is no JSON
        raise BadReference(f"environment: {error}; write TRACKER_MAIL__HOST=... instead") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadReference(f"{path}: not TOML ({error}); mend that line") from error
    except OSError as error:
        raise BadReference(f"{path}: cannot be read ({error.strerror}); check it") from error


def _explain(path: Path, error: ValidationError) -> str:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    variable = "TRACKER_" + "__".join(str(part) for part in first["loc"]).upper()
    given = {name.upper() for name in os.environ}
    place = f"environment, {variable}" if variable in given else str(path)
    if first["type"] == "extra_forbidden":
        return f"{place}: unknown key {key!r}; remove it or see the README for the names"
    return f"{place}: {key}: {first['msg']}"
