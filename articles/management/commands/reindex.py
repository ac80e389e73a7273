from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from articles import search
from articles.models import Article
from articles.search import vocabulary

#: Articles in one transaction.
BATCH = 200


class Command(BaseCommand):
    help = (
        "Make the search index anew, the readers' and the desk's, while people go on searching: after the stemmer or "
        "its word lists changed, or when authors and topics were renamed or got other spellings."
    )

    def handle(self, *args, **options):
        ids = list(Article.objects.exclude(newest_revision=None).newest_at_desk().values_list("pk", flat=True))
        with tqdm(total=len(ids), unit=" articles", file=self.stderr._out, mininterval=0.5) as bar:
            for start in range(0, len(ids), BATCH):
                with transaction.atomic():
                    batch = Article.objects.select_for_update(no_key=True).filter(pk__in=ids[start : start + BATCH])
                    for article in batch.order_by("pk"):
                        search.index(article)
                        search.index_for_desk(article)
                        bar.update()
        vocabulary.relearn()
        self.stdout.write(f"{len(ids):,} articles indexed.")
