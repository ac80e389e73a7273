// The writing screen works without this. It saves in place, so that caret, scroll and undo stay, and guards what is
// not saved yet.

const form = document.getElementById("article_form")
const standing = form.querySelector("[data-standing]")
const bar = form.querySelector(".bar")

let saved = form.querySelector(".bar-errors") ? null : snapshot()
let leaving = false

function snapshot() {
  const data = new FormData(form)
  for (const name of ["csrfmiddlewaretoken", "base_revision", "language", "action", "due_at", "embargo_until", "note", "share_days", "share_as_is"]) data.delete(name)
  return JSON.stringify([...data.entries()])
}

function isChanged() {
  return snapshot() !== saved
}

function say(text, { wrong = false } = {}) {
  standing.textContent = text
  standing.classList.toggle("is-wrong", wrong)
}

/** A sign-in in another tab changes the cookie, and with it what this form must send. */
function renewCsrfToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="))
  if (cookie) form.elements.csrfmiddlewaretoken.value = cookie.slice("csrftoken=".length)
}

/** Save without leaving the page. Resolves to what the server says, or null when that did not work; then it is told. */
async function saveInPlace() {
  const sent = snapshot()
  say(standing.dataset.saving)
  renewCsrfToken()
  const data = new FormData(form)
  data.set("action", "save")
  // Not `form.action`: that is the buttons of this name.
  const address = form.getAttribute("action") ?? location.href
  const response = await fetch(address, { method: "POST", body: data, headers: { Accept: "application/json" } }).catch(() => null)
  if (!response || response.status >= 500) {
    say(standing.dataset.offline, { wrong: true })
    return null
  }
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json")
  if (response.redirected || (response.status === 403 && !isJson)) {
    say(standing.dataset.signedOut, { wrong: true })
    return null
  }
  const answer = isJson ? await response.json() : null
  if (!response.ok) {
    say(answer?.error || standing.dataset.refused, { wrong: true })
    return null
  }
  if (!answer) {
    send(form.querySelector("[data-save]")) // a field is wrong: have the page say which
    return null
  }
  form.elements.base_revision.value = answer.base_revision
  form.setAttribute("action", answer.url)
  form.querySelector("[data-checklist]").innerHTML = answer.checklist
  saved = sent
  if (isChanged()) say(standing.dataset.unsaved)
  else say(answer.standing, { wrong: answer.is_late })
  return answer
}

/** Submit the form with `button` and leave the page. */
function send(button) {
  leaving = true
  form.requestSubmit(button)
}

let busy = false

form.addEventListener("click", async (event) => {
  const button = event.target.closest("button[name=action]")
  if (!button) return
  event.preventDefault()
  if (busy) return
  busy = true
  const isNew = !form.elements.base_revision.value
  const tab = button.matches("[data-preview]") ? window.open("", "_blank") : null
  // Saved first, the words are safe whatever becomes of the step after it.
  const answer = await saveInPlace().finally(() => (busy = false))
  if (tab && answer) tab.location = answer.preview_url
  else if (tab) tab.close()
  if (!answer) return
  if (!button.matches("[data-save], [data-preview]")) {
    send(button)
  } else if (isNew) {
    leaving = true
    location.replace(answer.url) // an article has its own page from its first save on
  }
})

form.addEventListener("submit", () => {
  leaving = true
})

window.addEventListener("beforeunload", (event) => {
  if (!leaving && isChanged()) event.preventDefault()
})
window.addEventListener("pageshow", () => {
  leaving = false
})

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.code === "KeyS") {
    event.preventDefault()
    form.querySelector("[data-save]").click()
  }
  if (event.key === "Escape") form.querySelector(".more").open = false
})

// A headline is one line: Enter goes on to the next field instead of breaking it.
for (const field of form.querySelectorAll(".written-kicker textarea, .written-headline textarea")) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return
    event.preventDefault()
    field.closest(".written").nextElementSibling.querySelector("textarea, [contenteditable]").focus()
  })
}

// Browsers that cannot size a field to its text are helped.
if (!CSS.supports("field-sizing", "content")) {
  const grow = (field) => {
    field.rows = 1
    while (field.scrollHeight > field.clientHeight && field.rows < 40) field.rows += 1
  }
  for (const field of form.querySelectorAll(".written textarea")) {
    if (field.closest(".editor")) continue
    grow(field)
    field.addEventListener("input", () => grow(field))
  }
}

for (const kind of ["input", "change"]) {
  form.addEventListener(kind, () => {
    if (isChanged()) say(standing.dataset.unsaved)
  })
}

// What is wrong may lie far down the page.
const wrong = [...form.querySelectorAll(".wrong")].find((message) => message.checkVisibility())
if (wrong) wrong.scrollIntoView({ block: "center" })

// The side column folds away, and stays as it was left.
const fold = form.querySelector("[data-fold]")
const side = document.getElementById(fold.getAttribute("aria-controls"))
function setFolded(folded) {
  side.classList.toggle("is-folded", folded)
  fold.setAttribute("aria-expanded", String(!folded))
  localStorage.setItem("desk-side-folded", folded ? "1" : "")
}
fold.hidden = false
setFolded(localStorage.getItem("desk-side-folded") === "1")
fold.addEventListener("click", () => setFolded(!side.classList.contains("is-folded")))

document.addEventListener("click", (event) => {
  const menu = form.querySelector(".more")
  if (!menu.contains(event.target)) menu.open = false
})

// What sticks below the bar must know how high it is.
new ResizeObserver(() => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`:root { --bar-height: ${bar.offsetHeight}px; }`)
  document.adoptedStyleSheets = [sheet]
}).observe(bar)
