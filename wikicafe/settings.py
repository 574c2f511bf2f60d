"""Turn flags and environment into one frozen Settings, or say in one sentence what is wrong.

Nothing is served here, and nothing is written but the secret key of the first run.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from wikicafe.eventlog.opening import shown

ASYNC_MODES = ("eventlet", "gevent", "threading")
LOG_SCHEMES = ("sqlite", "memory", "redis", "rediss", "unix")
SECRET_BYTES = 32  # 256 bit, see reliability.md
SECRET_FILE = "secret-key"
LOG_FILE = "cafes.sqlite"


class Unusable(Exception):
    """The program cannot start; the message is one sentence that says what to do."""

    exit_code = 2


class PortTaken(Unusable):
    exit_code = 3


class LogUnsafe(Unusable):
    exit_code = 4


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set from outside.

    port: 0 lets the system choose. log: the event log's URL. url: where people reach us, without
    a slash at the end, or None: nobody told. generation: raise it and all links and tokens end.
    proxies: how many of ours stand in front and tell who asks. metrics_token: opens /metrics, which
    is not there without one.
    """

    host: str
    port: int
    data: Path
    log: str
    url: str | None
    async_mode: str
    secret_key: bytes
    generation: int = 1
    proxies: int = 0
    metrics_token: str | None = None

    @property
    def is_secure(self) -> bool:
        return (self.url or "").startswith("https://")

    @property
    def listens_everywhere(self) -> bool:
        return self.host in ("0.0.0.0", "::", "")  # noqa: S104  compared, not bound


Flags = Mapping[str, str | int | None]


def read(flags: Flags, environment: Mapping[str, str] = os.environ) -> Settings:
    """Combine flags (they win) with the environment and make what a first run needs.

    Raises Unusable with a sentence for the person at the terminal.
    """
    data = _data_folder(_pick("data", flags, environment))
    return Settings(
        host=_pick("host", flags, environment) or "127.0.0.1",
        port=_whole_number("port", _port_text(flags, environment), 0, 65535),
        data=data,
        log=_log_url(_pick("log", flags, environment), data),
        url=_public_url(_pick("url", flags, environment)),
        async_mode=_async_mode(_pick("async_mode", flags, environment)),
        secret_key=_secret_key(data, environment),
        generation=_whole_number("generation", _pick("generation", flags, environment), 1, 10**6),
        proxies=_whole_number("proxies", _pick("proxies", flags, environment), 0, 9),
        metrics_token=_metrics_token(_pick("metrics_token", flags, environment)),
    )


def _pick(name: str, flags: Flags, environment: Mapping[str, str]) -> str:
    flag = flags.get(name)
    return environment.get(f"WIKICAFE_{name.upper()}", "") if flag is None else str(flag)


def _port_text(flags: Flags, environment: Mapping[str, str]) -> str:
    # PORT is what a Procfile's host hands over.
    return _pick("port", flags, environment) or environment.get("PORT", "") or "8000"


def _whole_number(name: str, text: str, least: int, most: int) -> int:
    if text == "":
        return least
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise Unusable(f"The {name} must be a number from {least} to {most}, not {text!r}.")
    return int(text)


def _async_mode(text: str) -> str:
    mode = text or ASYNC_MODES[0]
    if mode not in ASYNC_MODES:
        raise Unusable(f"--async-mode must be one of {', '.join(ASYNC_MODES)}, not {mode!r}.")
    return mode


def _metrics_token(text: str) -> str | None:
    if text and len(text) < 16:
        raise Unusable("WIKICAFE_METRICS_TOKEN is too short: at least 16 letters.")
    return text or None


def _public_url(text: str) -> str | None:
    if not text:
        return None
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query
    except ValueError:
        usable = False
    if not usable or urlsplit(text).path.strip("/"):
        raise Unusable(f"--url must look like https://cafe.example.org, not {text!r}.")
    return text.rstrip("/")


def _log_url(text: str, data: Path) -> str:
    url = text or f"sqlite:///{data.absolute() / LOG_FILE}"
    scheme, colon, rest = url.partition("://")
    if not colon or scheme not in LOG_SCHEMES or (scheme != "memory" and not rest):
        raise Unusable(
            f"--log must look like sqlite:///path/to/file or redis://host:6379/0, not {shown(url)!r}."
        )
    return url


def _data_folder(text: str) -> Path:
    folder = Path(text).expanduser() if text else _home_of_data()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Unusable(
            f"The data folder {folder} cannot be made ({error.strerror}): give another by --data."
        ) from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise Unusable(f"The data folder {folder} is not ours to write: give another by --data.")
    return folder


def _home_of_data() -> Path:
    base = os.environ.get("XDG_DATA_HOME", "")
    return (Path(base) if base else Path("~/.local/share").expanduser()) / "wikicafe"


def _secret_key(data: Path, environment: Mapping[str, str]) -> bytes:
    if given := environment.get("WIKICAFE_SECRET_KEY") or environment.get("SECRET_KEY"):
        return _strong_enough(given, "SECRET_KEY in the environment")
    path = data / SECRET_FILE
    try:
        return _strong_enough(path.read_text("ascii").strip(), str(path))
    except FileNotFoundError:
        return _make_secret_key(path)
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(
            f"The secret key in {path} cannot be read: restore it, or remove it for a new one."
        ) from error


def _strong_enough(text: str, where: str) -> bytes:
    if len(text) < SECRET_BYTES:
        raise Unusable(f"The secret key in {where} is too short: at least {SECRET_BYTES} letters.")
    return text.encode()


def _make_secret_key(path: Path) -> bytes:
    text = secrets.token_urlsafe(SECRET_BYTES)
    try:
        # Exclusive, and never readable by others, not even for a moment.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(text + "\n")
    except FileExistsError:  # another process was quicker
        return _strong_enough(path.read_text("ascii").strip(), str(path))
    except OSError as error:
        raise Unusable(f"The secret key cannot be written to {path} ({error.strerror}).") from error
    return text.encode()
