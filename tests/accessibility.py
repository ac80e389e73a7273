"""What axe-core finds wrong on a page, as sentences; axe-playwright-python carries it."""

from axe_playwright_python.base import AXE_SCRIPT

#: WCAG 2.0 to 2.2, A and AA, and what axe's authors advise beyond that.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page, *, rules=None):
    """Every violation on `page` as «impact rule: what to do; where». `rules` names the only ones to look at."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    page.wait_for_load_state()  # a test may have seen its words before the style sheets came
    # Colours that are on their way to others have a contrast of their own. What the scroll drives never ends.
    page.evaluate(
        "Promise.allSettled(document.getAnimations().filter(({ timeline }) => timeline === document.timeline)"
        ".map(({ finished }) => finished))"
    )
    # Preloaded, style sheets would be put into the page, which its policy forbids.
    options = {"resultTypes": ["violations"], "runOnly": only, "preload": False}
    if not rules:
        # The first column of the admin's tables of forms has no name.
        options["rules"] = {"empty-table-header": {"enabled": False}}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [
        f"{violation['impact']} {violation['id']}: {violation['help']}; {node['target']} {node['html'][:160]}"
        for violation in found
        for node in violation["nodes"]
    ]
