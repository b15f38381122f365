"""All settings, read from the environment. What is missing says what to set."""

from pathlib import Path

import pghistory
from bootstrap_wrapper import get_bootstrap_dir
from celery.schedules import crontab
from kombu import Queue

from kouryukai import logs
from kouryukai.embedded.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(BASE_DIR)

# --- Where we run -----------------------------------------------------------------------------------------------------
BASE_URL = env.base_url
SECRET_KEY = env.secret_key
DEBUG = env.flag("DEBUG")
PRODUCTION = env.production
ALLOWED_HOSTS = env.allowed_hosts
CSRF_TRUSTED_ORIGINS = env.trusted_origins
HTTPS = BASE_URL.startswith("https://")

# --- The house --------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "institutions",
    "office",
    "companies",
    "talent",
    "events",
    "matching",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "pghistory",
    "pgtrigger",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "js_lib_bootstrap_icons",
]
ROOT_URLCONF = "kouryukai.urls"
WSGI_APPLICATION = "kouryukai.wsgi.application"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "kouryukai.middleware.refuse_control_characters",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kouryukai.middleware.keep_out_of_caches",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "institutions.middleware.end_old_sessions",
    "institutions.middleware.secure_first",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kouryukai.middleware.ActAsVisitor",  # the innermost: see there
    "office.read_log.log_reading",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "office.context.navigation",
            ],
        },
    }
]

# --- Database, cache, sessions: PostgreSQL only -------------------------------------------------------------------------
DATABASES = {"default": env.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 43_200  # an upper bound; institutions/sessions.py ends them earlier
CACHES = {  # what sign-in counts: the same for all processes; the table comes with the migrations
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "institutions_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# --- The log of changes (institutions/history.py): each note holds who and why itself, and no key ties it to what it tells of
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_FIELD = pghistory.Field(null=True)
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="+", db_index=True, null=False)

# --- People and how they come in ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "institutions.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "institutions:sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "institutions:sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION else 0  # the proxy with TLS says whose address it is
ACCOUNT_ADAPTER = "office.adapters.PostingAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proved by the invitation or the code
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,5/m/key,20/h/key,60/d/key",
    "confirm_login_code": "3/h/key,60/m/ip",
}
ACCOUNT_FORMS = {
    "login": "institutions.forms.SignInForm",
    "request_login_code": "institutions.forms.RequestCodeForm",
    "confirm_login_code": "institutions.forms.ConfirmCodeForm",
    "reauthenticate": "institutions.forms.ProofByPasswordForm",
    "change_password": "institutions.forms.ChangePasswordForm",
    "set_password": "institutions.forms.NewPasswordForm",
}
MFA_ADAPTER = "institutions.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # http://localhost
MFA_FORMS = {
    "authenticate": "institutions.forms.SecondFactorForm",
    "reauthenticate": "institutions.forms.ProofByCodeForm",
    "activate_totp": "institutions.forms.ActivateAppForm",
    "authenticate_webauthn": "institutions.forms.PasskeyForm",
    "login_webauthn": "institutions.forms.PasskeySignInForm",
    "reauthenticate_webauthn": "institutions.forms.ProofByPasskeyForm",
    "add_webauthn": "institutions.forms.AddPasskeyForm",
    "edit_webauthn": "institutions.forms.RenamePasskeyForm",
}

# --- Language ---------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

# --- Mail --------------------------------------------------------------------------------------------------------------
MAILERS = env.mailers
DEFAULT_FROM_EMAIL = env.mail_from

# --- The secretariat, as papers and letters name it ---------------------------------------------------------------------
SECRETARIAT_NAME = env.text("SECRETARIAT_NAME") or "新現役交流会 事務局"
SECRETARIAT_PHONE = env.text("SECRETARIAT_PHONE") or ("" if env.production else "03-0000-1234")

# --- Files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static", ("bootstrap", get_bootstrap_dir())]
STATIC_ROOT = env.data_dir / "static"
MEDIA_ROOT = env.data_dir / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
CRISPY_ALLOWED_TEMPLATE_PACKS = ("kouryukai",)
CRISPY_TEMPLATE_PACK = "kouryukai"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Safety -----------------------------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

# --- Logs: nothing of people's data -------------------------------------------------------------------------------------
LOGGING = logs.LOGGING

# --- Work in the background: the row is the truth, the broker a nudge ---------------------------------------------------
CELERY_BROKER_URL = env.broker_url
CELERY_BROKER_TRANSPORT_OPTIONS = env.broker_options
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_DEFAULT_QUEUE = "work"
CELERY_TASK_QUEUES = [Queue("work"), Queue("sweep")]  # a sweep never waits behind a hundred documents
CELERY_TASK_ROUTES = {
    name: {"queue": "sweep"} for name in ("office.sweep", "office.watch_reading", "talent.index_seniors")
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SOFT_TIME_LIMIT = 600
CELERY_TASK_TIME_LIMIT = 660
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 1_000_000  # kB
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 30
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = not env.broker_url.startswith("pgmq:")  # it would leave tables behind there
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(env.data_dir / "beat")
WORK_LEASE_SECONDS = float(
    env.text("WORK_LEASE_SECONDS") or 15
)  # a worker that is silent for so long has lost its work
WORK_NUDGE_AGAIN_SECONDS = float(env.text("WORK_NUDGE_AGAIN_SECONDS") or 15)
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "office.sweep", "schedule": 10.0, "options": {"expires": 10}},
    "index_seniors": {"task": "talent.index_seniors", "schedule": 20.0, "options": {"expires": 20}},
    "watch_reading": {"task": "office.watch_reading", "schedule": 300.0, "options": {"expires": 300}},
    "retention": {"task": "office.retention", "schedule": crontab(hour=3, minute=30)},
    "resume": {"task": "talent.resume", "schedule": crontab(hour=3, minute=10)},
    "inquiries": {"task": "office.inquiries", "schedule": crontab(hour=8, minute=0)},
    "standings": {"task": "matching.standings", "schedule": crontab(hour=4, minute=10)},
    "remind": {"task": "events.remind", "schedule": crontab(hour=4, minute=40)},
}
