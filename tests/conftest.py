"""What every test stands on: PostgreSQL, compiled messages, collected static files, a browser for those that ask."""

import fcntl
import gc
import os
from collections import Counter
from unittest import mock

import hypothesis
import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from whitenoise import WhiteNoise

from articles.models import SearchEntry
from articles.page_tags import SITE
from delivery.changes import EVERYTHING, changes
from fronts.chosen import BREAKING
from newsroom import assets, environment, messages, postgres
from tests import browser as browsers
from tests import stored_pages

# Playwright's event loop runs in the thread of the tests, where Django would refuse to talk to the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# The first example of a test pays for reading the word lists; no test is about time.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")
expect.set_options(timeout=browsers.TIMEOUT)

MIGRATED = "test_newsroom_migrated"  # the database that those of the processes are copies of


def pytest_configure(config):
    config.addinivalue_line("markers", "console_may_say(*texts): the browser's complaints that a test provokes")


def pytest_sessionstart(session):
    if not hasattr(session.config, "workerinput"):  # once, not in each of xdist's workers
        messages.compile_catalogues()
        assets.collect()


def pytest_collection_modifyitems(items):
    """Marks what opens a browser. Begins with the files of few tests, each of which takes long, so that none is left
    for the end, where one process would wait for the other."""
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (tests[item.path], item.path))
    for item in items:
        if {"page", "phone", "browser"} & set(getattr(item, "fixturenames", [])):
            item.add_marker("browser")


def pytest_collection_finish():
    """What is loaded by now stays: the collector need not look through all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.failed = getattr(item, "failed", False) or report.failed
    return report


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker, tmp_path_factory):
    """Starts the embedded PostgreSQL for the first test that needs a database, unless DATABASE_URL is set. Nothing that
    tests write is to outlive a crash, so no commit waits for the disk."""
    if not environment.given("DATABASE_URL"):
        postgres.ensure_running()
    options = connection.settings_dict["OPTIONS"]
    options["options"] = f"{options.get('options', '')} -c synchronous_commit=off"
    if int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1)) > 1:
        with django_db_blocker.unblock():
            copy_what_is_migrated(once_in=tmp_path_factory.getbasetemp().parent)


def copy_what_is_migrated(once_in):
    """Have the database of this process made as a copy: to migrate an empty one takes seconds, so that only the first
    of the processes does it, of those that share the folder `once_in`. What is copied stays until the next run."""
    name, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    with open(once_in / MIGRATED, "a+") as done:
        fcntl.flock(done, fcntl.LOCK_EX)
        done.seek(0)
        if not done.read():
            with mock.patch.dict(test, NAME=MIGRATED):
                connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            connection.creation.destroy_test_db(name, verbosity=0, keepdb=True)  # closed: what is open is not copied
            done.write("done")
    test["TEMPLATE"] = MIGRATED


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The words of articles are counted when a test asks for it: what PostgreSQL counted on its own, while another test
    ran, would tell what this one finds first."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        table = connection.ops.quote_name(SearchEntry._meta.db_table)
        cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")


@pytest.fixture(scope="session", autouse=True)
def emptied_by_deleting():
    """Behind a transactional test Django truncates every table and then makes all permissions and roles anew, in
    0.35 s of the one or two that a test in a browser takes. Here rows are deleted, and these are left."""
    kept = {ContentType, Permission, Group, Group.permissions.through}

    def empty(_test):
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        tables = sorted(set(tables) - {model._meta.db_table for model in kept})
        with transaction.atomic(), connection.cursor() as cursor:  # references are checked at its end
            cursor.execute("".join(f"DELETE FROM {connection.ops.quote_name(table)};" for table in tables))

    with mock.patch.object(TransactionTestCase, "_fixture_teardown", empty):
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_read_once():
    """Each test client has middleware of its own, in which WhiteNoise would look at every static file again: a fifth of
    what a test of one page takes."""
    read, read_before = WhiteNoise.update_files_dictionary, {}

    def update(noise, root, prefix):
        if (root, prefix) not in read_before:
            with mock.patch.object(noise, "files", {}):
                read(noise, root, prefix)
                read_before[root, prefix] = noise.files
        noise.files.update(read_before[root, prefix])

    with mock.patch.object(WhiteNoise, "update_files_dictionary", update):
        yield


@pytest.fixture(autouse=True)
def own_media_and_quick_passwords(settings, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp()
    settings.MEDIA_ROOT = folder / "media"
    originals = {**settings.STORAGES["originals"], "OPTIONS": {"location": folder / "originals"}}
    settings.STORAGES = {**settings.STORAGES, "originals": originals}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def in_no_language_yet():
    """A request to a page in French leaves French behind in its thread, which is that of the next test."""
    translation.deactivate()


@pytest.fixture
def site():
    """The site with its stored pages; before and afterwards this process knows nothing of any database."""
    changes.forget()
    # What is remembered is asked about whenever a page is made: here what every page has, and no more. A change that is
    # told of so, in the test's one transaction, would count as told when it is made once more.
    changes.remembered_tags = {EVERYTHING, SITE, BREAKING}
    yield stored_pages.Site()
    changes.heard_at = None
    changes.forget()


@pytest.fixture(scope="session")
def live_server():
    """The site with its static files hashed and collected as in production; pytest-django's serves the sources."""
    with mock.patch("django.contrib.staticfiles.handlers.StaticFilesHandler", browsers.answering.counted):
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser():
    if not browsers.CHROMIUM.exists():
        pytest.fail(f"{browsers.CHROMIUM} is missing: run script/test, which installs it", pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browsers.CHROMIUM, args=browsers.ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, live_server, transactional_db, request):
    """A page on a desktop."""
    with browsers.open_page(browser, live_server, request, browsers.DESKTOP) as page:
        yield page


@pytest.fixture
def phone(browser, live_server, transactional_db, request):
    """A page on a phone."""
    with browsers.open_page(browser, live_server, request, browsers.PHONE) as page:
        yield page
