"""What benchmarks of whole pages stand on: a scratch database, visitors of the site, and what an address costs them."""

import os
import statistics
import time
from contextlib import contextmanager

import django

from newsroom import environment, postgres

ROUNDS = 30


def begin():
    """Make Django ready, with a PostgreSQL that answers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    if not environment.given("DATABASE_URL"):
        postgres.ensure_running()
    django.setup()


@contextmanager
def scratch_database():
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)


def client(role=None):
    """A visitor of the site, or somebody in a group of `roles` who is signed in, as `visitor.user`."""
    from django.conf import settings
    from django.contrib.auth.models import Group, User
    from django.test import Client
    from django.utils import translation

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECURE_SSL_REDIRECT = False
    # Templates name hashed static files; the benchmark asks for none of them.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    translation.activate("ar")
    visitor = Client()
    if role:
        visitor.user = User.objects.create_user(f"user {User.objects.count()}", is_staff=True)
        visitor.user.groups.add(Group.objects.get(name=role))
        visitor.force_login(visitor.user, backend="django.contrib.auth.backends.ModelBackend")
    return visitor


def cost(visitor, url):
    """Median and 95th percentile of the milliseconds that `url` takes, and its queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        answer = visitor.get(url)
    queries = len(captured)
    assert answer.status_code == 200, (url, answer.status_code)
    taken = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        visitor.get(url)
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken), sorted(taken)[int(ROUNDS * 0.95)], queries
