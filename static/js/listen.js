// «استمع»: the device's own voice reads an article; pressed again it waits, and goes on where it was. Without a voice for
// the page's language the button is not there.
{
  // Voices from the network fall silent after 15 seconds and never say so (Chromium): no piece is as long.
  const PIECES = /.{40,160}[.!?؟…]["”»)]*(?=\s|$)|.{40,160}[،؛,;:](?=\s|$)|.{1,160}(?=\s|$)|\S+/g
  const UNHEARD = /[\u0640\u200e\u200f\u2066-\u2069]/g // tatweel, and what orders letters on the line
  const button = document.querySelector("[data-listen]")
  const speech = window.speechSynthesis
  const language = document.documentElement.lang.slice(0, 2)
  let pieces = null // {part, text}: all that is read, in order; made when first asked for
  let place = 0
  let reading = null // the Utterance that is heard now: a browser forgets one that nobody holds

  const piecesOf = (part) =>
    part.innerText
      .replace(UNHEARD, "")
      .split(/\n+/)
      .flatMap((line) => line.trim().replace(/\s+/g, " ").match(PIECES) ?? [])
      .map((text) => ({ part, text: text.trim() }))

  const show = (state) => {
    button.querySelector("[data-words]").textContent = button.dataset[state]
    document.querySelector(".is-spoken")?.classList.remove("is-spoken")
    if (state === "reading") pieces[place].part.classList.add("is-spoken")
  }

  const voice = () => {
    const fitting = speech.getVoices().filter(({ lang }) => lang.slice(0, 2).toLowerCase() === language)
    return fitting.find((one) => one.default) ?? fitting[0]
  }

  const goOn = () => {
    if (place === pieces.length) {
      place = 0
      reading = null
      return show("resting")
    }
    const mine = new SpeechSynthesisUtterance(pieces[place].text)
    mine.voice = voice() ?? null // gone meanwhile: the device says so by an error, or takes another
    mine.lang = mine.voice?.lang ?? language
    mine.onend = () => {
      if (reading !== mine) return // it was stopped before its last words said that they were over
      place += 1
      goOn()
    }
    mine.onerror = () => {
      if (reading !== mine) return
      wait()
      window.newsroomSay?.(button.dataset.failed, true)
    }
    reading = mine
    show("reading")
    speech.speak(mine)
  }

  const wait = () => {
    if (!reading) return
    reading = null
    speech.cancel()
    show("waiting")
  }

  const offer = () => {
    if (voice()) button.hidden = false
  }

  if (speech && window.SpeechSynthesisUtterance) {
    button.addEventListener("click", () => {
      if (reading) return wait()
      const parts = ".story h1, .story-standfirst, .story-body > :is(p, h2, h3, ul, ol, blockquote)"
      pieces ??= [...document.querySelectorAll(parts)].flatMap(piecesOf)
      if (speech.speaking) speech.cancel() // what another page of ours is saying
      goOn()
    })
    offer()
    speech.addEventListener?.("voiceschanged", offer)
    window.addEventListener("pagehide", wait)
  }
}
