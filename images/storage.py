import os
import secrets

from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Files that are there whole or not at all: a name is given to what is written already, in place of what had it."""

    def get_available_name(self, name, max_length=None):
        return name

    def _save(self, name, content):
        unfinished = super()._save(f"{name}.{secrets.token_hex(4)}", content)
        os.replace(self.path(unfinished), self.path(name))
        return name
