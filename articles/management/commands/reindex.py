from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.models import Article
from articles.search import reindexing, vocabulary

#: Articles in one transaction.
BATCH = 200


class Command(BaseCommand):
    help = (
        "Make the search index anew at once, the readers' and the desk's, with the words that names are found by and "
        "those that may have been meant, while people go on searching. After an upgrade of the analysis run_scheduler "
        "does the articles that readers see by itself, and the rest only here."
    )

    def handle(self, *args, **options):
        names = reindexing.rewrite_words()
        ids = list(Article.objects.exclude(newest_revision=None).newest_at_desk().values_list("pk", flat=True))
        with tqdm(total=len(ids), unit=" articles", file=self.stderr._out, mininterval=0.5) as bar:
            for start in range(0, len(ids), BATCH):
                bar.update(reindexing.reindex(ids[start : start + BATCH]))
        vocabulary.relearn()
        self.stdout.write(f"{len(ids):,} articles indexed, and {names:,} names.")
