// J and K lead from row to row of a list; once in it, the arrows do as well. Enter opens a row, as it does any link.

const lists = [...document.querySelectorAll("[data-rows], #result_list")]
const ROW = "li > a:first-of-type, tbody tr > :is(.field-headline_cell, th) > a"

/** Which way a key leads: by its place on the keyboard, since J and K are other letters on an Arabic one. */
function stepOf({ code, target, altKey, ctrlKey, metaKey, shiftKey, isComposing }) {
  if (altKey || ctrlKey || metaKey || shiftKey || isComposing) return 0
  if (target.closest("input, textarea, select, [contenteditable], dialog")) return 0
  const inside = lists.some((list) => list.contains(target))
  if (code === "KeyJ" || (inside && code === "ArrowDown")) return 1
  if (code === "KeyK" || (inside && code === "ArrowUp")) return -1
  return 0
}

document.addEventListener("keydown", (event) => {
  const step = event.defaultPrevented ? 0 : stepOf(event)
  if (!step) return
  const rows = lists.flatMap((list) => [...list.querySelectorAll(ROW)]).filter((row) => row.checkVisibility())
  const row = rows.findIndex((row) => row.closest("li, tr").contains(document.activeElement))
  const next = row < 0 ? (step > 0 ? 0 : rows.length - 1) : row + step
  if (!rows[next]) return
  event.preventDefault()
  rows[next].focus()
  rows[next].scrollIntoView({ block: "nearest" })
})
