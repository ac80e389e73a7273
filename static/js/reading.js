// The tools above an article: larger text, save for later, listen. Without this script they are not there.

const SIZES = ["", "large", "larger"]
const tools = document.querySelector("[data-tools]")
const button = (name) => tools.querySelector(`[data-${name}]`)
const { newsroomChoices: choices, newsroomSaved: saved } = window

// Text size -----------------------------------------------------------------------------------------------------------

button("size").addEventListener("click", () => {
  const size = SIZES[(SIZES.indexOf(document.documentElement.dataset.text) + 1) % SIZES.length]
  choices.choose("text", size)
  say(tools.dataset[`size${SIZES.indexOf(size)}`])
})

// Save for later ------------------------------------------------------------------------------------------------------

const keep = button("keep")
const address = location.pathname

function showKept() {
  const kept = saved.has(address)
  keep.setAttribute("aria-pressed", String(kept))
  keep.querySelector("[data-words]").textContent = kept ? keep.dataset.kept : keep.dataset.unkept
}

keep.addEventListener("click", async () => {
  const { headline, place, minutes, list } = tools.dataset
  const had = saved.has(address)
  try {
    await (had ? saved.remove(address) : saved.add({ address, headline, place, minutes }, list))
    say(had ? tools.dataset.dropped : tools.dataset.kept)
  } catch {
    say(navigator.onLine ? tools.dataset.notKept : tools.dataset.offline)
  }
  showKept()
})
showKept()

// Listen --------------------------------------------------------------------------------------------------------------

const listen = button("listen")
const speech = window.speechSynthesis
const language = document.documentElement.lang
let reading = null // what is read now: {part}, the element whose turn it is

function offerVoice() {
  const voice = speech.getVoices().find(({ lang }) => lang.slice(0, 2) === language.slice(0, 2))
  if (!voice) return
  listen.hidden = false
  listen.onclick = () => (reading ? stop() : read(voice))
}

function read(voice) {
  const parts = [...document.querySelectorAll(".story h1, .story-standfirst, .story-body > :is(p, h2, h3, ul, ol, blockquote)")]
  const mine = (reading = { part: parts[0] })
  listen.setAttribute("aria-pressed", "true")
  const next = ([part, ...rest]) => {
    if (reading !== mine) return // stopped, and maybe begun anew, before its last words said that they were over
    if (!part) return stop()
    const spoken = Object.assign(new SpeechSynthesisUtterance(part.innerText), { voice, lang: voice.lang })
    mine.part = part
    part.classList.add("is-spoken")
    spoken.onend = spoken.onerror = () => {
      part.classList.remove("is-spoken")
      next(rest)
    }
    speech.speak(spoken)
  }
  next(parts)
}

function stop() {
  reading?.part.classList.remove("is-spoken")
  reading = null
  speech.cancel()
  listen.setAttribute("aria-pressed", "false")
}

if (speech) {
  offerVoice()
  speech.addEventListener?.("voiceschanged", offerVoice)
  window.addEventListener("pagehide", stop)
}

function say(words) {
  tools.querySelector("[role=status]").textContent = words
}
