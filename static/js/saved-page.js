// The page of what a reader saved in this browser.

const saved = window.newsroomSaved
const list = document.querySelector("[data-saved]")
const row = document.querySelector("[data-saved-row]").content.firstElementChild

function show() {
  list.replaceChildren(
    ...saved.list.map(({ address, headline, place, minutes }) => {
      const entry = row.cloneNode(true)
      const link = entry.querySelector("a")
      link.href = address
      link.textContent = headline
      entry.querySelector("[data-place]").textContent = place
      entry.querySelector("[data-minutes]").textContent = minutes
      const remove = entry.querySelector("button")
      remove.setAttribute("aria-label", `${remove.textContent.trim()}: ${headline}`)
      remove.addEventListener("click", () => saved.remove(address).catch(() => null).then(show))
      return entry
    }),
  )
  document.querySelector("[data-saved-none]").hidden = list.children.length > 0
}
show()
window.addEventListener("pageshow", show)
