from django.core.management import BaseCommand

from delivery.tags import bump_everything


class Command(BaseCommand):
    help = "Have every stored page made anew, on every machine; needed after changes that were not made at the desk."

    def handle(self, **options):
        bump_everything()
        self.stdout.write("Every page is made anew when somebody next asks for it.")
