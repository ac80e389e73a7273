from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from articles.models import Article
from newsroom.demo import LOGINS, load


class Command(BaseCommand):
    help = "Load the demo newsroom «البيدر» into an empty database."

    def handle(self, *args, **options):
        if settings.HTTPS:
            raise CommandError("The demo has accounts with known passwords; it is not for a site under https://.")
        if User.objects.filter(username__in=[username for username, _password, _role in LOGINS]).exists():
            self.stdout.write("The demo newsroom is there already; nothing was changed.")
            return
        if Article.objects.exists():
            raise CommandError("There are articles here already; the demo is for an empty newsroom.")
        load.load(progress=lambda what: self.stderr.write(f"Making {what} …"))
        self.stdout.write(f"The demo newsroom is ready: {Article.objects.live().count()} articles are live.")
