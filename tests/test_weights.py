"""What a page weighs before it is drawn: the sums from which Lighthouse says when (docs/decisions/0027)."""

import re

import brotli
import pytest
from django.conf import settings
from django.utils import translation

from newsroom.assets import bare
from tests.factories import make_article, make_author, make_section, make_topic

CSS = settings.BASE_DIR / "static" / "css"
TEXTS = settings.BASE_DIR / "newsroom" / "demo" / "articles"


def test_style_sheets_say_the_same_without_what_only_we_read():
    sheet = '/* «x» */\n.a,\n.b {\n  content: "/* kept */"; /* gone\n  too */\n  margin: calc(1px + 2px);\n}\n'
    assert bare(sheet) == '\n.a,\n.b {\ncontent: "/* kept */";\nmargin: calc(1px + 2px);\n}\n'
    for file in CSS.glob("*.css"):
        served = bare(file.read_text())
        assert "/*" not in served and bare(served) == served
        assert not (settings.STATIC_ROOT / "css" / file.name).exists()  # but under its hashed name
        assert served.split() == re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL).split()


@pytest.mark.django_db
def test_an_article_of_4000_words_with_twenty_pull_quotes_and_its_style_are_30_kb(client):
    paragraphs = (p for file in sorted(TEXTS.glob("*.html")) for p in re.findall(r"<p>[^<]+</p>", file.read_text()))
    body, words = [], 0
    while words < 4_000:
        body.append(next(paragraphs))
        words += len(body[-1].split())
    for place in range(len(body) - 1, 0, -len(body) // 20):
        body.insert(place, f'<aside data-pull-quote="قائل">{body[place][3:-4][:90]}</aside>')
    with translation.override("ar"):
        article = make_article(
            section=make_section("سياسة"),
            authors=[make_author("ميسان")],
            topics=[make_topic("الحدود")],
            body="".join(body),
        )
        page = client.get(article.get_absolute_url()).content
    assert page.count(b'class="pull-quote') >= 20 and words >= 4_000
    assert weight(page) + sum(weight(bare(file.read_text()).encode()) for file in CSS.glob("*.css")) <= 30 * 1024


def weight(text):
    return len(brotli.compress(text, quality=5))
