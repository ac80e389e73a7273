/** The writing mode: the text alone, with what says that it is kept. Remembered in this browser; Esc leaves it. */

const REMEMBERED = "desk-quiet";

function set(isQuiet) {
  document.body.classList.toggle("is-quiet", isQuiet);
  localStorage.setItem(REMEMBERED, isQuiet ? "1" : "");
  for (const button of document.querySelectorAll("[data-opens=quiet]")) button.setAttribute("aria-pressed", isQuiet);
}

function toggle() {
  set(!document.body.classList.contains("is-quiet"));
}

/** Make the buttons of `field` enter and leave the mode. */
export function quiet(field) {
  for (const button of field.querySelectorAll("[data-opens=quiet], [data-leaves-quiet]")) button.addEventListener("click", toggle);
}

document.addEventListener("keydown", (event) => {
  const isShortcut = (event.ctrlKey || event.metaKey) && event.altKey && event.code === "Digit9";
  const leaves = event.key === "Escape" && !document.querySelector("dialog[open]") && document.body.classList.contains("is-quiet");
  if (!isShortcut && !leaves) return;
  event.preventDefault();
  toggle();
});

set(localStorage.getItem(REMEMBERED) === "1");
