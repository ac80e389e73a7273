"""Posts and videos of other sites: whose addresses are known, and that they hear of no reader unasked."""

import pytest
from django.utils import translation
from playwright.sync_api import expect

from articles import body, embeds
from articles.models import StaticPage
from tests.factories import make_article

YOUTUBE = "https://www.youtube-nocookie.com/embed/"
FACEBOOK = "https://www.facebook.com/plugins/"


@pytest.mark.parametrize(
    ("address", "provider", "kind", "frame"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube", "video", f"{YOUTUBE}dQw4w9WgXcQ?autoplay=1"),
        ("https://m.youtube.com/watch?list=L&v=a-_1&t=90s", "YouTube", "video", f"{YOUTUBE}a-_1?autoplay=1&start=90"),
        ("https://youtu.be/dQw4w9WgXcQ?t=7", "YouTube", "video", f"{YOUTUBE}dQw4w9WgXcQ?autoplay=1&start=7"),
        ("https://www.youtube.com/shorts/a1", "YouTube", "reel", f"{YOUTUBE}a1?autoplay=1"),
        ("https://youtube.com/live/a1?feature=x", "YouTube", "video", f"{YOUTUBE}a1?autoplay=1"),
        (
            "https://x.com/user/status/12?s=20",
            "X",
            "post",
            "https://platform.twitter.com/embed/Tweet.html?id=12&dnt=true",
        ),
        (
            "https://mobile.twitter.com/i/web/status/3",
            "X",
            "post",
            "https://platform.twitter.com/embed/Tweet.html?id=3&dnt=true",
        ),
        (
            "https://m.facebook.com/page/posts/1",
            "Facebook",
            "post",
            f"{FACEBOOK}post.php?href=https%3A%2F%2Fwww.facebook.com%2Fpage%2Fposts%2F1",
        ),
        (
            "https://www.facebook.com/permalink.php?story_fbid=1&id=2",
            "Facebook",
            "post",
            f"{FACEBOOK}post.php?href=https%3A%2F%2Fwww.facebook.com%2Fpermalink.php%3Fstory_fbid%3D1%26id%3D2",
        ),
        (
            "https://www.facebook.com/page/videos/9/",
            "Facebook",
            "video",
            f"{FACEBOOK}video.php?href=https%3A%2F%2Fwww.facebook.com%2Fpage%2Fvideos%2F9%2F",
        ),
        ("https://fb.watch/aB-1/", "Facebook", "video", f"{FACEBOOK}video.php?href=https%3A%2F%2Ffb.watch%2FaB-1%2F"),
        ("https://www.instagram.com/p/Ab_1/?igsh=x", "Instagram", "post", "https://www.instagram.com/p/Ab_1/embed/"),
        ("https://instagram.com/someone/reel/Ab/", "Instagram", "reel", "https://www.instagram.com/reel/Ab/embed/"),
        ("https://t.me/channel/15", "Telegram", "post", "https://t.me/channel/15?embed=1"),
        ("https://t.me/s/channel/15", "Telegram", "post", "https://t.me/channel/15?embed=1"),
        ("https://vimeo.com/76979871", "Vimeo", "video", "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1"),
        (
            "https://soundcloud.com/some-one/a-song",
            "SoundCloud",
            "sound",
            "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fsome-one%2Fa-song",
        ),
    ],
)
def test_an_address_of_a_post_or_video_is_known(address, provider, kind, frame):
    assert embeds.read(address) == embeds.Embed(provider, kind, frame)


@pytest.mark.parametrize(
    "address",
    [
        "https://youtube.com/",
        "https://www.youtube.com/@channel",
        "https://x.com/user",
        "https://t.me/channel",
        "https://www.instagram.com/someone/",
        "https://youtube.com.example.org/watch?v=1",
        "https://youtube.com@example.org/watch?v=1",
        "https://example.org/https://youtu.be/1",
        "https://notyoutube.com/watch?v=1",
        "javascript://youtube.com/%0aalert(1)",
        "https://youtu.be/1\nhttps://youtu.be/2",
        "http://[",
        "",
        f"https://youtu.be/1?{'a' * embeds.MAX_LENGTH}",
    ],
)
def test_any_other_address_is_not(address):
    assert embeds.read(address) is None


