"""Who may do what to an article, and when: one table, which `workflow` asks before a change and the desk for its
buttons.

What a role may at all is said in `newsroom.roles`; here stands what that means for one article as it stands now.
"""

import enum

from articles.models import Stage


class Role(enum.StrEnum):
    """What somebody is to one article; whoever is neither may do nothing to it."""

    WRITER = "writer"  # began it or signs it
    EDITOR = "editor"  # editors, and the chief, on every article


class Phase(enum.StrEnum):
    """Something that is true of an article. Several are at once: live, with changes in review, and scheduled."""

    # How far the newest revision has come, while readers see another one or none.
    DRAFT = Stage.DRAFT.value
    SUBMITTED = Stage.SUBMITTED.value
    RETURNED = Stage.RETURNED.value
    APPROVED = Stage.APPROVED.value
    # Some revision has a time.
    SCHEDULED = "scheduled"
    # Nothing of it may go out yet.
    EMBARGOED = "embargoed"
    # What readers meet.
    UNSEEN = "unseen"
    LIVE = "live"
    WITHDRAWN = "withdrawn"


ANY = frozenset(Phase)

#: Action: role: the phases of which one must hold. The actions are named as the desk's buttons send them.
PERMISSIONS = {
    "edit": {Role.WRITER: ANY, Role.EDITOR: ANY},
    "restore": {Role.WRITER: ANY, Role.EDITOR: ANY},
    "take_over": {Role.EDITOR: ANY},
    "hand_back": {Role.EDITOR: ANY},
    "submit": {
        Role.WRITER: {Phase.DRAFT, Phase.RETURNED},
        Role.EDITOR: {Phase.DRAFT, Phase.RETURNED},
    },
    "unsubmit": {Role.WRITER: {Phase.SUBMITTED}, Role.EDITOR: {Phase.SUBMITTED}},
    "return": {Role.EDITOR: {Phase.SUBMITTED, Phase.APPROVED}},
    "approve": {Role.EDITOR: {Phase.SUBMITTED}},
    "publish": {Role.EDITOR: ANY},
    "schedule": {Role.EDITOR: ANY},
    "unschedule": {Role.EDITOR: {Phase.SCHEDULED}},
    "embargo": {Role.EDITOR: ANY},
    "unembargo": {Role.EDITOR: {Phase.EMBARGOED}},
    "withdraw": {Role.EDITOR: {Phase.LIVE}},
    "correct": {Role.EDITOR: {Phase.LIVE}},
    "uncorrect": {Role.EDITOR: ANY},
    "share": {Role.WRITER: ANY, Role.EDITOR: ANY},
    "unshare": {Role.WRITER: ANY, Role.EDITOR: ANY},
    "curate": {Role.WRITER: {Phase.UNSEEN, Phase.WITHDRAWN}, Role.EDITOR: ANY},
}


def may(user, action, article):
    """May `user` do `action`, a name of PERMISSIONS, to `article` as it is now?"""
    wanted = PERMISSIONS[action].get(role_of(user, article), frozenset())
    return wanted == ANY or bool(wanted and wanted & phases(article))


def allowed(user, article):
    """All that `user` may do to `article` as it is now: names of PERMISSIONS."""
    role, now = role_of(user, article), phases(article)
    return {action for action, roles in PERMISSIONS.items() if roles.get(role, frozenset()) & now}


def role_of(user, article):
    """The Role of `user` at `article`, or None."""
    if is_editor(user):
        return Role.EDITOR
    if user.has_perm("articles.edit_any_article"):
        return Role.WRITER
    return Role.WRITER if user.has_perm("articles.change_article") and is_own(user, article) else None


def phases(article):
    """Every Phase that `article` is in. One query, for the schedule."""
    now = {Phase.LIVE if article.is_live else Phase.WITHDRAWN if article.withdrawn_at else Phase.UNSEEN}
    if has_changes(article):
        now.add(Phase(article.stage))
    if article.pk and article.revisions.exclude(due_at=None).exists():
        now.add(Phase.SCHEDULED)
    if article.is_embargoed:
        now.add(Phase.EMBARGOED)
    return now


def is_editor(user):
    """May `user` put things before readers, and take them away?"""
    return user.has_perm("articles.publish_article")


def may_curate_topics(user):
    """May `user` choose what leads a topic's page, and merge two topics?"""
    return is_editor(user) and user.has_perm("topics.change_topic")


def may_curate_fronts(user):
    """May `user` arrange the front page and those of the sections, and put on the «عاجل» bar?"""
    return is_editor(user)


def is_own(user, article):
    """Did `user` begin the article, or stand in the byline of its newest revision?

    `Article.objects.belonging_to(user)` says it of all articles, in SQL.
    """
    if article.created_by_id == user.pk:
        return True
    author = getattr(user, "author", None)
    return bool(author and article.newest_revision and author.pk in article.newest_revision.author_ids)


def has_changes(article):
    """Has the newest revision something that readers do not see yet?"""
    return not article.is_live or article.newest_revision_id != article.live_revision_id
