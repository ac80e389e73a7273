from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.models import Article
from articles.search import reindexing

#: Articles in one transaction.
BATCH = 200


class Command(BaseCommand):
    help = (
        "Make the search index anew at once, and the words that names are found by, while readers go on searching. "
        "After an upgrade of the analysis run_scheduler does the articles by itself, but the names only here."
    )

    def handle(self, *args, **options):
        names = reindexing.rewrite_words()
        ids = list(Article.objects.live().newest().values_list("pk", flat=True))
        with tqdm(total=len(ids), unit=" articles", file=self.stderr._out, mininterval=0.5) as bar:
            for start in range(0, len(ids), BATCH):
                bar.update(reindexing.reindex(ids[start : start + BATCH]))
        self.stdout.write(f"{len(ids):,} articles indexed, and {names:,} names.")
