/**
 * Keeps what is typed in the writing screen, on the server within three seconds, and in this browser for as long as
 * the server has not got it; offers back what an earlier page left in this browser.
 */

import * as copies from "desk/copies"
import { csrfToken } from "desk/csrf"
import { askToSignInWhenIdle, signedInElsewhere } from "desk/sign-in"

const SEND_AFTER = 2000 // milliseconds from the first change that the server has not got
const WRITE_AFTER = 300 // the same for this browser
const RETRY_AFTER = 4000
const GIVE_UP_AFTER = 20_000
const A_LETTER_TAKES = 1 // the same for each, on a slow line that carries other requests too

// What goes with a button and is part of no revision.
const FOR_A_BUTTON = ["note", "revision_note", "correction"]
// What is not compared: those, and what nobody typed.
const NOT_KEPT = [
  ...FOR_A_BUTTON,
  ...["csrfmiddlewaretoken", "base_revision", "begun_as", "typed_by", "language", "action", "due_at"],
  ...["embargo_until", "share_days", "share_as_is"],
]

/** What stands in `form`, to be compared with what stood there before. */
export function snapshot(form) {
  const data = new FormData(form)
  for (const name of NOT_KEPT) data.delete(name)
  return JSON.stringify([...data.entries()])
}

/**
 * The keeper of one form. `report(state, sentence)` hears where the typed text is: "unsaved" (not yet anywhere),
 * "kept" on the server, "offline" or "signed-out" (in this browser), "refused" (in this browser; the sentence says
 * why), or "nowhere".
 */
