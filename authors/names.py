from django.db import models

import arabic
from delivery.editions import LANGUAGES

#: The columns of a name, one for each language.
NAMES = [f"name_{language}" for language in LANGUAGES]


class SortKeyField(models.CharField):
    """The key by which Arabic names are put in order (ARABIC.md, U4), made anew from `source` at each save.

    It is stored because not every PostgreSQL can collate Arabic, and the "C" collation splits آ أ إ ا.
    """

    def __init__(self, source="name_ar", **options):
        self.source = source
        super().__init__(**{"max_length": 200, "editable": False, "db_index": True, "default": "", **options})

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "source": self.source}

    def pre_save(self, instance, add):
        key = arabic.sort_key(getattr(instance, self.source) or "")[: self.max_length]
        setattr(instance, self.attname, key)
        return key
