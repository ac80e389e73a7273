// The page of what a reader saved in this browser, and what stands in place of a page that is not to be had without a
// connection (sw.js).
{
  const saved = window.newsroomSaved
  const list = document.querySelector("[data-saved]")
  const none = document.querySelector("[data-saved-none]")
  const row = document.querySelector("[data-saved-row]").content.firstElementChild
  const said = document.querySelector("[data-saved-said]")
  const listPage = list.dataset.saved
  let shown

  const entryOf = ({ address, headline, place, minutes }) => {
    const entry = row.cloneNode(true)
    const [, language = "ar"] = /^\/(en|fr)\//.exec(address) ?? []
    if (!document.documentElement.lang.startsWith(language)) {
      // Words of another edition, in their order and for a voice of their language.
      for (const words of entry.querySelectorAll("[data-place], a, [data-minutes]")) {
        words.lang = language
        words.dir = language === "ar" ? "rtl" : "ltr"
      }
    }
    const link = entry.querySelector("a")
    link.href = address
    link.textContent = headline
    entry.querySelector("[data-place]").textContent = place
    entry.querySelector("[data-minutes]").textContent = minutes
    const remove = entry.querySelector("button")
    remove.setAttribute("aria-label", `${remove.textContent.trim()}: ${headline}`)
    remove.addEventListener("click", () => drop(address))
    return entry
  }

  const show = () => {
    const now = JSON.stringify(saved.list)
    if (now === shown) return
    shown = now
    list.replaceChildren(...saved.list.map(entryOf))
    none.hidden = list.children.length > 0
  }

  const drop = async (address) => {
    const place = saved.list.findIndex((entry) => entry.address === address)
    await saved.remove(address, listPage).catch(() => {})
    show()
    said.textContent = said.dataset.dropped
    const buttons = list.querySelectorAll("button")
    const next = buttons[Math.min(place, buttons.length - 1)] ?? document.querySelector("main")
    next.focus()
  }

  const withdraw = async () => {
    const gone = await saved.withdrawn()
    for (const address of gone || []) {
      const { headline } = saved.find(address)
      await saved.remove(address, listPage)
      said.append(Object.assign(document.createElement("p"), { textContent: `${said.dataset.withdrawn} ${headline}` }))
    }
    show()
  }

  show()
  window.addEventListener("pageshow", show)
  window.addEventListener("storage", show) // saved or removed in another tab
  if (location.pathname !== listPage) {
    const offline = document.querySelector("[data-offline]").content
    document.querySelector(".list-head").replaceChildren(offline)
    document.title = document.querySelector("h1").textContent
    document.querySelector("[data-again]").addEventListener("click", () => location.reload())
  } else if (navigator.onLine) withdraw().catch(() => {})
}
