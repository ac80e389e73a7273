// What a reader chose on this device, set before the page is drawn: the size of the text, light or dark. It stays here.
{
  const root = document.documentElement
  const dark = document.querySelector("link[data-dark]")
  const system = dark.media
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
      dark.media = { dark: "all", light: "not all" }[value] ?? system
      root.style.colorScheme = value // bars and fields of the browser's own
    },
  }
  root.dataset.scripted = ""
  for (const name of ["scheme", "text"]) choices.show(name, choices.read(name))
  window.newsroomChoices = choices

  document.addEventListener("click", ({ target }) => {
    if (!target.closest("[data-scheme-button]")) return
    const isDark = root.dataset.scheme ? root.dataset.scheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches
    choices.choose("scheme", isDark ? "light" : "dark")
  })
}
