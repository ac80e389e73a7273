// What a reader chose on this device, set before the page is drawn: the size of the text, light or dark. It stays here.
{
  const root = document.documentElement
  const { sheet } = document.querySelector("link[data-tokens]") // null where it could not be loaded
  const dark = [...(sheet?.cssRules ?? [])].find(({ media }) => media?.mediaText.includes("dark"))?.media
  const system = dark?.mediaText
  const isSystemDark = () => matchMedia("(prefers-color-scheme: dark)").matches
  const isDark = () => (root.dataset.scheme ? root.dataset.scheme === "dark" : isSystemDark())
  const choices = {
    read(name) {
      try {
        return localStorage.getItem(name) ?? ""
      } catch {
        return "" // a browser that keeps nothing
      }
    },
    choose(name, value) {
      try {
        value ? localStorage.setItem(name, value) : localStorage.removeItem(name)
      } catch {} // it holds for this page then
      this.show(name, value)
    },
    show(name, value) {
      root.dataset[name] = value
      if (name !== "scheme") return
      if (dark) dark.mediaText = { dark: "screen", light: "not all" }[value] ?? system
      root.style.colorScheme = value // bars and fields of the browser's own
    },
  }
  root.dataset.scripted = ""
  for (const name of ["scheme", "text"]) choices.show(name, choices.read(name))
  window.newsroomChoices = choices

  const tell = () => document.querySelector("[data-scheme-button]")?.setAttribute("aria-pressed", isDark())
  document.addEventListener("DOMContentLoaded", tell)
  document.addEventListener("click", ({ target }) => {
    if (!target.closest("[data-scheme-button]")) return
    const wanted = isDark() ? "light" : "dark"
    choices.choose("scheme", wanted === (isSystemDark() ? "dark" : "light") ? "" : wanted) // as the system: it leads again
    tell()
  })
  // Chosen in another tab, or before this page was left and come back to.
  window.addEventListener("storage", ({ key }) => ["scheme", "text"].includes(key) && again())
  window.addEventListener("pageshow", ({ persisted }) => persisted && again())
  const again = () => {
    for (const name of ["scheme", "text"]) choices.show(name, choices.read(name))
    tell()
  }
}
