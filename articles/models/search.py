"""What the searches of readers and of the desk know of articles; made by `articles.search`."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Q

from articles.models.articles import Article
from articles.models.sections import Section


class SearchEntry(models.Model):
    """What the search knows of one language edition of a live article; made by `search.index`.

    The columns of the article are here again, so that of many matches none has to be looked up there.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="search_entries")
    language = models.CharField(max_length=2)
    published_at = models.DateTimeField()
    # What the results are narrowed to and counted by.
    section = models.ForeignKey(Section, models.SET_NULL, null=True, db_index=False, related_name="+")
    author_ids = ArrayField(models.BigIntegerField(), default=list)
    topic_ids = ArrayField(models.BigIntegerField(), default=list)
    year = models.PositiveSmallIntegerField(default=0)
    # The `arabic.ANALYSIS_VERSION` that made it; 0 for those older than this column.
    analysis = models.PositiveSmallIntegerField(default=0)
    # Kept apart from the row and as it is, so that rows are small and a vector is read without unpacking.
    vector = SearchVectorField()
    # What the vector has of the headline, and the labels of authors and topics. Small enough to stay in the row.
    heading = models.GeneratedField(
        expression=Func("vector", template="ts_filter(%(expressions)s, '{a,b}')"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="search_entry_once")]
        indexes = [
            GinIndex(fields=["vector"], name="search_entry_vector"),
            GinIndex(fields=["heading"], name="search_entry_heading"),
            models.Index(fields=["language", "-published_at", "-id"], name="search_entry_newest"),
            models.Index(fields=["analysis"], name="search_entry_analysis"),
        ]

    def __str__(self):
        return f"{self.article_id} {self.language}"


class PackedWords(models.Model):
    """How often each word comes in the Arabic edition of a live article, as `search.packing` packs it; made by
    `search.index`. A search entry says as much, but in ten times the bytes."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="packed_words")
    words = models.BinaryField()

    def __str__(self):
        return str(self.article_id)


class SearchHeadline(models.Model):
    """The headline of one language edition of a live article, to be found by its beginning; made by `search.index`.

    Beside SearchEntry and small: for a beginning that thousands of headlines have, the newest rows are read in order,
    and the vector of a whole text would have to be fetched from where PostgreSQL puts what is too long for a row.
    """

    article = models.ForeignKey(Article, models.CASCADE, db_index=False, related_name="search_headlines")
    language = models.CharField(max_length=2)
    published_at = models.DateTimeField()
    words = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="search_headline_once")]
        indexes = [
            models.Index(fields=["language", "-published_at", "-article"], name="search_headline_newest"),
            GinIndex(fields=["words"], name="search_headline_words"),
        ]

    def __str__(self):
        return f"{self.article_id} {self.language}"


class SearchWord(models.Model):
    """A word as live articles print it, and in how many; kept by `search.vocabulary`, which may forget late."""

    language = models.CharField(max_length=2)
    word = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    articles = models.PositiveIntegerField()
    prominent = models.BooleanField()  # it stands in a headline, or in the name of an author or topic

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="search_word_once")]
        indexes = [
            models.Index(fields=["language", "key"], name="search_word_key"),
            GinIndex(fields=["key"], opclasses=["gin_trgm_ops"], condition=Q(prominent=True), name="search_word_like"),
        ]

    def __str__(self):
        return self.word


class DeskEntry(models.Model):
    """What the desk's search knows of an article: its newest revision, in all languages; made by `index_for_desk`.

    `headline` has the words of the headlines alone. It is short and stays in the row, while PostgreSQL keeps `words`
    apart from it: of many matches none is looked up to put them in order.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="desk_entry")
    edited_at = models.DateTimeField()
    headline = SearchVectorField()
    words = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["headline"], name="desk_entry_headline"),
            GinIndex(fields=["words"], name="desk_entry_words"),
        ]

    def __str__(self):
        return str(self.article)
