/**
 * Who else has this article open: tells the server every few seconds that this page does, shows what it answers, and
 * says aloud who came and left. While somebody else has taken the article over, nothing can be typed here.
 *
 * What stands on the page comes from the server as it is, moments too; nothing here asks what time it is.
 */

import { csrfToken } from "desk/csrf"

const ALONE = 4000 // milliseconds between two signs of life
const IN_COMPANY = 2000
const TAKING_OVER = 400
const AWAY_AFTER = 240_000 // of a page that nobody looks at; browsers let it speak once a minute soon after
const LAST_WORDS_WITHIN = 6000

export class Company {
  /** `send(button)` submits `form` with a button and leaves the page. */
  constructor(form, keeper, send) {
    Object.assign(this, { form, keeper, send, names: {}, isHeld: false, isTakingOver: false, isAway: false })
    this.words = form.querySelector("[data-keeping]").dataset
    this.place = form.querySelector("[data-company]")
    this.said = form.querySelector("[data-company-said]")
    this.place.addEventListener("click", (event) => this.pressed(event))
    document.addEventListener("prose-editor:ready", () => this.isHeld && this.lock())
    document.addEventListener("visibilitychange", () => this.looked())
    window.addEventListener("pagehide", () => this.leave())
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.beat())
    this.beat()
  }

  /** Say that this page is open, and go on doing so. Resolves to the answer, or null if there was none. */
  async beat() {
    clearTimeout(this.timer)
    const isSettled = this.isHeld && this.keeper.isOnServer
    const answer = this.words.beat ? await this.post(this.words.beat, { settled: isSettled ? "1" : "" }) : null
    if (answer) this.show(answer)
    clearTimeout(this.timer)
    if (!this.isAway) this.timer = setTimeout(() => this.beat(), Object.keys(this.names).length ? IN_COMPANY : ALONE)
    return answer
  }

  post(address, more = {}) {
    const headers = { Accept: "application/json" }
    const asked = fetch(address, { method: "POST", body: this.data(more), headers, signal: AbortSignal.timeout(10_000) })
    return asked.then((response) => (response.status === 200 && !response.redirected ? response.json() : null)).catch(() => null)
  }

  data(more = {}) {
    const data = new FormData()
    const all = { csrfmiddlewaretoken: csrfToken(), typed_by: this.form.elements.typed_by.value, ...more }
    for (const [name, value] of Object.entries(all)) data.set(name, value)
    return data
  }

  leave() {
    if (this.words.leave) navigator.sendBeacon(this.words.leave, this.data())
  }

  /** A page that nobody has looked at for long is away, until somebody looks again. */
  looked() {
    clearTimeout(this.away)
    if (document.hidden) {
      this.away = setTimeout(() => {
        this.isAway = true
        clearTimeout(this.timer)
        this.leave()
      }, AWAY_AFTER)
    } else {
      this.isAway = false
      this.beat()
    }
  }

  show({ html, names, held }) {
    const text = html.trim()
    if (text !== this.shown && !this.isTakingOver && !(this.isHeld && !held)) {
      const name = this.place.contains(document.activeElement) && document.activeElement.getAttribute("formaction")
      this.place.innerHTML = this.shown = text
      if (name) this.place.querySelector(`[formaction="${name}"]`)?.focus()
    }
    this.sayWhoMoved(names)
    if (held && !this.isHeld) {
      this.isHeld = true
      this.lock()
      this.keeper.flush().then(() => this.beat()) // whoever took over waits for the last words
    } else if (this.isHeld && !held) this.offerToGoOn()
  }

  sayWhoMoved(names) {
    const sentences = []
    for (const id of Object.keys(names)) if (!(id in this.names)) sentences.push([this.said.dataset.came, names[id]])
    for (const id of Object.keys(this.names)) if (!(id in names)) sentences.push([this.said.dataset.gone, this.names[id]])
    this.names = names
    if (sentences.length) {
      this.said.textContent = sentences.map(([sentence, name]) => sentence.replaceAll("{name}", name)).join(" ")
    }
  }

  /** Nothing more is typed here; what is may be read and copied. */
  lock() {
    this.form.classList.add("is-held")
    for (const field of this.form.querySelectorAll(".written textarea")) field.readOnly = true
    for (const text of this.form.querySelectorAll(".ProseMirror")) text.contentEditable = "false"
    for (const part of this.form.querySelectorAll(".editor-tools, .side-field")) part.inert = true
    for (const button of this.form.querySelectorAll("button[name=action]")) button.disabled = true
  }

  /** Whoever had taken over is gone, or lets the others write: this page goes on from what is the newest by now. */
  offerToGoOn() {
    if (this.place.querySelector("[data-go-on]")) return
    const sentence = document.createElement("p")
    Object.assign(sentence, { role: "alert", textContent: this.place.dataset.free })
    const button = document.createElement("button")
    Object.assign(button, { type: "button", className: "button-main", textContent: this.place.dataset.reload })
    button.dataset.goOn = ""
    button.addEventListener("click", async () => {
      await this.keeper.flush()
      location.reload()
    })
    this.place.replaceChildren(sentence, button)
    this.shown = null
  }

  async pressed(event) {
    const button = event.target.closest("button[formaction]")
    if (!button) return
    event.preventDefault()
    button.disabled = true
    const answer = await this.post(button.getAttribute("formaction"))
    button.disabled = false
    if (!answer) this.said.textContent = this.place.dataset.offline
    else if (button.matches("[data-take-over]")) await this.waitForLastWords(button)
    else {
      this.said.textContent = ""
      await this.beat()
    }
  }

  /** The others' pages send what was typed last; then this one opens with it. Who is offline is not waited for long. */
  async waitForLastWords(button) {
    this.isTakingOver = true
    const sentence = document.createElement("p")
    Object.assign(sentence, { role: "status", textContent: this.place.dataset.waits })
    button.hidden = true
    this.place.replaceChildren(sentence, button)
    await this.keeper.flush()
    for (let waited = 0; waited < LAST_WORDS_WITHIN; waited += TAKING_OVER) {
      const answer = await this.beat()
      if (answer && !answer.waits) break
      await new Promise((resolve) => setTimeout(resolve, TAKING_OVER))
    }
    this.send(button)
  }
}
