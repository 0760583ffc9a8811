"""An archive of Mailman 3 without Mailman, in a throwaway folder that the environment names."""

import os

FOLDER = os.environ["ARCHIVE_FOLDER"]
SECRET_KEY = "not-a-secret"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "urls"
USE_TZ, TIME_ZONE, USE_I18N = True, "UTC", True
SITE_ID, STATIC_URL, STATIC_ROOT = 1, "/static/", f"{FOLDER}/static"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
INSTALLED_APPS = [
    "hyperkitty",
    "django_mailman3",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_gravatar",
    "compressor",
    "haystack",
    "django_extensions",
    "django_q",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_mailman3.middleware.TimezoneMiddleware",
]
CONTEXT = "django.template.context_processors"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                *(f"{CONTEXT}.{n}" for n in ("debug", "i18n", "media", "static", "tz", "csrf", "request")),
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django_mailman3.context_processors.common",
                "hyperkitty.context_processors.common",
            ]
        },
    }
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{FOLDER}/archive.sqlite"}}
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
Q_CLUSTER = {"name": "archive", "timeout": 300, "retry": 400, "orm": "default", "sync": True}
MAILMAN_REST_API_URL, MAILMAN_REST_API_USER, MAILMAN_REST_API_PASS = "http://127.0.0.1:9", "none", "none"
MAILMAN_ARCHIVER_KEY, MAILMAN_ARCHIVER_FROM = "none", ("127.0.0.1",)
AUTHENTICATION_BACKENDS = ("django.contrib.auth.backends.ModelBackend",)
COMPRESS_ENABLED, COMPRESS_PRECOMPILERS = False, ()
STATICFILES_FINDERS = (
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "compressor.finders.CompressorFinder",
)
LOGIN_URL, LOGOUT_URL, LOGIN_REDIRECT_URL = "account_login", "account_logout", "/"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
FILTER_VHOST = False
# answers come in pages, as on the public archives; so small that answers to a mail stand on another one
REST_FRAMEWORK = {
    "PAGE_SIZE": 3,
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
}
