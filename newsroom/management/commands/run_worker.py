import os
import time

from django.core.management.base import BaseCommand
from django.db import Error, connection

from articles import announcing, most_read, share_cards
from articles.models import ShareCard
from delivery import background, counting
from images import renditions

#: The longest sleep, in seconds: so often the worker looks for what it may not have been told.
BEAT = 60
#: How often what readers read is ranked, in seconds.
RANKING = 300
#: How long a database or a storage that is away, or a picture that cannot be read, is left alone, in seconds.
PAUSE, LEFT_ALONE = 1, 600
NICENESS = 10


class Command(BaseCommand):
    help = (
        "Make in the background what pages show of pictures, draw share cards, tell the world what came out and rank "
        "what is read most, until stopped. Any number may run; each thing is done once."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="make what is missing now and end")

    def handle(self, *args, once, **options):
        if not once:
            os.nice(NICENESS)  # readers and the desk come first
            background.wait_as_the_site_does()
        self.left_alone, self.ranked_at = {}, None
        with renditions.encoders(len(os.sched_getaffinity(0))) as pool:
            while True:
                try:
                    background.listen(background.WORK)
                    while self.make_something(pool):
                        pass
                    if once:
                        return
                    background.sleep(BEAT)
                except (Error, OSError) as error:  # PostgreSQL or the storage is away
                    connection.close()
                    reason = str(error).partition("\n")[0]
                    self.stderr.write(f"{type(error).__name__}: {reason} Trying again.")
                    if once:
                        raise
                    time.sleep(PAUSE)

    def make_something(self, pool):
        """Make the next thing of each kind that is missing, a ranking when it is time; say whether there was any."""
        self.rank_what_was_read()
        made = [announcing.tell_next(), share_cards.draw_next(), self.make_a_picture(pool)]
        removed = [share_cards.remove_withdrawn(), renditions.remove_retired(), announcing.forget()]
        return any(made + removed)

    def rank_what_was_read(self):
        if self.ranked_at is None or time.monotonic() - self.ranked_at >= RANKING:
            self.ranked_at = time.monotonic()
            most_read.rank()
            counting.put_together()

    def make_a_picture(self, pool):
        now = time.monotonic()
        self.left_alone = {pk: until for pk, until in self.left_alone.items() if until > now}
        image = renditions.make_next(pool, skipping=list(self.left_alone))
        if image is None:
            return False
        if image.failed:
            self.left_alone[image.pk] = now + LEFT_ALONE
        else:
            share_cards.redraw(ShareCard.objects.filter(article__lead_image=image))
        return True
