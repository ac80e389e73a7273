/**
 * The picture of a front: articles are dragged onto its places, or put there with the keyboard. What is arranged stays
 * in this browser until it is put out or prepared; after each step the server draws the picture anew.
 *
 * A draft is a list of slots as the server reads them: {key, article, headline_ar …, image, starts_at, ends_at}.
 */

import { csrfToken } from "desk/csrf"
import { ask, Combobox, entryOf, filled, openDialog, search } from "desk/pickers"

const TYPING_PAUSE = 150 // milliseconds without a key before the articles are searched
const BEAT = 4000

const root = document.querySelector("[data-front]")
const words = root.dataset
const part = (name, within = root) => within.querySelector(`[data-${name}]`)
const said = part("said")
const alert = part("wrong")

// The draft ---------------------------------------------------------------------------------------------------------

const began = JSON.parse(words.draft)
const state = { base: words.base, began, slots: began, before: [] }

const same = (one, other) => JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other))
const inOrder = (slots) => [...slots].sort((one, other) => (one.key < other.key ? -1 : 1))
const slotAt = (key) => state.slots.find((slot) => slot.key === key)
const emptySlot = (key, article) => ({
  key, article, headline_ar: "", headline_en: "", headline_fr: "", image: null, starts_at: "", ends_at: "",
})

/** Go on with other slots, and on another base where one is given; what they were comes back with «undo». */
function change(slots, { base, began } = state) {
  state.before.push({ base: state.base, began: state.began, slots: state.slots })
  Object.assign(state, { base, began, slots })
  return changed()
}

function changed() {
  const differs = !same(state.slots, state.began)
  part("undo").disabled = !state.before.length
  part("discard").disabled = !differs
  try {
    if (differs) localStorage.setItem(words.kept, JSON.stringify({ base: state.base, began: state.began, slots: state.slots }))
    else localStorage.removeItem(words.kept)
  } catch {
    // A browser that keeps nothing: the page still has it.
  }
  return draw()
}

/** Put an article into a place. What stood there goes where the article comes from, if that was another place. */
function put(article, key, from = null) {
  if (slotAt(key)?.article === article) return null
  const moved = slotAt(from) ?? state.slots.find((slot) => slot.article === article) ?? emptySlot(key, article)
  const displaced = slotAt(key)
  const others = state.slots.filter((slot) => slot !== moved && slot !== displaced)
  if (displaced && state.slots.includes(moved)) others.push({ ...displaced, key: moved.key })
  return change([...others, { ...moved, key }])
}

const without = (key) => change(state.slots.filter((slot) => slot.key !== key))

const data = (more = {}) => new URLSearchParams({ draft: JSON.stringify(state.slots), base: state.base, ...more })

// The picture -------------------------------------------------------------------------------------------------------

const place = part("picture-place")
let drawing = 0
let isBehind = false // does the picture lack a step, because the server did not answer?

async function draw() {
  const mine = ++drawing
  try {
    const { html } = await ask(words.picture, data())
    if (mine !== drawing) return
    isBehind = false
    const held = document.activeElement?.closest("[data-cell]")?.dataset.cell
    place.innerHTML = html
    if (held) focusOn(held)
    alert.textContent = ""
    markShelf()
  } catch (failure) {
    if (mine !== drawing) return
    isBehind = true
    alert.textContent = failure.message
  }
}

const cells = () => [...place.querySelectorAll("[data-cell]")]
const cell = (key) => cells().find((one) => one.dataset.cell === key)
const focusOn = (key) => cell(key)?.querySelector("[data-edit]").focus()
const nameOf = (key) => cell(key)?.dataset.name ?? key

async function putAndSay(article, label, key, from) {
  arm(null)
  await put(article, key, from)
  if (document.activeElement === document.body) focusOn(key) // the button that was pressed is gone
  said.textContent = filled(words.put, { name: label, place: nameOf(key) })
}

async function clearAndSay(key) {
  await without(key)
  said.textContent = filled(words.cleared, { place: nameOf(key) })
}

// Dragging: onto a place, from one to another, and out, onto the shelf.

let dragged = null

