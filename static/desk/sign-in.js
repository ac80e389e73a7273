/** Signing in again without leaving the page, in its <dialog data-sign-in>, as the same person. */

import { csrfToken } from "desk/csrf"

const dialog = document.querySelector("[data-sign-in]")
const form = dialog.querySelector("form")
const wrong = dialog.querySelector("[role=alert]")

let done = () => {}

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
dialog.querySelector("[data-later]").addEventListener("click", () => dialog.close())

/** Ask the person to sign in again; `whenDone` is called once they have. */
export function askToSignIn(whenDone) {
  done = whenDone
  if (!dialog.open) dialog.showModal()
}

/** They have signed in elsewhere: there is nothing left to ask. */
export function signedInElsewhere() {
  dialog.close()
}
