"""The same pages by Django and django-allauth: its own templates in the layout of the bench, the same hash."""

import os
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse


class Hasher(Argon2PasswordHasher):
    """At the cost of everybody here."""

    time_cost, memory_cost, parallelism = 2, 19456, 1


settings.configure(
    SECRET_KEY=os.environ["SECRET_KEY"],
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "allauth",
        "allauth.account",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "allauth.account.middleware.AccountMiddleware",
    ],
    AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(__file__).with_name("templates_django")],
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["DATABASE"],
            "CONN_MAX_AGE": None,
            "OPTIONS": {"init_command": "PRAGMA journal_mode = WAL", "transaction_mode": "IMMEDIATE"},
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    PASSWORD_HASHERS=[f"{__name__}.Hasher"],
    LOGIN_REDIRECT_URL="/",
    EMAIL_HOST="127.0.0.1",
    EMAIL_PORT=int(os.environ["MAIL_PORT"]),
    ACCOUNT_LOGIN_METHODS={"email"},
    ACCOUNT_SIGNUP_FIELDS=["email*", "username*", "password1*", "password2*"],
    ACCOUNT_RATE_LIMITS=False,
    USE_TZ=True,
)
django.setup()

from allauth.account.models import EmailAddress  # noqa: E402 - Django's models need its settings
from allauth.account.views import LoginView, SignupView  # noqa: E402
from contenders.people import CHUNK, EVENT, PASSWORD  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.shortcuts import get_object_or_404, redirect, render  # noqa: E402
from django.urls import include, path  # noqa: E402
from django.utils import timezone  # noqa: E402


class Event(models.Model):  # noqa: DJ008 - nobody prints one
    """What happened to an account."""

    user_id = models.BigIntegerField(db_index=True)
    what = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:  # noqa: D106
        app_label = "contenders"


def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("/auth/login")
    newest = Event.objects.filter(user_id=request.user.id).order_by("-at")[:5]
    return render(request, "home.html", {"events": newest})


def profile(request: HttpRequest, username: str) -> HttpResponse:
    return render(request, "profile.html", {"person": get_object_or_404(User, username=username)})


urlpatterns = [
    path("", home, name="home"),
    path("user/<str:username>", profile, name="profile"),
    path("auth/login", LoginView.as_view(), name="account_login"),
    path("auth/register", SignupView.as_view(), name="account_signup"),
    path("account/", include("allauth.account.urls")),
]
app = get_wsgi_application()


def seed(count: int) -> None:
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Event)
    secret, now = make_password(PASSWORD), timezone.now()
    for start in range(0, count, CHUNK):
        names = [f"person{number}" for number in range(start, min(start + CHUNK, count))]
        people = User.objects.bulk_create(
            [User(username=name, email=f"{name}@example.org", password=secret) for name in names]
        )
        EmailAddress.objects.bulk_create(
            [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in people]
        )
        Event.objects.bulk_create([Event(user_id=user.id, what=EVENT, at=now) for user in people])