root.addEventListener("dragstart", (event) => {
  const thing = event.target.closest?.("[draggable]")
  if (!thing) return
  dragged = { article: Number(thing.dataset.article), label: thing.dataset.label, from: thing.dataset.cell ?? null }
  event.dataTransfer.effectAllowed = "move"
  event.dataTransfer.setData("text/plain", dragged.label)
  root.classList.add("is-dragging")
})
root.addEventListener("dragend", () => {
  dragged = null
  root.classList.remove("is-dragging")
  for (const one of root.querySelectorAll(".is-over")) one.classList.remove("is-over")
})
root.addEventListener("dragover", (event) => {
  const target = targetOf(event)
  for (const one of root.querySelectorAll(".is-over")) one.classList.toggle("is-over", one === target)
  if (!target) return
  event.preventDefault()
  target.classList.add("is-over")
})
root.addEventListener("drop", (event) => {
  const target = targetOf(event)
  if (!target) return
  event.preventDefault()
  const { article, label, from } = dragged
  if (target.dataset.cell) putAndSay(article, label, target.dataset.cell, from)
  else clearAndSay(from)
})

function targetOf(event) {
  if (!dragged) return null
  const target = event.target.closest("[data-cell], [data-shelf]")
  if (target?.dataset.cell) return target.dataset.cell === dragged.from ? null : target
  return target && slotAt(dragged.from) ? target : null
}

// Without a mouse: choose an article, then a place.

let armed = null
const arming = part("arming")

function arm(thing) {
  armed = thing
  root.classList.toggle("is-arming", Boolean(thing))
  arming.hidden = !thing
  if (!thing) return
  said.textContent = ""
  arming.querySelector("span").textContent = filled(words.armed, { name: thing.label })
}
part("disarm").addEventListener("click", () => arm(null))
root.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && armed) arm(null)
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyZ" && !event.target.matches("input, textarea")) {
    event.preventDefault()
    undo()
  }
})
place.addEventListener("click", ({ target }) => {
  const key = target.closest("[data-cell]")?.dataset.cell
  if (!key) return
  if (armed && (target.closest("[data-put-here]") || !target.closest("button"))) putAndSay(armed.article, armed.label, key)
  else if (target.closest("[data-edit]")) edit(key)
})

// The articles beside it ----------------------------------------------------------------------------------------------

const found = part("found")
const searchField = part("search")
let timer
let request = 0

async function find() {
  const mine = ++request
  try {
    const entries = await search(words.articles, searchField.value.trim())
    if (mine !== request) return
    found.replaceChildren(...entries.map(row))
    part("nothing").hidden = entries.length > 0
    markShelf()
  } catch (failure) {
    if (mine === request) alert.textContent = failure.message
  }
}

function row(entry) {
  const item = part("found-row").content.firstElementChild.cloneNode(true)
  item.dataset.article = entry.id
  item.dataset.label = entry.label
  item.querySelector(".front-found-label").textContent = entry.label
  item.querySelector("small").textContent = item.dataset.note = entry.note
  const button = part("place", item)
  button.setAttribute("aria-label", `${button.textContent}: ${entry.label}`)
  button.addEventListener("click", () => {
    arm({ article: entry.id, label: entry.label })
    part("put-here", place).focus()
  })
  return item
}

/** Say of the articles on the shelf which of them stand on the page already, and where. */
function markShelf() {
  for (const item of found.children) {
    const there = cells().find((one) => one.dataset.article === item.dataset.article)
    item.querySelector("small").textContent = there ? `${item.dataset.note} · ${there.dataset.name}` : item.dataset.note
    item.classList.toggle("is-placed", Boolean(there?.matches(".is-chosen")))
  }
}

searchField.addEventListener("input", () => {
  clearTimeout(timer)
  timer = setTimeout(find, TYPING_PAUSE)
})
find()

// One place ---------------------------------------------------------------------------------------------------------

const dialog = part("slot-dialog")
const form = part("slot-form", dialog)
const image = part("slot-image", dialog)
const field = dialog.querySelector("[role=combobox]")
const options = dialog.querySelector("[role=listbox]")
let edited = null // the key of the place
let picture = null // the id of the front's own picture

