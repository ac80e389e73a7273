/**
 * The topics that a text names, under the picker of topics: asked for when the typing stops, saved or not; one press
 * adds. What is dismissed stays so for the article in this browser.
 */

import { ask } from "desk/pickers"

const ASK_AFTER = 1500 // milliseconds from the last keystroke
const FIELD = /^(headline|standfirst|body)_/

function start(holder) {
  const { form } = holder.querySelector("input")
  const ordered = holder.querySelector("[data-ordered]")
  const chosen = ordered.querySelector("input[type=hidden]")
  const section = holder.querySelector("[data-suggested]")
  const list = section.querySelector("ul")
  const status = section.querySelector("[role=status]")
  let suggested = []
  let asked = ""
  let timer

  const kept = new Dismissed(() => [
    form.querySelector("[data-keeping]")?.dataset.article,
    form.elements.begun_as?.value, // until it has a row
  ])

  async function find() {
    const question = new URLSearchParams()
    for (const [name, text] of new FormData(form)) {
      const field = FIELD.exec(name)
      if (field && text) question.append(field[1], text)
    }
    question.set("except", [...JSON.parse(chosen.value || "[]"), ...kept.ids()].join(","))
    if (String(question) === asked) return
    try {
      suggested = (await ask(section.dataset.url, question)).results
      asked = String(question)
    } catch {
      return // it is asked again with the next key
    }
    show()
  }

  function show() {
    const hidden = new Set([...JSON.parse(chosen.value || "[]"), ...kept.ids()])
    const rows = suggested.filter(({ id }) => !hidden.has(id)).map(rowOf)
    list.replaceChildren(...rows)
    section.hidden = !rows.length
  }

  function rowOf(entry) {
    const row = section.querySelector("template").content.firstElementChild.cloneNode(true)
    const [add, dismiss] = row.querySelectorAll("button")
    row.querySelector("[data-label]").textContent = entry.label
    row.querySelector("[data-reason]").textContent = entry.reason
    dismiss.setAttribute("aria-label", `${dismiss.title}: ${entry.label}`)
    add.addEventListener("click", () => leaving(row, () => ordered.dispatchEvent(new CustomEvent("choose", { detail: entry }))))
    dismiss.addEventListener("click", () => {
      leaving(row, () => {
        kept.add(entry.id)
        status.textContent = status.dataset.dismissed.replace("{name}", entry.label)
      })
    })
    return row
  }

  /** Do what takes `row` away; who was on its button is then on the next row's, or in the search field. */
  function leaving(row, action) {
    const place = [...list.children].indexOf(row)
    const kind = document.activeElement.matches("[data-dismiss]") ? "[data-dismiss]" : "[data-add]"
    action()
    show()
    const next = list.children[place] ?? list.lastElementChild
    ;(next?.querySelector(kind) ?? ordered.querySelector("[role=combobox]")).focus()
  }

  form.addEventListener("input", (event) => {
    if (event.target === chosen) show()
    clearTimeout(timer)
    timer = setTimeout(find, ASK_AFTER)
  })
  find()
}

/** The ids that somebody dismissed for an article, under each of the names that it has so far. */
class Dismissed {
  constructor(names) {
    this.names = () => names().filter(Boolean).map((name) => `topics dismissed ${name}`)
  }

  ids() {
    try {
      return this.names().flatMap((name) => JSON.parse(localStorage.getItem(name) ?? "[]"))
    } catch {
      return this.forgetful ?? []
    }
  }

  add(id) {
    const ids = [...new Set([...this.ids(), id])]
    try {
      for (const name of this.names()) localStorage.setItem(name, JSON.stringify(ids))
    } catch {
      this.forgetful = ids // the browser keeps nothing: until the page is closed
    }
  }
}

for (const holder of document.querySelectorAll("[data-topics]")) start(holder)
