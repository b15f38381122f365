"""What the environment says, in one place: production values, or the embedded default. First form; the launcher's owner refines it."""

import hashlib
import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class Environment:
    def __init__(self, base_dir: Path):
        self.base_dir = base_dir

    def flag(self, name: str) -> bool:
        return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}

    @property
    def data_dir(self) -> Path:
        if os.environ.get("DATA"):
            return Path(os.environ["DATA"]).resolve()
        key = hashlib.sha256(str(self.base_dir).encode()).hexdigest()[:10]
        root = Path("/var/lib") if os.geteuid() == 0 else Path.home() / ".local" / "share"
        return root / "kouryukai" / key

    @property
    def base_url(self) -> str:
        return os.environ.get("BASE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}")

    @property
    def allowed_hosts(self) -> list[str]:
        return [urlsplit(self.base_url).hostname or "localhost", "localhost", "127.0.0.1"]

    @property
    def trusted_origins(self) -> list[str]:
        return [self.base_url]

    @property
    def secret_key(self) -> str:
        return os.environ.get("SECRET_KEY") or secrets.token_urlsafe(50)

    @property
    def database(self) -> dict:
        url = urlsplit(os.environ.get("DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/kouryukai"))
        options = dict(parse_qsl(url.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.path.lstrip("/"),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": options.pop("host", unquote(url.hostname or "")),
            "PORT": str(url.port or options.pop("port", "")),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }

    @property
    def broker_url(self) -> str:
        return os.environ.get("CELERY_BROKER_URL", os.environ.get("DATABASE_URL", "").replace("postgresql://", "pgmq://"))

    @property
    def broker_options(self) -> dict:
        return {"init_extension": False} if self.broker_url.startswith("pgmq") else {}