function edit(key) {
  edited = key
  const { name, article, label } = cell(key).dataset
  const slot = slotAt(key)
  dialog.querySelector("h2").textContent = name
  part("slot-article", dialog).textContent = label ?? ""
  part("slot-wrong", dialog).textContent = cell(key).querySelector(".cell-wrong")?.textContent ?? ""
  part("pin", dialog).hidden = Boolean(slot) || !article
  part("clear", dialog).hidden = form.hidden = !slot
  if (slot) {
    const { languages } = cell(key).dataset
    for (const label of form.querySelectorAll("[data-language]")) label.hidden = !languages.split(" ").includes(label.dataset.language)
    for (const input of form.elements) if (input.name in slot) input.value = slot[input.name]
    form.elements.move.replaceChildren(...cells().map((one) => new Option(one.dataset.name, one.dataset.cell, false, one.dataset.cell === key)))
    showImage(slot.image)
  }
  field.value = ""
  options.hidden = true
  if (!dialog.open) dialog.showModal()
}

async function showImage(id) {
  picture = id
  image.hidden = part("remove-image", dialog).hidden = !id
  const entry = id && (await entryOf(words.images, id).catch(() => null))
  if (entry && picture === id) image.src = entry.thumbnail
}
part("choose-image", dialog).addEventListener("click", async () => {
  const chosen = await openDialog("images")
  if (chosen) showImage(chosen.id)
})
part("remove-image", dialog).addEventListener("click", () => showImage(null))

part("pin", dialog).addEventListener("click", async () => {
  await put(Number(cell(edited).dataset.article), edited)
  if (dialog.open) edit(edited)
})
part("clear", dialog).addEventListener("click", () => {
  dialog.close()
  clearAndSay(edited)
})
new Combobox(field, options, {
  find: (typed) => search(words.articles, typed),
  choose: (entry) => {
    dialog.close()
    putAndSay(entry.id, entry.label, edited)
  },
})
form.addEventListener("submit", async (event) => {
  event.preventDefault()
  const values = Object.fromEntries(new FormData(form))
  const { move, ...decided } = values
  const slot = { ...slotAt(edited), ...decided, image: picture }
  dialog.close()
  if (!same([slot], [slotAt(edited)])) await change([...state.slots.filter(({ key }) => key !== edited), slot])
  if (move !== edited) await putAndSay(slot.article, cell(edited).dataset.label, move, edited)
  focusOn(move)
})
dialog.addEventListener("close", () => focusOn(edited))

for (const button of root.querySelectorAll("dialog [data-close]")) {
  button.addEventListener("click", () => button.closest("dialog").close())
}

// Undo, drop, preview -----------------------------------------------------------------------------------------------

async function undo() {
  const before = state.before.pop()
  if (!before) return
  Object.assign(state, before)
  await changed()
  said.textContent = words.undone
}
part("undo").addEventListener("click", undo)
part("discard").addEventListener("click", () => change(state.began))

const sheet = part("preview-form")

function preview() {
  sheet.elements.draft.value = JSON.stringify(state.slots)
  sheet.elements.csrfmiddlewaretoken.value = csrfToken()
  sheet.submit()
}
sheet.addEventListener("change", preview)
part("open-preview").addEventListener("click", () => {
  part("preview-dialog").showModal()
  preview()
})
for (const button of root.querySelectorAll("[data-width]")) {
  button.addEventListener("click", () => {
    part("frame").dataset.frame = button.dataset.width
    for (const other of root.querySelectorAll("[data-width]")) other.setAttribute("aria-pressed", other === button)
  })
}

// Putting out -------------------------------------------------------------------------------------------------------

let busy = false

/** Ask for the front to be put out; `tell` is told, in a sentence, why it was not. */
async function send(url, more, tell) {
  if (busy) return
  busy = true
  tell("")
  try {
    const { go_to: address } = await ask(url, data(more))
    localStorage.removeItem(words.kept)
    location.assign(address)
  } catch (failure) {
    const answer = failure.answer ?? {}
    if (answer.html) showBoth(answer)
    else {
      if ("base" in answer) state.base = answer.base ?? ""
      await draw()
      tell(failure.message)
    }
  }
  busy = false
}

const tellAbove = (sentence) => (alert.textContent = sentence)
part("publish-now").addEventListener("click", () => send(words.publish, {}, tellAbove))
part("open-prepare").addEventListener("click", () => part("prepare-dialog").showModal())
part("prepare-form").addEventListener("submit", (event) => {
  event.preventDefault()
  const wrong = part("prepare-wrong")
  send(words.prepare, Object.fromEntries(new FormData(event.target)), (sentence) => (wrong.textContent = sentence))
})

// Somebody was faster: both fronts, and one on top of the other.

let other = null

function showBoth(answer) {
  other = answer
  part("both").innerHTML = answer.html
  for (const open of root.querySelectorAll("dialog[open]")) open.close()
  part("both-dialog").showModal()
}

