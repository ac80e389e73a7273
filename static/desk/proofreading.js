// المدقّق: asks the server when the typing stops, and shows what it says as underlines, in a list, and where one is
// pressed. It is never in the way: while the server is away it waits, and what it shows is in nothing that is saved.

import * as body from "desk/editor/proofreading"
import { csrfToken } from "desk/csrf"

const CHECK_AFTER = 1000 // milliseconds from the last keystroke
const RETRY_AFTER = 10_000

const form = document.getElementById("article_form")
const section = document.getElementById("proofreading")
const line = document.querySelector("[data-proofreading-line]")
const edition = form.querySelector('.edition[data-edition="ar"]')
const popover = section.querySelector("[data-popover]")
const keeping = form.querySelector("[data-keeping]")
const part = (name) => section.querySelector(`[data-${name}]`)
const copyOf = (name) => part(name).content.firstElementChild.cloneNode(true)

const { editor } = edition.querySelector(".ProseMirror")
const fields = ["kicker", "headline", "standfirst"].map((name) => {
  const element = form.elements[`${name}_ar`]
  const mark = copyOf("mark")
  mark.hidden = true
  element.after(mark)
  return { name, element, mark, notes: [] }
})

// Asking -------------------------------------------------------------------------------------------------------------

// What the person decided and no server keeps yet: an article has no row before its first autosave.
const waiting = { stet: new Map(), mend: new Set() }
let timer = null
let isAsking = false

function checkAfter(milliseconds) {
  clearTimeout(timer)
  timer = setTimeout(check, milliseconds)
}

/** All that is to be read: fields with their text, then the body's paragraphs with where they begin. */
function texts() {
  return [
    ...fields.map((field) => ({ field, name: field.name, text: field.element.value })),
    ...body.textsOf(editor.state.doc).map(({ at, text }) => ({ at, name: "body", text })),
  ]
}

async function check() {
  if (isAsking) return checkAfter(CHECK_AFTER)
  isAsking = true
  const asked = texts()
  const sent = { stet: [...waiting.stet.values()], mend: [...waiting.mend] }
  const article = Number(keeping.dataset.article) || null
  const answer = await ask({ article, texts: asked.map(({ name, text }) => [name, text]), ...sent })
  isAsking = false
  if (!answer) return checkAfter(RETRY_AFTER)
  if (article) {
    for (const stet of sent.stet) if (waiting.stet.get(stet.key) === stet) waiting.stet.delete(stet.key)
    for (const key of sent.mend) waiting.mend.delete(key)
  }
  const there = texts()
  const isSame = there.length === asked.length && there.every(({ text }, place) => text === asked[place].text)
  if (isSame) take(answer, there)
  else checkAfter(CHECK_AFTER)
}

/** The server's answer, or null while it is away, or has signed the person out. */
async function ask(question) {
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrfToken() }
  const request = { method: "POST", headers, body: JSON.stringify(question) }
  try {
    const response = await fetch(section.dataset.url, { ...request, signal: AbortSignal.timeout(RETRY_AFTER) })
    return response.ok && !response.redirected ? await response.json() : null
  } catch {
    return null
  }
}

function take(answer, asked) {
  const before = found()
  const notes = answer.notes
    .filter(({ key }) => !waiting.stet.has(key))
    .map((note) => known(note, asked[note.text], before) ?? note)
  for (const field of fields) field.notes = notes.filter(({ text }) => asked[text].field === field)
  const inBody = notes.filter(({ text }) => asked[text].at)
  body.show(
    editor.view,
    inBody.map((note) => ({ note, from: asked[note.text].at + note.start, to: asked[note.text].at + note.end })),
  )
  for (const { name, mark } of fields) {
    mark.hidden = !answer.fields[name]
    mark.textContent = answer.fields[name] ?? ""
  }
  if (part("summary").textContent !== answer.summary) part("summary").textContent = answer.summary
  line.hidden = !answer.line
  line.firstElementChild.textContent = answer.line
  list()
  listStets(answer.stet)
  if (shown && !now(shown)) close()
}

/** The note `before` that says the same of the same words of `text`: what is open beside it is still about it. */
function known(note, { field, at = 0 }, before) {
  const [from, to] = [at + note.start, at + note.end]
  const old = before.find((one) => one.field === field && one.from === from && one.to === to && one.note.key === note.key)
  return old && Object.assign(old.note, note)
}

