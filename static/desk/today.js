// The day's view renews itself while somebody looks at it, and says so when it cannot. Without this it says as of when
// it stands.

const EVERY = 15_000 // milliseconds between an answer and the next question
const PATIENCE = 10_000 // milliseconds for one answer

const view = document.querySelector("[data-today]")
const asOf = document.querySelector("[data-today-as-of]")
const said = document.querySelector("[data-today-said]")

let shownAt = Date.now()
let time = asOf.dataset.time
let shown = ""
let timer

function stand(state) {
  asOf.textContent = asOf.dataset[state].replace("{time}", time)
  asOf.classList.toggle("is-wrong", state !== "fresh")
}

async function renew() {
  clearTimeout(timer)
  try {
    const answer = await fetch(view.dataset.today, { signal: AbortSignal.timeout(PATIENCE) })
    if (answer.redirected || answer.status === 403) return stand("signedOut")
    const now = await answer.json()
    time = now.as_of
    shownAt = Date.now()
    show(now.html)
    stand("fresh")
    if (now.said !== said.textContent) said.textContent = now.said
  } catch {
    stand("away") // the next question comes all the same
  }
  later()
}

/** Put `html` in the view, unless that would take a selection away; who was on a link stays on it. */
function show(html) {
  const selection = getSelection()
  if (html === shown || (!selection.isCollapsed && view.contains(selection.anchorNode))) return
  const place = placeOf(document.activeElement)
  view.innerHTML = shown = html
  place?.()?.focus({ preventScroll: true })
}

/** How to find the link again that has the focus: the same address in the same section, or else anywhere. */
function placeOf(link) {
  if (!view.contains(link)) return null
  const address = `a[href="${CSS.escape(link.getAttribute("href"))}"]`
  const section = link.closest("[aria-labelledby]")?.getAttribute("aria-labelledby")
  return () => view.querySelector(`[aria-labelledby="${section}"] ${address}`) ?? view.querySelector(address)
}

function later(wait = EVERY) {
  clearTimeout(timer)
  if (!document.hidden) timer = setTimeout(renew, wait)
}

document.addEventListener("visibilitychange", () => later(Math.max(0, shownAt + EVERY - Date.now())))
stand("fresh")
later()