async function goOn(slots, sentence) {
  const { base, theirs } = other
  part("both-dialog").close()
  part("news").hidden = true
  await change(slots, { base: String(base), began: theirs })
  said.textContent = sentence
}
part("apply").addEventListener("click", () => goOn(other.merged, words.merged))
part("take").addEventListener("click", () => goOn(other.theirs, words.taken))
part("compare-now").addEventListener("click", async () => {
  try {
    showBoth(await ask(words.compare, data()))
  } catch (failure) {
    alert.textContent = failure.message
  }
})

// Who else is there -------------------------------------------------------------------------------------------------

let names = JSON.parse(words.names)
const isPrepared = new URLSearchParams(location.search).has("version")
let beating

async function beat() {
  clearTimeout(beating)
  const answer = await ask(words.beat, new URLSearchParams()).catch(() => null)
  if (answer) {
    part("company").textContent = answer.company
    const moved = [
      ...Object.keys(answer.names).filter((id) => !(id in names)).map((id) => filled(words.came, { name: answer.names[id] })),
      ...Object.keys(names).filter((id) => !(id in answer.names)).map((id) => filled(words.gone, { name: names[id] })),
    ]
    names = answer.names
    if (moved.length) said.textContent = moved.join(" ")
    const isNews = !isPrepared && String(answer.present ?? "") !== state.base
    part("news").hidden = !isNews
    if (isNews) part("news").firstElementChild.textContent = answer.said
    if (isBehind) draw()
  }
  clearTimeout(beating)
  beating = setTimeout(beat, BEAT)
}
beat()
window.addEventListener("pagehide", () => {
  navigator.sendBeacon(words.leave, new URLSearchParams({ csrfmiddlewaretoken: csrfToken() }))
})

// What was arranged here before, and neither put out nor dropped.

const kept = (() => {
  try {
    return JSON.parse(localStorage.getItem(words.kept))
  } catch {
    return null
  }
})()
if (kept && !same(kept.slots, state.slots)) {
  Object.assign(state, kept)
  changed()
  said.textContent = words.restored
} else localStorage.removeItem(words.kept)

// The «عاجل» bar ------------------------------------------------------------------------------------------------------

const bars = document.querySelector("[data-bars]")

async function sendBar(url, values, isTyped) {
  const wrong = part("bar-wrong", bars)
  for (const line of bars.querySelectorAll(".front-bar-wrong")) line.textContent = ""
  try {
    const { html, message } = await ask(url, values)
    const typed = part("bar-details", bars) // not sent where another bar was taken off: it stays as it is
    bars.innerHTML = html
    if (isTyped) startBar()
    else {
      typed.querySelector("[name=base]").value = part("bar-form", bars).elements.base.value
      part("bar-details", bars).replaceWith(typed)
    }
    part("bar-said", bars).textContent = message
  } catch (failure) {
    const answer = failure.answer ?? {}
    if (answer.base) part("bar-form", bars).elements.base.value = answer.base
    const lines = Object.entries(answer.wrong ?? {}).map(([name, sentence]) => [bars.querySelector(`[data-wrong-of="${name}"]`), sentence])
    for (const [line, sentence] of lines) if (line) line.textContent = sentence
    if (!lines.length || !isTyped) wrong.textContent = failure.message
  }
}

function startBar() {
  const typed = part("bar-form", bars)
  const chosen = part("bar-article", bars)
  const choose = (entry) => {
    typed.elements.article.value = entry?.id ?? ""
    chosen.hidden = !entry
    chosen.querySelector("bdi").textContent = entry?.label ?? ""
  }
  new Combobox(typed.querySelector("[role=combobox]"), typed.querySelector("[role=listbox]"), {
    find: (asked) => search(words.live, asked),
    choose,
  })
  part("bar-no-article", bars).addEventListener("click", () => choose(null))
  part("bar-details", bars).addEventListener("toggle", ({ target }) => target.open && typed.elements.text_ar.focus())
  typed.addEventListener("submit", (event) => {
    event.preventDefault()
    sendBar(bars.dataset.putOn, new URLSearchParams(new FormData(typed)), true)
  })
}

if (bars) {
  startBar()
  bars.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-take-off]")
    if (button) sendBar(button.dataset.takeOff, new URLSearchParams(), false)
  })
}
