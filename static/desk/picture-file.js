// A file that is too heavy is not chosen: it would go up for minutes, or be cut off on its way by a proxy.

for (const field of document.querySelectorAll("input[type=file][data-max-bytes]")) {
  const error = Object.assign(document.createElement("div"), { className: "errorlist", role: "alert" })
  field.addEventListener("change", () => {
    error.remove()
    if (!(field.files[0]?.size > field.dataset.maxBytes)) return
    field.value = ""
    error.textContent = field.dataset.tooHeavy
    field.before(error)
  })
}
