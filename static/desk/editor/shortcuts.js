/** The list of shortcuts: Ctrl+/ anywhere on the page, or the button «?». */

import { openDialog } from "desk/pickers";

let isOpen = false;

async function show() {
  if (isOpen || document.querySelector("dialog[open]")) return;
  const focused = document.activeElement;
  isOpen = true;
  await openDialog("shortcuts");
  isOpen = false;
  focused?.focus();
}

export function shortcuts(field) {
  field.querySelector("[data-opens=shortcuts]").addEventListener("click", show);
}

document.addEventListener("keydown", (event) => {
  // On an Arabic keyboard the key of the slash writes ظ.
  if (!(event.ctrlKey || event.metaKey) || event.altKey || !(event.key === "/" || event.code === "Slash")) return;
  event.preventDefault();
  show();
});
