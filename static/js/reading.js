// The tools above an article that need no other script: larger text, save for later. Each shows itself; without this
// script none is there. What they say is heard, and seen where something went wrong.
{
  const SIZES = ["", "large", "larger"]
  const tools = document.querySelector("[data-tools]")
  const said = document.querySelector("[data-tools-said]")
  const words = tools.dataset
  const { newsroomChoices: choices, newsroomSaved: saved } = window

  const say = (text, isSeen = false) => {
    said.textContent = text
    said.classList.toggle("unseen", !isSeen)
  }
  const quiet = () => say("")
  document.addEventListener("pointerdown", quiet)
  document.addEventListener("keydown", ({ key }) => key === "Escape" && quiet())
  window.newsroomSay = say

  // Text size ---------------------------------------------------------------------------------------------------------

  const size = tools.querySelector("[data-size]")
  size.addEventListener("click", () => {
    const place = (SIZES.indexOf(document.documentElement.dataset.text) + 1) % SIZES.length
    choices.choose("text", SIZES[place])
    say(words[`size${place}`])
  })
  size.hidden = false

  // Save for later ----------------------------------------------------------------------------------------------------

  const keep = tools.querySelector("[data-keep]")
  const entry = { address: location.pathname, headline: words.headline, place: words.place, minutes: words.minutes }
  let isBusy = false

  const showKept = () => {
    const isKept = saved.has(entry.address)
    keep.setAttribute("aria-pressed", isKept)
    keep.querySelector("[data-words]").textContent = isKept ? keep.dataset.kept : keep.dataset.unkept
  }

  const keepOrDrop = async () => {
    if (saved.has(entry.address)) {
      await saved.remove(entry.address, words.list)
      return say(words.dropped)
    }
    if (!navigator.onLine) return say(words.offline, true)
    const isThere = await saved.add(entry, words.list)
    say(isThere ? words.kept : words.listed, !isThere)
  }

  if (saved) {
    keep.addEventListener("click", async () => {
      if (isBusy) return
      isBusy = true
      await keepOrDrop().catch(() => say(navigator.onLine ? words.notKept : words.offline, true))
      isBusy = false
      showKept()
    })
    showKept()
    keep.hidden = false
    window.addEventListener("storage", showKept) // in another tab
    window.addEventListener("pageshow", showKept)
    // What was kept is what is read here now, with its corrections and under its new headline.
    if (saved.has(entry.address) && navigator.onLine) {
      window.addEventListener("load", () => saved.renew(entry, words.list).catch(() => {}))
    }
  }
}
