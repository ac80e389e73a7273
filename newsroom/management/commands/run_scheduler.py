import time

from django.core.management.base import BaseCommand
from django.db import Error, connection
from django.utils import timezone
from django.utils.translation import gettext as _

import arabic
from articles import moments, scheduling, workflow
from articles.search import reindexing
from delivery import background

#: How long to wait, in seconds, before a database that is away is tried again.
PAUSE = 0.5
#: So many articles are made up to date in the index between two looks: indexed anew after an older analysis, and told
#: into which topic theirs was merged.
REINDEXED, RELABELLED = 10, 20


class Command(BaseCommand):
    help = (
        "Publish what is due, on the second, until stopped; meanwhile bring the search's index up to date after an "
        "upgrade or the merging of a large topic. Any number may run; each revision goes out once."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="publish what is due now and end")

    def handle(self, *args, once, **options):
        if not once:
            background.wait_as_the_site_does()
        arabic.analyze("أهلاً")  # reads its word lists now, not in the second in which something is due
        away_since = None
        while True:
            try:
                scheduling.listen()
                for revision in workflow.publish_due(late_because=why_late(away_since)):
                    self.stdout.write(f"{timezone.localtime():%H:%M:%S} published {revision.article_id}: {revision}")
                scheduling.renew_pages_of_what_came_out()
                scheduling.beat()
                away_since = None
                worked = reindexing.reindex_stale(REINDEXED) or reindexing.relabel_merged(RELABELLED)
                if not once and not worked:
                    scheduling.sleep()
            except Error as error:  # PostgreSQL is away; what falls due meanwhile goes out when it is back
                away_since = away_since or timezone.now()
                connection.close()
                reason = str(error).partition("\n")[0]
                self.stderr.write(f"{type(error).__name__}: {reason} Trying again.")
                time.sleep(PAUSE)
            if once:
                return


def why_late(away_since):
    """Why something that is late now was not published in time; `away_since` is when PostgreSQL went away, or None."""
    if away_since is not None:
        return _("Late: PostgreSQL did not answer from %(when)s on.") % {"when": moments.at(away_since)}
    seen_at = scheduling.last_seen()
    if seen_at is None:
        return _("Late: no scheduler had ever run.")
    return _("Late: no scheduler was seen from %(when)s on.") % {"when": moments.at(seen_at)}