def test_an_embed_that_was_kept_before_its_form_was_known_is_a_link():
    kept = '<div data-embed="https://x.com/user?a=1&amp;b=2"></div>'
    link = '<p><a href="https://x.com/user?a=1&amp;b=2">https://x.com/user?a=1&amp;b=2</a></p>'
    assert body.render(kept).strip() == link == body.clean(kept)
    assert body.frame_origins(kept) == []


TWO = (
    '<p>قبله.</p><div data-embed="https://youtu.be/dQw4w9WgXcQ"></div><p>بينهما.</p>'
    '<div data-embed="https://t.me/channel/15"></div><p>بعده.</p>'
)


def frames_allowed(response):
    policy = response["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy
    return next((directive for directive in policy if directive.startswith("frame-src")), None)


@pytest.mark.django_db
def test_a_page_allows_the_frames_of_its_own_embeds_alone(client):
    with_embeds, without = make_article(body=TWO), make_article()
    page = StaticPage.objects.create(title_ar="من نحن", slug_ar="من-نحن", body_ar=TWO)
    for thing in (with_embeds, page):
        response = client.get(thing.get_absolute_url())
        assert frames_allowed(response) == "frame-src https://t.me https://www.youtube-nocookie.com"
        assert "js/embeds." in response.text and "<iframe" not in response.text
    response = client.get(without.get_absolute_url())
    assert frames_allowed(response) is None and "js/embeds." not in response.text


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_a_card_says_what_it_is_and_leads_there_without_a_script(language):
    with translation.override(language):
        rendered = body.render(body.clean(TWO))
        said = translation.gettext("A video on %(provider)s") % {"provider": "YouTube"}
    assert f'<p class="embed-what">{said}</p>' in rendered
    assert '<a href="https://youtu.be/dQw4w9WgXcQ" rel="noopener nofollow">' in rendered
    assert rendered.count(" hidden>") == 2  # the buttons, which a script shows


@pytest.mark.console_may_say("https://www.youtube-nocookie.com/embed/")
@pytest.mark.parametrize("browser_with", ["scripts", "no scripts"])
def test_another_site_is_asked_only_when_the_reader_asks(page, browser, live_server, browser_with):
    article = make_article(body=TWO)
    if browser_with == "no scripts":
        context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
        plain = context.new_page()
        asked = []
        plain.on("request", lambda request: asked.append(request.url))
        plain.goto(article.get_absolute_url())
        expect(plain.get_by_role("button")).to_have_count(0)
        expect(plain.get_by_role("link", name="افتحه على YouTube")).to_have_attribute(
            "href", "https://youtu.be/dQw4w9WgXcQ"
        )
        assert asked and all(url.startswith((live_server.url, "data:")) for url in asked)
        context.close()
        return
    asked = []
    page.context.route("https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="<h1>the video</h1>"))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(article.get_absolute_url())
    card = page.locator(".embed").first
    expect(card.get_by_role("button", name="اعرضه هنا")).to_be_visible()
    assert asked and all(url.startswith(live_server.url) for url in asked)
    assert page.context.cookies() == []
    card.get_by_role("button", name="اعرضه هنا").click()
    expect(card.frame_locator("iframe").get_by_role("heading")).to_have_text("the video")
    frame = card.locator("iframe")
    expect(frame).to_be_focused()
    expect(frame).to_have_attribute("title", "فيديو على YouTube")
    assert "allow-top-navigation" not in frame.get_attribute("sandbox")
    assert [url for url in asked if not url.startswith(live_server.url)] == [f"{YOUTUBE}dQw4w9WgXcQ?autoplay=1"]
    expect(page.locator("iframe")).to_have_count(1)  # the other is still a card