export class Keeper {
  constructor(form, report) {
    Object.assign(this, { form, report, isWritten: true, isHeld: false, sending: null, timers: {} })
    this.words = form.querySelector("[data-keeping]").dataset
    this.user = form.elements.typed_by.value
    this.article = this.words.article || `new:${form.elements.begun_as.value}`
    this.onServer = form.querySelector(".bar-errors") ? null : snapshot(form)
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.changed())
    window.addEventListener("online", () => this.sendSoon(0))
    window.addEventListener("focus", () => this.sendSoon(0))
    window.addEventListener("pagehide", () => this.leave())
    if (!this.isOnServer) this.changed()
  }

  get isOnServer() {
    return snapshot(this.form) === this.onServer
  }

  /** Would words be lost if the page went away now? */
  get isAtRisk() {
    const unused = FOR_A_BUTTON.some((name) => this.form.elements[name]?.value.trim())
    return unused || (!this.isOnServer && !this.write())
  }

  changed() {
    if (this.isOnServer) {
      this.forget()
      return
    }
    this.isWritten = false
    this.report("unsaved")
    this.timers.write ??= setTimeout(() => this.write(), WRITE_AFTER)
    this.sendSoon(SEND_AFTER)
  }

  sendSoon(milliseconds) {
    if (this.isOnServer || this.isHeld || this.sending) return
    if (milliseconds === 0) clearTimeout(this.timers.send)
    else if (this.timers.send) return
    this.timers.send = setTimeout(() => this.send(), milliseconds)
  }

  /** Write the copy in this browser; false when that is not possible. */
  write() {
    clearTimeout(this.timers.write)
    this.timers.write = null
    if (!this.isWritten && !this.isOnServer) {
      this.isWritten = copies.write(this.user, this.article, [...new FormData(this.form).entries()])
    }
    return this.isWritten
  }

  /** The server has it all: no copy is needed here. */
  forget() {
    for (const name of ["write", "send"]) {
      clearTimeout(this.timers[name])
      this.timers[name] = null
    }
    copies.forget(this.user, this.article)
    this.isWritten = true
  }

  async send() {
    this.timers.send = null
    if (this.isOnServer || this.isHeld || this.sending) return
    this.sending = this.exchange()
    const again = await this.sending.finally(() => (this.sending = null))
    if (again !== null) this.sendSoon(again)
  }

  /** Send what is typed. Resolves to the milliseconds after which to send again, or null. */
  async exchange() {
    const sent = snapshot(this.form)
    const answer = await this.ask(this.words.autosave, new FormData(this.form))
    if (answer.state) {
      this.report(this.write() ? answer.state : "nowhere", answer.error)
      if (answer.state === "signed-out") askToSignInWhenIdle(() => this.sendSoon(0))
      return answer.state === "refused" ? null : RETRY_AFTER
    }
    signedInElsewhere()
    this.hasArticle(answer)
    this.onServer = sent
    if (!this.isOnServer) return SEND_AFTER
    this.forget()
    this.report("kept")
    return null
  }

  /**
   * POST `data`. Resolves to the JSON of the answer, or to {state, error} when the server did not take it: "offline",
   * "signed-out", "refused" with its reason, or "invalid" where it shows a page that says what is wrong.
   */
  async ask(address, data) {
    data.set("csrfmiddlewaretoken", csrfToken())
    const letters = [...data.values()].reduce((sum, { length }) => sum + length, 0)
    const signal = AbortSignal.timeout(GIVE_UP_AFTER + letters * A_LETTER_TAKES)
    const headers = { Accept: "application/json" }
    const response = await fetch(address, { method: "POST", body: data, headers, signal }).catch(() => null)
    if (!response || response.status >= 500) return { state: "offline" }
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json")
    const answer = isJson ? await response.json().catch(() => null) : null
    if (response.redirected || (response.status === 403 && !isJson)) return { state: "signed-out" }
    if (!response.ok) return { state: "refused", error: answer?.error }
    return answer ?? { state: "invalid" }
  }

  /** From when it is kept or saved first, an article has its own page: this one. */
  hasArticle({ url, autosave_url, compare_url, beat_url, leave_url, article }) {
    if (this.words.article) return
    copies.forget(this.user, this.article)
    this.article = this.words.article = String(article)
    Object.assign(this.words, { autosave: autosave_url, compare: compare_url, beat: beat_url, leave: leave_url })
    this.form.setAttribute("action", url)
    history.replaceState(history.state, "", url)
  }

  /** Send at once what the server has not got; where that fails it is tried again as ever. */
  async flush() {
    await this.sending?.catch(() => null)
    clearTimeout(this.timers.send)
    await this.send()
  }

  /** Resolves once nothing is under way; nothing more is sent until `release` or `saved`. For an explicit save. */
  async hold() {
    this.isHeld = true
    clearTimeout(this.timers.send)
    this.timers.send = null
    await this.sending?.catch(() => null)
  }

  release() {
    this.isHeld = false
    this.sendSoon(SEND_AFTER)
  }

  /** The server has saved `sent`, a snapshot. */
  saved(sent) {
    this.isHeld = false
    this.onServer = sent
    if (this.isOnServer) this.forget()
    else this.changed()
  }

  /** The page goes away: what is on no server yet is written here, and tried once more. */
  leave() {
    if (this.isOnServer) return
    this.write()
    if (this.isHeld) return // the form itself is on its way
    const data = new FormData(this.form)
    data.set("csrfmiddlewaretoken", csrfToken())
    fetch(this.words.autosave, { method: "POST", body: data, keepalive: true }).catch(() => null) // up to 64 KB
  }

  /** Show what an earlier page left in this browser, for the person to compare, take or drop. */
  async offer() {
    const opened = new FormData(this.form)
    for (const copy of copies.found(this.user, this.words.article ? this.article : "new")) {
      const answer = await this.ask(this.words.compare, dataOf(copy, this.user))
      if (answer.differs === false) {
        copies.drop(copy)
        await this.catchUp(copy, opened)
      } else this.showOffer(copy)
    }
  }

  /**
   * The server has `copy`, but what a page sends as it goes away arrives when the next one is made already: where this
   * one `opened` without it, it opens again.
   */
  async catchUp(copy, opened) {
    if (!this.words.article) return
    const answer = await this.ask(this.words.compare, opened)
    if (!answer.differs) return
    if (this.isOnServer) location.reload()
    else this.showOffer(copy)
  }

  showOffer(copy) {
    const notice = document.querySelector("[data-left-here]").content.firstElementChild.cloneNode(true)
    notice.querySelector("[data-ago]").textContent = this.ago(copy.at)
    notice.querySelector("[data-compare]").addEventListener("click", () => this.showDifference(copy))
    notice.querySelector("[data-take]").addEventListener("click", () => this.take(copy))
    notice.querySelector("[data-drop]").addEventListener("click", () => {
      copies.drop(copy)
      notice.remove()
    })
    this.form.querySelector(".notices").prepend(notice)
  }

  /** How long ago `at` was, both by this browser's clock, which may be wrong. */
  ago(at) {
    const minutes = Math.round((Date.now() - at) / 60_000)
    const passed = minutes < 60 ? [minutes, "minute"] : minutes < 2880 ? [minutes / 60, "hour"] : [minutes / 1440, "day"]
    const said = new Intl.RelativeTimeFormat(document.documentElement.lang, { numberingSystem: this.words.digits })
    return said.format(-Math.floor(passed[0]), passed[1])
  }

  /** In a page of its own, which the server makes. */
  showDifference(copy) {
    const sender = document.createElement("form")
    Object.assign(sender, { method: "post", action: this.words.compare, target: "_blank", hidden: true })
    for (const [name, value] of dataOf(copy, this.user)) {
      const field = document.createElement("input")
      Object.assign(field, { type: "hidden", name, value: name === "csrfmiddlewaretoken" ? csrfToken() : value })
      sender.append(field)
    }
    document.body.append(sender)
    sender.submit()
    sender.remove()
  }

  /** Put `copy` in the place of what stands here; that is put aside in its turn, if it is saved nowhere else. */
  async take(copy) {
    await this.hold()
    const answer = await this.ask(this.words.autosave, dataOf(copy, this.user))
    if (answer.state) {
      this.report(answer.state, answer.error)
      this.release()
      return
    }
    if (!this.isOnServer || this.words.restored) {
      copies.putAside(this.user, answer.article, [...new FormData(this.form).entries()])
    }
    copies.drop(copy)
    copies.forget(this.user, this.article)
    this.onServer = snapshot(this.form)
    location.replace(answer.url)
  }
}

function dataOf({ entries }, user) {
  const data = new FormData()
  for (const [name, value] of entries) data.append(name, value)
  data.set("typed_by", user)
  data.set("csrfmiddlewaretoken", csrfToken())
  return data
}
