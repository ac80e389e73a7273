"""Settings of the newsroom, each from one environment variable that is checked when the program starts.

With nothing set it is a local newsroom: PostgreSQL in var/, plain HTTP, a secret key made on the first start. An outlet
sets SITE_URL, SECRET_KEY, DATABASE_URL and lives under HTTPS; docs/operator.md lists every variable.
"""

from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

import arabic
from newsroom import environment, postgres

BASE_DIR = Path(__file__).resolve().parent.parent

# Everything the program writes: PostgreSQL's data, pictures, collected static files, the local secret key.
VAR_DIR = environment.folder("NEWSROOM_VAR", BASE_DIR / "var")

# Where readers find the site. Its scheme decides whether cookies and redirects insist on HTTPS.
SITE_URL = environment.url("SITE_URL", f"http://localhost:{environment.port('PORT', 8000)}")
HTTPS = SITE_URL.startswith("https://")

DEBUG = environment.flag("DEBUG", False)
SECRET_KEY = environment.secret("SECRET_KEY", VAR_DIR / "secret-key", required=HTTPS)
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", SITE_URL)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []

# What an outlet calls itself, per language. Its colours and fonts are the first lines of static/css/tokens.css.
OUTLET_NAME = {"ar": "البيدر", "en": "Al-Baydar", "fr": "Al-Baydar"}
# The name as it is drawn, and the size of the drawing: in letters that the edition's readers read.
OUTLET_LOGO = {
    "ar": ("brand/logo.svg", 2629, 1119),
    "en": ("brand/logo-latin.svg", 4560, 1020),
    "fr": ("brand/logo-latin.svg", 4560, 1020),
}
OUTLET_TAGLINE = {
    "ar": "يوميّة بيروتيّة في السياسة والاقتصاد والثقافة",
    "en": "A Beirut daily of politics, economy and culture",
    "fr": "Quotidien beyrouthin de politique, d’économie et de culture",
}

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, so that its fields are known there
    "newsroom.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # its templates, for FORM_RENDERER
    "django_prose_editor",
    "js_asset",
    "axes",
    "delivery",
    "images",
    "authors",
    "topics",
    "articles",
    "related",
    "fronts",
    "newsroom.apps.NewsroomConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "newsroom.outage.OutageMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "delivery.middleware.RedirectMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "delivery.middleware.SlashMiddleware",
    "newsroom.reading.ReadOnlyMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

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
                "newsroom.outlet.outlet",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# PostgreSQL only. Without DATABASE_URL the embedded server in var/ is used; whoever starts the program starts it.
DATABASES = {
    "default": {
        **(
            dj_database_url.parse(environment.database("DATABASE_URL"))
            if environment.given("DATABASE_URL")
            else {"ENGINE": "django.db.backends.postgresql", **postgres.connection_settings()}
        ),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How Arabic pages print dates and numbers. The country whose month names they use; whether the Hijri date stands beside
# the whole Gregorian one; "latn" (0-9) or "arab" (٠-٩) for the numbers that are ours. The author's text stays as it is.
MONTH_NAMES = environment.choice("MONTH_NAMES", "LB", arabic.MONTHS)
HIJRI_DATE = environment.flag("HIJRI_DATE", False)
DIGITS = environment.choice("DIGITS", "latn", ["latn", "arab"])
# How our own Arabic words are spelled: شكراً or شكرًا; “ ” with « » inside them, or the reverse.
TANWEEN = environment.choice("TANWEEN", "on-alef", arabic.TANWEEN)
QUOTATION_MARKS = environment.choice("QUOTATION_MARKS", "curly", arabic.QUOTATION_MARKS)

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [
    BASE_DIR / "locale" / "months" / MONTH_NAMES,
    BASE_DIR / "locale" / "house" / f"{TANWEEN}-{QUOTATION_MARKS}",
    BASE_DIR / "locale",
]
FORMAT_MODULE_PATH = ["newsroom.formats"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "ar"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("ar",)
USE_I18N = True
USE_TZ = True
# The newsroom's clock: what the desk types and what readers see.
TIME_ZONE = environment.time_zone("NEWSROOM_TIME_ZONE", "Asia/Beirut")

# What is looked at before an article goes out, beside headline, section and text, which it always needs: what nothing
# is published without, and what the desk only advises (articles/checking.py). The most letters of a headline.
CHECKS = ["headline_length", "standfirst", "byline", "topics", "lead_image", "alt_text", "credit", "source"]
PUBLISH_REQUIRES = environment.choices("PUBLISH_REQUIRES", [], CHECKS)
PUBLISH_ADVISES = environment.choices("PUBLISH_ADVISES", [name for name in CHECKS if name != "source"], CHECKS)
HEADLINE_LETTERS = 90

# Rules of the proof-reader that the desk does without, by their ids in arabic/proofreading.
PROOFREADING_RULES = [f"P{number:02}" for number in range(1, 42)]
PROOFREAD_OFF = environment.choices("PROOFREAD_OFF", [], PROOFREADING_RULES)

# Words a person reads in a minute; a card's excerpt; how far a description for search engines goes.
WORDS_PER_MINUTE = 140
EXCERPT_WORDS = 25

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = environment.folder("MEDIA_ROOT", VAR_DIR / "media")
# The pictures in their full size, cleaned of where and with what they were taken. No web server may see this folder.
ORIGINALS_ROOT = environment.folder("ORIGINALS_ROOT", VAR_DIR / "originals")
STORAGES = {
    "default": {"BACKEND": "images.storage.WholeFileStorage"},
    "originals": {"BACKEND": "images.storage.WholeFileStorage", "OPTIONS": {"location": ORIGINALS_ROOT}},
    "staticfiles": {"BACKEND": "newsroom.assets.AssetStorage"},
}

# How much of the pages that readers asked for each process keeps, in MiB: 10,000 pages take about 110.
PAGE_STORE_MIB = environment.number("PAGE_STORE_MIB", 256)

# A picture is refused beyond these; a decoded picture takes about four bytes a pixel while it is worked on.
IMAGE_MAX_BYTES = 25 * 1024 * 1024
IMAGE_MAX_PIXELS = 60_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o644

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in [
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    ]
]

# Sign-in: after this many wrong passwords for one name from one address, that pair waits.
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "newsroom.desk.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# Reader pages: nothing from anywhere but here, no inline style, no inline script but the one that must run before the
# page is drawn, known by its hash. The desk adds one nonce for its import map.
FIRST_SCRIPT = (BASE_DIR / "static" / "js" / "choices.js").read_text(encoding="utf-8")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE, environment.hash_of(FIRST_SCRIPT)],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
    }
}

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# Behind a proxy that ends TLS and always sets this header (deploy notes in docs/operator.md).
if environment.flag("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_CLIENT_IP_CALLABLE = "newsroom.desk.client_address"

# Who is told when something comes out: a WebSub hub, from which those who follow a feed hear it; and the search engines
# of IndexNow, by a key of one's own. Empty: nobody.
WEBSUB_HUB = environment.address("WEBSUB_HUB")
INDEXNOW_KEY = environment.key("INDEXNOW_KEY")
INDEXNOW_URL = environment.address("INDEXNOW_URL", "https://api.indexnow.org/indexnow")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    # Robots ask for hosts that are not ours all day long; they are told so, and each would write a traceback here.
    "loggers": {"django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False}},
    "root": {"handlers": ["stderr"], "level": "INFO" if DEBUG else "WARNING"},
}
