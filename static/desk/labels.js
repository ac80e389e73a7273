// Select2, which the admin's pickers of one row are, does not say which field it is: it is called by the field's label.
// It is made when jQuery is ready, which may be after the page has loaded; this comes behind it in jQuery's own line.

window.django?.jQuery?.(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`)?.textContent ?? select.ariaLabel
    const shown = document.getElementById(`select2-${select.id}-container`)
    if (label && shown) shown.setAttribute("aria-label", label.replace(":", "").trim())
  }
})
