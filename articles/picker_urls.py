from django.urls import path

from articles import pickers

app_name = "pick"
urlpatterns = [
    path("articles/", pickers.articles, name="articles"),
    path("images/", pickers.images, name="images"),
    path("images/upload/", pickers.upload, name="upload"),
    path("images/describe/", pickers.describe, name="describe"),
    path("authors/", pickers.authors, name="authors"),
    path("topics/", pickers.topics, name="topics"),
    path("topics/suggested/", pickers.suggested_topics, name="suggested-topics"),
    path("embeds/", pickers.embeds, name="embeds"),
    path("dialogs/", pickers.dialogs, name="dialogs"),
]
