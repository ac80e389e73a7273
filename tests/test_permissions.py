"""Every cell of the table of permissions, against the functions that make the changes and against the desk itself."""

import json
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles import permissions, sharing, workflow
from articles.models import Article, Correction, Revision
from articles.permissions import PERMISSIONS, Phase, Role
from newsroom import roles
from related import curation
from tests.factories import make_article, make_author, make_draft, make_user

pytestmark = pytest.mark.django_db

NOBODY, OTHER, OWNER = "somebody without a role", "another journalist", "the journalist who began it"
SIGNER, EDITOR, CHIEF = "a journalist in its byline", "an editor", "the chief"
ROLES = {NOBODY: None, OTHER: None, OWNER: Role.WRITER, SIGNER: Role.WRITER, EDITOR: Role.EDITOR, CHIEF: Role.EDITOR}


def tomorrow():
    return timezone.now() + timedelta(days=1)


def save(article, *, by, **fields):
    return workflow.save_revision(article, {**article.newest_revision.content, **fields}, by=by)


# Where an article may stand -----------------------------------------------------------------------------------------


def draft(writer, editor):
    return make_draft(by=writer)


def live(writer, editor):
    return make_article(by=writer)


def changed(writer, editor):
    article = live(writer, editor)
    save(article, by=editor, kicker_ar="تحقيق")
    return article


def submitted(article, writer, editor):
    return workflow.submit(article, by=writer)


def returned(article, writer, editor):
    return workflow.send_back(submitted(article, writer, editor), by=editor, note="أين المصدر؟")


def approved(article, writer, editor):
    return workflow.approve(submitted(article, writer, editor), by=editor)


def scheduled(article, writer, editor):
    return workflow.schedule(article.newest_revision, by=editor, due_at=tomorrow())


def embargoed(article, writer, editor):
    return workflow.embargo(article, by=editor, until=timezone.now() + timedelta(hours=1))


def withdrawn(article, writer, editor):
    return workflow.withdraw(article, by=editor)


# How it came there, and the phases that it then is in
STANDS = {
    "a draft": ([draft], {Phase.UNSEEN, Phase.DRAFT}),
    "in review": ([draft, submitted], {Phase.UNSEEN, Phase.SUBMITTED}),
    "returned": ([draft, returned], {Phase.UNSEEN, Phase.RETURNED}),
    "approved": ([draft, approved], {Phase.UNSEEN, Phase.APPROVED}),
    "scheduled": ([draft, scheduled], {Phase.UNSEEN, Phase.DRAFT, Phase.SCHEDULED}),
    "under embargo": ([draft, embargoed], {Phase.UNSEEN, Phase.DRAFT, Phase.EMBARGOED}),
    "live": ([live], {Phase.LIVE}),
    "live and changed": ([changed], {Phase.LIVE, Phase.DRAFT}),
    "live, changes in review": ([changed, submitted], {Phase.LIVE, Phase.SUBMITTED}),
    "live, changes returned": ([changed, returned], {Phase.LIVE, Phase.RETURNED}),
    "live, changes approved": ([changed, approved], {Phase.LIVE, Phase.APPROVED}),
    "live, changes scheduled": ([changed, scheduled], {Phase.LIVE, Phase.DRAFT, Phase.SCHEDULED}),
    "withdrawn": ([live, withdrawn], {Phase.WITHDRAWN, Phase.DRAFT}),
}


def standing(name, who):
    """An article that stands as `name` says, with a correction, and the user that `who` names."""
    writer, editor = make_user(roles.JOURNALIST), make_user()
    (begin, *further), phases = STANDS[name]
    article = begin(writer, editor)
    for step in further:
        article = step(article, writer, editor)
    Correction.objects.create(article=article, text="الصحيح 12 لا 21.")
    sharing.share(article, by=editor, days=1)
    user = (
        writer
        if who == OWNER
        else make_user({NOBODY: None, EDITOR: roles.EDITOR, CHIEF: roles.CHIEF}.get(who, roles.JOURNALIST))
    )
    if who == SIGNER:
        Revision.objects.filter(article=article).update(author_ids=[make_author(user=user).pk])
    article = Article.objects.get(pk=article.pk)
    assert permissions.phases(article) == phases
    return article, user


# What may be done to it: by function, and by the desk ---------------------------------------------------------------

CHANGES = {
    "edit": lambda article, by: save(article, by=by, kicker_ar="تقرير"),
    "restore": lambda article, by: workflow.restore(article.newest_revision, by=by),
    "submit": lambda article, by: workflow.submit(article, by=by),
    "unsubmit": lambda article, by: workflow.unsubmit(article, by=by),
    "return": lambda article, by: workflow.send_back(article, by=by, note="قصّر"),
    "approve": lambda article, by: workflow.approve(article, by=by),
    "publish": lambda article, by: workflow.publish(article.newest_revision, by=by),
    "schedule": lambda article, by: workflow.schedule(article.newest_revision, by=by, due_at=tomorrow()),
    "unschedule": lambda article, by: workflow.unschedule(article, by=by),
    "embargo": lambda article, by: workflow.embargo(article, by=by, until=timezone.now() + timedelta(minutes=1)),
    "unembargo": lambda article, by: workflow.unembargo(article, by=by),
    "withdraw": lambda article, by: workflow.withdraw(article, by=by),
    "correct": lambda article, by: workflow.add_correction(article, "الصحيح 13.", by=by),
    "uncorrect": lambda article, by: workflow.remove_correction(article.corrections.get(), by=by),
    "share": lambda article, by: sharing.share(article, by=by, days=3),
    "unshare": lambda article, by: sharing.revoke(article.preview_links.get(), by=by),
    "take_over": lambda article, by: workflow.take_over(article, by=by),
    "hand_back": lambda article, by: workflow.hand_back(article, by=by),
    "curate": lambda article, by: curation.order(article, [], by=by),
}
#: What the log calls them; the others have no line of their own there.
LOGGED = {"return": "returned", "submit": "submitted", "unsubmit": "unsubmitted", "approve": "approved"}
LOGGED |= {"publish": "published", "schedule": "scheduled", "unschedule": "unscheduled", "withdraw": "withdrawn"}
LOGGED |= {"share": "shared", "unshare": "unshared", "embargo": "embargoed", "unembargo": "unembargoed"}
LOGGED |= {"correct": "corrected", "uncorrect": "uncorrected", "restore": "restored"}
LOGGED |= {"take_over": "taken_over", "hand_back": "handed_back"}


