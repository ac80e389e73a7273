// A click on the picture sets its focal point in the two number fields; the fields move the mark.

for (const picture of document.querySelectorAll("[data-focal]")) {
  const across = document.getElementById("id_focal_x")
  const down = document.getElementById("id_focal_y")
  const mark = picture.querySelector("ellipse")
  const show = () => {
    mark.setAttribute("cx", across.value * 100)
    mark.setAttribute("cy", down.value * 100)
  }
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect()
    across.value = ((event.clientX - box.left) / box.width).toFixed(2)
    down.value = ((event.clientY - box.top) / box.height).toFixed(2)
    show()
  })
  across.addEventListener("input", show)
  down.addEventListener("input", show)
}