// Showing ------------------------------------------------------------------------------------------------------------

/** Everything that stands now, in the order of the page: {note, from, to}, in a `field` or in the body. */
function found() {
  const inFields = fields.flatMap((field) =>
    field.notes.map((note) => ({ note, field, from: note.start, to: note.end })),
  )
  return [...inFields, ...body.foundIn(editor.state)]
}

/** Where the note of `one` stands by now; undefined once its words have changed. */
function now(one) {
  return found().find(({ note }) => note === one.note)
}

/** The template filled in for `one`, with its fixes as buttons. */
function filled(one) {
  const { note } = one
  const element = copyOf("finding")
  element.classList.add(`is-${note.kind}`)
  element.querySelector("[data-go]").textContent = note.words.trim()
  element.querySelector("[data-message]").textContent = note.message
  for (const kind of element.querySelectorAll("[data-kind]")) kind.hidden = kind.dataset.kind !== note.kind
  const stet = element.querySelector("[data-stet]")
  for (const fix of note.fixes) {
    const button = copyOf("fix")
    const mended = (note.words.slice(0, note.lead) + fix + note.words.slice(note.lead + note.length)).trim()
    button.textContent = mended || button.dataset.delete
    button.addEventListener("click", () => mend([[now(one), fix]]))
    stet.before(button)
  }
  stet.addEventListener("click", () => letStand(note))
  return element
}

/** List what stands now; whoever was in the list stays at the same `place` of it. */
function list(place = placeInList()) {
  const all = found()
  part("findings").replaceChildren(
    ...all.map((one) => {
      const element = filled(one)
      element.querySelector("[data-go]").addEventListener("click", () => go(now(one)))
      return element
    }),
  )
  part("has-safe").hidden = !all.some(({ note }) => note.kind === "safe")
  if (place < 0) return
  const next = part("findings").children[Math.min(place, all.length - 1)]
  const button = next?.querySelector("button") ?? summary()
  button.focus()
}

function placeInList() {
  return [...part("findings").children].findIndex((row) => row.contains(document.activeElement))
}

const summary = () => section.querySelector("summary")

function listStets(stets) {
  part("has-stet").hidden = !stets.length
  part("stets").replaceChildren(
    ...stets.map(({ key, words, by }) => {
      const row = copyOf("stet-row")
      row.querySelector("[data-words]").textContent = words
      row.querySelector("[data-by]").textContent = by
      row.querySelector("[data-mend]").addEventListener("click", () => {
        if (!waiting.stet.delete(key)) waiting.mend.add(key)
        summary().focus()
        checkAfter(0)
      })
      return row
    }),
  )
}

// The note beside which the popover is open.
let shown = null

/** Show what is said about `one`, beside it. With the keyboard the person goes there too. */
function open(one, { focus = false } = {}) {
  close()
  const element = filled(one)
  element.querySelector("[data-go]").remove()
  popover.replaceChildren(...element.childNodes)
  popover.showPopover()
  shown = one
  place()
  if (focus) popover.querySelector("button").focus()
}

function close() {
  shown = null
  popover.hidePopover()
}

/** Under the words, or above them where there is no room. */
function place() {
  if (!shown) return
  const box = shown.field?.element.getBoundingClientRect()
  const { top } = box ?? editor.view.coordsAtPos(shown.from)
  const { bottom, left } = box ?? editor.view.coordsAtPos(shown.to, -1)
  const { offsetWidth, offsetHeight } = popover
  const farthest = document.documentElement.clientWidth - offsetWidth - 8
  const isBelow = bottom + 8 + offsetHeight < innerHeight
  popover.style.left = `${Math.max(8, Math.min(box ? box.right - offsetWidth : left - 24, farthest))}px`
  popover.style.top = `${isBelow ? bottom + 8 : Math.max(8, top - 8 - offsetHeight)}px`
}

/** Where `one` stands: selected, in sight, and what is said about it beside it. */
function go(one, options) {
  document.getElementById("language-ar").checked = true
  if (one.field) {
    one.field.element.focus()
    one.field.element.setSelectionRange(one.from, one.to)
    one.field.element.scrollIntoView({ block: "nearest" })
  } else {
    body.select(editor.view, one)
  }
  open(one, options)
}

// Mending ------------------------------------------------------------------------------------------------------------