def send(client, article, action):
    """Press the desk's button for `action`, with all that it asks for."""
    address = f"/desk/articles/article/{article.pk}"
    if action == "restore":
        return client.post(f"{address}/restore/{article.newest_revision_id}/")
    if action in ("take_over", "hand_back"):
        return client.post(f"{address}/{action.replace('_', '-')}/")
    content = article.newest_revision.content
    typed = {name: "" if value is None else value for name, value in content.items()}
    typed |= {name: json.dumps(content[name]) for name in ("bylines", "topics")}
    typed |= {"base_revision": article.newest_revision_id, "action": {"edit": "save"}.get(action, action)}
    typed |= {"embargo_until": f"{timezone.localtime(timezone.now() + timedelta(minutes=5)):%Y-%m-%dT%H:%M}"}
    typed |= {"note": "قصّر", "correction": "الصحيح 13.", "due_at": f"{timezone.localtime(tomorrow()):%Y-%m-%dT%H:%M}"}
    typed["share_days"] = 3
    if action == "unshare":
        typed["action"] = f"unshare-{article.preview_links.get().pk}"
    if action == "uncorrect":
        typed["action"] = f"uncorrect-{article.corrections.get().pk}"
    if action in ("edit", "publish"):
        typed["kicker_ar"] = "تقرير"
    return client.post(f"{address}/change/", typed)


def everything(article):
    """All that is stored of an article, to be compared with itself."""
    kept = [Article.objects.filter(pk=article.pk)]
    kept += [getattr(article, name).all() for name in ("revisions", "events", "corrections", "related_links")]
    return [list(rows.order_by("pk").values()) for rows in kept]


def happened(article, action, before):
    """Was `action` done since `before`, which is `everything` of then?"""
    after = everything(article)
    if action == "edit":
        return len(after[1]) > len(before[1])
    return LOGGED[action] in {event["verb"] for event in after[2][len(before[2]) :]}


def buttons(page):
    """The actions that `page` offers, and those that it holds back until something is new."""
    found = re.findall(r'name="action" value="([^"]+)"( data-nothing-new)?', page)
    held_back = {name for name, is_held_back in found if is_held_back}
    return {name.partition("-")[0] for name, _ in found} - held_back, held_back


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("stands", STANDS)
def test_each_cell_of_the_table(client, stands, who):
    article, user = standing(stands, who)
    may = {action for action, cells in PERMISSIONS.items() if cells.get(ROLES[who], set()) & STANDS[stands][1]}
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    before = everything(article)
    if ROLES[who]:
        page = client.get(f"/desk/articles/article/{article.pk}/change/").content.decode()
        offered, held_back = buttons(page)
        elsewhere = {"edit", "restore", "curate", "take_over", "hand_back"}
        assert offered - {"save", "preview"} == may - elsewhere - held_back
        assert held_back <= {"publish", "submit"} and (not held_back or article.is_live)
    for action, change in CHANGES.items():
        point = transaction.savepoint()
        held = Article.objects.get(pk=article.pk)
        embargo = Phase.EMBARGOED in STANDS[stands][1]
        if action in may and action == "publish" and embargo:
            with pytest.raises(ValidationError):  # whoever it is
                change(held, user)
        elif action in may:
            change(held, user)
        else:
            with pytest.raises(workflow.NotAllowed):
                change(held, user)
            assert everything(article) == before, action
        transaction.savepoint_rollback(point)
        if action != "curate":  # it has pages of its own, tests/test_related_panel.py
            send(client, held := Article.objects.get(pk=article.pk), action)
            assert happened(held, action, before) == (action in may and not (action == "publish" and embargo)), action
            transaction.savepoint_rollback(point)
        transaction.savepoint_commit(point)


def test_the_table_names_every_change_and_both_roles_only():
    assert set(CHANGES) == set(PERMISSIONS)
    assert {role for cells in PERMISSIONS.values() for role in cells} == set(Role)


def test_writers_write_and_editors_decide():
    writers = {action for action, cells in PERMISSIONS.items() if Role.WRITER in cells}
    assert writers == {"edit", "restore", "submit", "unsubmit", "share", "unshare", "curate"}
    assert all(Role.EDITOR in cells for cells in PERMISSIONS.values())
    assert Phase.LIVE not in PERMISSIONS["curate"][Role.WRITER]
