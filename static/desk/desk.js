// The writing screen works without this. It saves in place, so that caret, scroll and undo stay, and keeps what is not
// saved yet (keeping.js).

import { csrfToken } from "desk/csrf"
import { Keeper, snapshot } from "desk/keeping"
import { OnePage } from "desk/one-page"
import { Company } from "desk/presence"
import { askToSignIn } from "desk/sign-in"

const form = document.getElementById("article_form")
const standing = form.querySelector("[data-standing]")
const bar = form.querySelector(".bar")
const words = form.querySelector("[data-keeping]").dataset

let leaving = false
let keptAt = null

function say(text, { wrong = false } = {}) {
  keptAt = null
  standing.textContent = text
  standing.classList.toggle("is-wrong", wrong)
}

const seconds = new Intl.RelativeTimeFormat(document.documentElement.lang, { numberingSystem: words.digits })

/** «حُفظ تلقائياً قبل 3 ثوانٍ»; how long ago is not read out each time that it changes. */
function sayKept() {
  const passed = Math.max(1, Math.round((Date.now() - keptAt) / 1000))
  const ago = document.createElement("span")
  ago.ariaHidden = "true"
  const said = passed < 60 ? seconds.format(-passed, "second") : seconds.format(-Math.floor(passed / 60), "minute")
  ago.textContent = said.replace("ثوانِ", "ثوانٍ") // CLDR has it without its tanween
  standing.replaceChildren(`${words.kept} `, ago)
}

const keeper = new Keeper(form, (state, sentence) => {
  if (state === "kept") {
    say("")
    keptAt = Date.now()
    sayKept()
    page.begin() // a new article has got its id
  } else if (state === "unsaved") say(standing.dataset.unsaved)
  else say(sentence ? `${sentence} ${words.here}` : { ...words }[state === "signed-out" ? "signedOut" : state], { wrong: true })
})
setInterval(() => {
  if (keptAt) sayKept()
}, 1000)
if (words.article) window.name = `writing-${words.article}` // a preview leads back to this tab
const company = new Company(form, keeper, send)
const page = new OnePage(form, keeper, () => company.lock())
page.begin().then((writes) => writes && keeper.offer())

// Of a live article only changes go further: until there are some, the next step says that there are none.
const nextStep = form.querySelector("[data-next-step]")
let seenByReaders = form.querySelector(".bar-errors") || "restored" in words ? null : snapshot(form)

function lookForChanges() {
  const button = nextStep.querySelector("[data-nothing-new]")
  if (!button) return
  const waits = snapshot(form) === seenByReaders
  button.setAttribute("aria-disabled", waits)
  button.title = waits ? button.dataset.nothingNew : ""
}
lookForChanges()
for (const kind of ["input", "change"]) form.addEventListener(kind, lookForChanges)

/** Save without leaving the page. Resolves to what the server says, or null when that did not work; then it is told. */
async function saveInPlace() {
  say(standing.dataset.saving)
  await keeper.hold()
  say(standing.dataset.saving) // an autosave that was on its way has said something else
  const sent = snapshot(form)
  const isNew = !form.elements.base_revision.value
  const data = new FormData(form)
  data.set("action", "save")
  // Not `form.action`: that is the buttons of this name.
  const answer = await keeper.ask(form.getAttribute("action") ?? location.href, data)
  if (answer.state) {
    keeper.release()
    keeper.write()
    if (answer.state === "invalid") {
      send(form.querySelector("[data-save]")) // a field is wrong: have the page say which
      return null
    }
    if (answer.state === "signed-out") askToSignIn(() => form.querySelector("[data-save]").click())
    const said = { offline: standing.dataset.offline, "signed-out": standing.dataset.signedOut }[answer.state]
    say(said ?? (answer.error || standing.dataset.refused), { wrong: true })
    return null
  }
  if (answer.go_to) {
    leaving = true
    keeper.saved(sent) // as an autosave
    location.assign(answer.go_to) // somebody else saved meanwhile: there both versions are shown, or made one
    return null
  }
  form.elements.base_revision.value = answer.base_revision
  form.elements.revision_note.value = "" // it went with this revision
  keeper.hasArticle(answer)
  form.querySelector("[data-checklist]").innerHTML = answer.checklist
  if (!isNew) say(answer.standing, { wrong: answer.is_late }) // of a new one, the page that comes in place of this says it
  keeper.saved(sent)
  return answer
}

/** Submit the form with `button` and leave the page. */
function send(button) {
  leaving = true
  form.elements.csrfmiddlewaretoken.value = csrfToken()
  form.requestSubmit(button)
}

let busy = null // the button that a save is under way for
let pressed = null // while a save was under way; it is done behind it

const isStep = (button) => !button.matches("[data-save], [data-preview]")

form.addEventListener("click", async (event) => {
  const button = event.target.closest("button[name=action]")
  if (!button) return
  event.preventDefault()
  if (button.ariaDisabled === "true") {
    say(button.dataset.nothingNew)
    return
  }
  if (busy) {
    if (busy !== button || button.matches("[data-save]")) pressed = button // a double click asks for nothing else
    return
  }
  busy = button
  pressed = null
  const isNew = !form.elements.base_revision.value
  const tab = button.matches("[data-preview]") ? window.open("", "_blank") : null
  // Saved first, the words are safe whatever becomes of the step after it.
  const answer = await saveInPlace().finally(() => (busy = null))
  if (tab && answer) tab.location = answer.preview_url
  else if (tab) tab.close()
  if (!answer) return
  if (isStep(button)) {
    send(button)
  } else if (isNew && !(pressed && isStep(pressed))) {
    leaving = true
    location.replace(answer.url) // an article has its own page from its first save on
  } else {
    nextStep.innerHTML = answer.next_step
    seenByReaders = keeper.onServer // unless the step knows of changes, and is not held back
    lookForChanges()
    if (pressed) form.querySelector(`button[name=action][value="${pressed.value}"]`)?.click() // it may have come anew
  }
})

form.addEventListener("submit", () => {
  leaving = true
  keeper.write()
  keeper.hold() // what is sent here is saved whole, or comes back with the page
})

window.addEventListener("beforeunload", (event) => {
  if (!leaving && keeper.isAtRisk) event.preventDefault()
})
window.addEventListener("pageshow", ({ persisted }) => {
  leaving = false
  if (persisted) keeper.release()
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