/** Put the fixes of `mended`, a list of [found, fix], in place: one step to undo in each text. */
function mend(mended) {
  const place = placeInList()
  const isBeside = Boolean(shown)
  close()
  document.getElementById("language-ar").checked = true
  for (const field of fields) {
    const inField = mended.filter(([one]) => one.field === field)
    if (inField.length) mendField(field, inField)
  }
  const inBody = mended.filter(([one]) => !one.field)
  if (inBody.length) body.mend(editor.view, inBody)
  if (isBeside && inBody.length) editor.view.focus()
  list(place)
  checkAfter(0)
}

/** As if it were typed, so that the browser's own undo takes it back. */
function mendField({ element }, mended) {
  const edits = mended
    .map(([{ note, from }, fix]) => body.editOf(note, fix, from))
    .sort((one, two) => one.from - two.from || one.to - two.to)
  const [start, end] = [edits[0].from, edits.at(-1).to]
  const text = element.value
  let [words, at] = ["", start]
  for (const edit of edits) {
    words += text.slice(at, edit.from) + edit.words
    at = edit.to
  }
  element.focus()
  element.setSelectionRange(start, end)
  const isDone = words ? document.execCommand("insertText", false, words) : document.execCommand("delete")
  if (isDone) return
  element.setRangeText(words, start, end, "end")
  element.dispatchEvent(new Event("input", { bubbles: true }))
}

/** «تجاهل»: these words stay as they are in this article. */
function letStand({ key, words, rule }) {
  close()
  waiting.mend.delete(key)
  waiting.stet.set(key, { key, words: words.trim(), rule })
  for (const field of fields) {
    field.notes = field.notes.filter((note) => note.key !== key)
    field.mark.hidden ||= !field.notes.length
  }
  body.show(editor.view, body.foundIn(editor.state).filter(({ note }) => note.key !== key))
  list()
  checkAfter(0)
}

// The person ---------------------------------------------------------------------------------------------------------

editor.registerPlugin(body.underlines({ changed: () => list(), pressed: (one) => open(one) }))
form.append(popover) // the side column may be folded away
section.hidden = false

form.addEventListener("input", ({ target }) => {
  const field = fields.find(({ element }) => element === target)
  if (field) {
    field.notes = []
    field.mark.hidden = true
    list()
  }
  if (field || target.name === "body_ar") {
    close()
    checkAfter(CHECK_AFTER)
  }
})

part("fix-safe").addEventListener("click", () => {
  mend(found().flatMap((one) => (one.note.kind === "safe" ? [[one, one.note.fixes[0]]] : [])))
  summary().focus()
})

for (const field of fields) {
  field.mark.addEventListener("click", () => {
    const one = found().find((other) => other.field === field)
    if (one) go(one, { focus: true })
  })
}

line.addEventListener("click", (event) => {
  event.preventDefault()
  document.getElementById("language-ar").checked = true
  section.open = true
  section.scrollIntoView({ block: "start" })
  summary().focus({ preventScroll: true })
})

// F7 goes round all of it, from where the person is.
document.addEventListener("keydown", (event) => {
  if (event.key !== "F7" || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  const all = found()
  if (!all.length) return
  const step = event.shiftKey ? -1 : 1
  const at = all.findIndex(({ note }) => note === shown?.note)
  go(at >= 0 ? all.at((at + step) % all.length) : nearest(all, step), { focus: true })
})

popover.addEventListener("toggle", ({ newState }) => {
  if (newState === "closed") shown = null
})
addEventListener("scroll", place, { passive: true, capture: true })
addEventListener("resize", place)

/** The first of `all` behind the caret, or the last before it. */
function nearest(all, step) {
  const field = fields.find(({ element }) => element === document.activeElement)
  const place = field ? field.element.selectionEnd : editor.state.selection.to
  const rank = (one) => (one.field ? fields.indexOf(one.field) : fields.length)
  const own = field ? fields.indexOf(field) : fields.length
  const isBehind = (one) => rank(one) > own || (rank(one) === own && one.from >= place)
  return step > 0 ? (all.find(isBehind) ?? all[0]) : (all.findLast((one) => !isBehind(one) && one.to < place) ?? all.at(-1))
}

// A new article's first autosave gives what was ignored a place.
new MutationObserver(() => waiting.stet.size && checkAfter(0)).observe(keeping, { attributeFilter: ["data-article"] })

checkAfter(0)
