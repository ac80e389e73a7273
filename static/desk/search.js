/**
 * The desk's search field, in the header of every page. Without this it is a form that leads to a page of results; with
 * it they stand under the field as one types (WAI-ARIA combobox), and a key leads into the field from anywhere.
 */

const TYPING_PAUSE = 150; // milliseconds without a key before the server is asked

function start(form) {
  const input = form.querySelector("input");
  const list = form.querySelector("[role=listbox]");
  const status = form.querySelector("[aria-live]");
  let options = [];
  let active = -1;
  let timer;
  let request;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  close();

  function close() {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    options = [];
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  function activate(place) {
    active = place;
    options.forEach((option, number) => option.setAttribute("aria-selected", number === place));
    if (place < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options[place].id);
    options[place].scrollIntoView({ block: "nearest" });
  }

  async function find() {
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    const words = input.value.trim();
    if (!words) return close();
    let answer;
    try {
      const address = `${form.action}?q=${encodeURIComponent(words)}`;
      const response = await fetch(address, { headers: { Accept: "application/json" }, signal });
      answer = await response.json();
    } catch {
      return; // the next letter asks again, and Enter opens the page, which says what is wrong
    }
    if (signal.aborted || !answer.html || !form.contains(document.activeElement)) return;
    list.innerHTML = answer.html;
    status.textContent = answer.said;
    options = [...list.querySelectorAll("[role=option]")];
    options.forEach((option, number) => (option.id = `${list.id}-${number}`));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    activate(-1);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, TYPING_PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return find();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // Beyond either end lies the field itself, where Enter opens the page of all results.
      const places = options.length + 1;
      activate(((active + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      options[active].click();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // the first one closes the list, the next one empties the field
      event.stopPropagation();
      close();
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]") || !leadsHere(event)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

/** Is it "/" outside of a field, or Ctrl+K outside of the text, where it makes a link? On Arabic keyboards as well. */
function leadsHere({ target, key, code, ctrlKey, metaKey, altKey, shiftKey }) {
  if (altKey || target.isContentEditable) return false;
  if (ctrlKey || metaKey) return code === "KeyK" && !shiftKey;
  return !target.closest("input, textarea, select") && (key === "/" || (code === "Slash" && !shiftKey));
}

for (const form of document.querySelectorAll("[data-desk-search]")) start(form);
