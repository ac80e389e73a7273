// What is missing before publication leads to its field. Without this the link still goes to the place on the page.

document.querySelector("[data-checklist]").addEventListener("click", (event) => {
  const link = event.target.closest("a")
  if (!link) return
  event.preventDefault()
  const field = document.getElementById(link.hash.slice(1))
  const edition = field.closest("[data-edition]")
  if (edition) document.getElementById(`language-${edition.dataset.edition}`).checked = true
  const fold = field.closest("details")
  if (fold) fold.open = true
  field.scrollIntoView({ block: "center" })
  field.querySelector("textarea:not([hidden]), select, [contenteditable], input:not([type=hidden]), button")?.focus()
})
