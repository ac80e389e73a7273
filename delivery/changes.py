"""What this process knows of changes: which tags changed since a page was made, and how fresh that knowledge is.

Read by every request, so it takes no lock to read: a tag is written down before the number that announces it.
"""

import threading
import time

#: A page that nobody tagged with it does not exist: changing it makes every page anew.
EVERYTHING = "everything"

#: What is stored is trusted for that many seconds after PostgreSQL last told us what changed.
TRUSTED_SECONDS = 5

_GONE = "-"


def gone(tag):
    """The tag which says that what `tag` names was taken away from readers; changed together with `tag` itself."""
    return f"{_GONE}{tag}"


def is_gone(tag):
    return tag.startswith(_GONE)


class Changes:
    """Counts the changes that this process heard of. A page remembers the count from before it was made."""

    def __init__(self):
        self.count = 0
        self.heard_at = None  # when PostgreSQL, asked then, told us all, by time.monotonic()
        self.oldest = None  # the oldest transaction that was still running when we last looked for changes
        self.remembered_tags = set()
        self._remembered = {}
        self._changed = {}  # tag: the count that its last change made
        self._by = {}  # tag: the transaction that made it
        self._lock = threading.Lock()

    def mark(self, tags, transaction):
        """Learn that `transaction` changed `tags`; told twice, it counts once."""
        with self._lock:
            new = [tag for tag in tags if self._by.get(tag) != transaction]
            for tag in new:
                self._by[tag] = transaction
                self._changed[tag] = self.count + 1
            if new:
                self.count += 1

    def heard(self, asked_at):
        """Learn that all that had changed when we asked, at `asked_at`, is marked by now."""
        self.heard_at = asked_at

    def forget(self):
        """Know nothing any more, as of a database that is not the one we knew: every page is made anew."""
        with self._lock:
            self._by.clear()
            self._changed[EVERYTHING] = self._changed[gone(EVERYTHING)] = self.count + 1
            self.count += 1

    def is_known(self):
        """Whether we ever heard from PostgreSQL; before that nothing may be stored."""
        return self.heard_at is not None

    def is_silent(self, seconds):
        """Whether PostgreSQL, of which we did hear, has said nothing for so long."""
        return self.heard_at is not None and time.monotonic() - self.heard_at > seconds

    def is_fresh(self):
        """Whether we heard lately enough to trust what is stored."""
        return self.heard_at is not None and time.monotonic() - self.heard_at < TRUSTED_SECONDS

    def remember(self, key, tag, make):
        """What `make()` gives, or gave before, if the database is heard and `tag` did not change since."""
        kept = self._remembered.get(key)
        if kept is not None and self.is_fresh() and not self.has_changed(kept):
            return kept.value
        made_at = self.count
        # Before it is read: from now on whoever makes a page asks for its changes.
        self.remembered_tags |= {tag, EVERYTHING}
        kept = self._remembered[key] = Remembered(tag, make(), made_at)
        return kept.value

    def has_changed(self, page):
        """Whether a tag of `page` changed since `page.made_at`. Looked up once for each count, however many tags."""
        count = self.count
        if page.checked_at == count:
            return False
        changed = self._changed
        if any(changed.get(tag, 0) > page.made_at for tag in page.tags):
            return True
        page.checked_at = count
        return False

    def has_lost(self, page):
        """Whether something that `page` shows was taken away from readers since `page.made_at`."""
        return any(self._changed.get(gone(tag), 0) > page.made_at for tag in page.tags)


class Remembered:
    """A value that stands on many pages, kept while its tag does not change."""

    def __init__(self, tag, value, made_at):
        self.tags, self.value, self.made_at = [EVERYTHING, tag], value, made_at
        self.checked_at = made_at


#: Those of this process.
changes = Changes()
