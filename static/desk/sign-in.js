/** Signing in again without leaving the page, in its <dialog data-sign-in>, as the same person. */

import { csrfToken } from "desk/csrf"

const dialog = document.querySelector("[data-sign-in]")
const form = dialog.querySelector("form")
const wrong = dialog.querySelector("[role=alert]")

const PAUSE = 1000 // milliseconds without a key: what is typed on would go into the password
const LATER = 120_000 // until somebody who put it off is asked again

let done = () => {}
let typedAt = 0
let askedAgainAt = 0
let waiting = null

for (const kind of ["keydown", "input"]) document.addEventListener(kind, () => (typedAt = Date.now()), true)

form.addEventListener("submit", async (event) => {
  event.preventDefault()
  wrong.textContent = ""
  const address = form.getAttribute("action")
  const entry = await fetch(address).catch(() => null) // its answer sets the cookie that the form must repeat
  if (!entry?.ok) {
    wrong.textContent = dialog.dataset.offline
    return
  }
  const data = new FormData(form)
  data.set("csrfmiddlewaretoken", csrfToken())
  const answer = await fetch(address, { method: "POST", body: data }).catch(() => null)
  // Whoever is let in is sent on; whoever is not gets the page of the sign-in again.
  if (answer?.ok && new URL(answer.url).pathname !== address) {
    form.elements.password.value = ""
    dialog.close()
    done()
  } else if (!answer || answer.status >= 500) wrong.textContent = dialog.dataset.offline
  else wrong.textContent = answer.status === 429 ? dialog.dataset.locked : dialog.dataset.refused
})
dialog.querySelector("[data-later]").addEventListener("click", () => {
  askedAgainAt = Date.now() + LATER
  dialog.close()
})
dialog.addEventListener("cancel", () => (askedAgainAt = Date.now() + LATER)) // by Esc

/** Ask the person to sign in again; `whenDone` is called once they have. */
export function askToSignIn(whenDone) {
  done = whenDone
  clearTimeout(waiting)
  if (!dialog.open) dialog.showModal()
}

/** The same, once they stop typing; whoever puts it off has a while to finish the sentence. */
export function askToSignInWhenIdle(whenDone) {
  if (dialog.open || Date.now() < askedAgainAt) return // who saved and is asked already is to have it saved
  clearTimeout(waiting)
  const typing = typedAt + PAUSE - Date.now()
  if (typing > 0) waiting = setTimeout(() => askToSignInWhenIdle(whenDone), typing)
  else askToSignIn(whenDone)
}

/** They have signed in elsewhere: there is nothing left to ask. */
export function signedInElsewhere() {
  clearTimeout(waiting)
  dialog.close()
}
