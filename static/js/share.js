// Shows the buttons of the share line that need a script: what the telephone itself shares with, copying, printing.

for (const line of document.querySelectorAll("[data-share]")) {
  const { url, title, copied, uncopied } = line.dataset
  const address = line.querySelector(".share-address")
  const said = line.querySelector("[role=status]")
  const button = (name, works, act) => {
    const found = line.querySelector(`[data-share-${name}]`)
    found.closest("li").hidden = !works
    found.addEventListener("click", act)
    return found
  }
  button("native", navigator.share, () => navigator.share({ title, url }).catch(() => {}))
  button("print", true, () => window.print())
  address.hidden = Boolean(navigator.clipboard) // it is what one would copy
  const copy = button("copy", navigator.clipboard, async () => {
    try {
      await navigator.clipboard.writeText(url)
      copy.textContent = said.textContent = copied
    } catch {
      address.hidden = false // forbidden by the reader or a policy
      said.textContent = uncopied
    }
  })
}
