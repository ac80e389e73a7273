// Select2, which the admin's pickers of one row are, does not say which field it is: it is called by the field's label.

window.addEventListener("load", () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`)
    const shown = document.getElementById(`select2-${select.id}-container`)
    if (label && shown) shown.setAttribute("aria-label", label.textContent.replace(":", "").trim())
  }
})
