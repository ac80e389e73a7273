// Shows a part as it is while it is pointed at or reached by keyboard: the page's own rules for :hover and
// :focus-visible are repeated for what has data-state="hover" and the like.
const STATES = ["hover", "focus-visible"]

for (const sheet of document.styleSheets) repeat(sheet)

function repeat(owner) {
  for (const rule of [...owner.cssRules]) {
    if (rule.cssRules?.length && !rule.selectorText) repeat(rule)
    const state = STATES.find((name) => rule.selectorText?.includes(`:${name}`))
    if (!state) continue
    const selector = rule.selectorText.replaceAll(`:${state}`, `[data-state="${state}"]`)
    owner.insertRule(`${selector} { ${rule.style.cssText} }`, owner.cssRules.length)
  }
}
