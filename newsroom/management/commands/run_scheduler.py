import time

from django.core.management.base import BaseCommand
from django.db import Error, connection
from django.utils import timezone

from articles import workflow
from articles.search import reindexing

#: How often to look, in seconds: a schedule is kept within this.
INTERVAL = 0.5
#: Of the articles that an older analysis indexed, that many are indexed anew between two looks.
REINDEXED = 10


class Command(BaseCommand):
    help = (
        "Publish what is due, on the second, until stopped; meanwhile index anew what an older analysis indexed. Any "
        "number may run; each revision goes out once."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="publish what is due now and end")

    def handle(self, *args, once, **options):
        while True:
            try:
                for revision in workflow.publish_due():
                    self.stdout.write(f"{timezone.localtime():%H:%M:%S} published {revision.article_id}: {revision}")
                reindexing.reindex_stale(REINDEXED)
            except Error as error:  # PostgreSQL is away; what falls due meanwhile goes out when it is back
                connection.close()
                reason = str(error).partition("\n")[0]
                self.stderr.write(f"{type(error).__name__}: {reason} Trying again.")
                time.sleep(2)
            if once:
                return
            time.sleep(INTERVAL)
