/**
 * The desk's pickers: a search field with a list under it, rows that move, and the dialogs that choose a picture, an
 * article, a link or an embed. Every word a person reads stands in the templates; this file only fills in names.
 */

import { csrfToken } from "desk/csrf";

// Asking the server -----------------------------------------------------------------------------------------------

/**
 * What the server answers to `url` (to a POST of `body`, if there is one), as JSON. Throws an Error whose message is a
 * sentence for the person; what else the server said is its `answer`.
 */
export async function ask(url, body) {
  let response;
  let answer;
  try {
    response = await fetch(url, body && { method: "POST", body, headers: { "X-CSRFToken": csrfToken() } });
    answer = await response.json();
  } catch {
    throw new Error(document.querySelector("[data-offline]")?.dataset.offline);
  }
  if (!response.ok) throw Object.assign(new Error(answer.error), { answer });
  return answer;
}

/** The entries of a picker for what was typed. */
export async function search(url, words) {
  const separator = url.includes("?") ? "&" : "?";
  return (await ask(`${url}${separator}q=${encodeURIComponent(words)}`)).results;
}

const asked = new Map();

/** The entry that the picker at `url` has for `id`, or undefined. Those asked for at one time go in one request. */
export function entryOf(url, id) {
  if (!asked.has(url)) asked.set(url, { waiting: new Set(), answer: null });
  const batch = asked.get(url);
  batch.waiting.add(id);
  batch.answer ??= Promise.resolve().then(() => {
    asked.delete(url);
    return ask(`${url}?ids=${[...batch.waiting].join(",")}`);
  });
  return batch.answer.then(({ results }) => results.find((entry) => entry.id === id));
}

/** `text` with {name} and the like filled in. */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// A search field with a list under it (WAI-ARIA combobox) ----------------------------------------------------------

const TYPING_PAUSE = 150; // milliseconds without a key before the server is asked

/**
 * Searches while a person types. `input` is the field, `list` its listbox, `find(words)` promises entries
 * ({id, label, note}) and `choose(entry)` is told which was taken. In a dialog the list stays open.
 */
export class Combobox {
  constructor(input, list, { find, choose }) {
    Object.assign(this, { input, list, find, choose, entries: [], active: -1, request: 0 });
    this.stays = Boolean(input.closest("dialog"));
    input.addEventListener("input", () => this.later());
    input.addEventListener("click", () => this.search());
    input.addEventListener("keydown", (event) => this.key(event));
    if (!this.stays) input.addEventListener("blur", () => this.isWanted || this.close());
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(Number(option.dataset.place));
    });
  }

  later() {
    if (this.isWanted) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), TYPING_PAUSE);
  }

  search() {
    clearTimeout(this.timer);
    this.timer = null;
    const request = ++this.request;
    this.pending = this.find(this.input.value.trim()).then(
      (entries) => request === this.request && this.show(entries),
      (error) => request === this.request && this.say(error.message),
    );
    return this.pending;
  }

  show(entries) {
    this.entries = entries;
    this.list.replaceChildren(...entries.map((entry, place) => this.option(entry, place)));
    if (!entries.length) this.say(this.list.dataset.none);
    this.open(entries.length ? 0 : -1);
  }

  option(entry, place) {
    const option = document.createElement("li");
    option.setAttribute("role", "option");
    option.id = `${this.list.id}-${place}`;
    option.dataset.place = place;
    const label = document.createElement("span");
    label.textContent = entry.label;
    label.dir = "auto";
    const note = document.createElement("small");
    note.textContent = entry.note;
    option.append(label, " ", note);
    return option;
  }

  say(message) {
    this.entries = [];
    const line = document.createElement("li");
    line.className = "combobox-none";
    line.textContent = message;
    this.list.replaceChildren(line);
    this.open(-1);
  }

  open(active) {
    this.active = active;
    if (!this.stays && document.activeElement !== this.input) return;
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.activate(active);
  }

  close() {
    clearTimeout(this.timer);
    this.request++;
    this.list.hidden = true;
    this.entries = [];
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  activate(place) {
    this.active = place;
    for (const option of this.list.querySelectorAll("[role=option]")) {
      const isActive = Number(option.dataset.place) === place;
      option.setAttribute("aria-selected", isActive);
      if (isActive) option.scrollIntoView({ block: "nearest" });
    }
    if (place < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${place}`);
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden || !this.entries.length) return this.search();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.activate((this.active + step + this.entries.length) % this.entries.length);
    } else if (event.key === "Enter") {
      event.preventDefault(); // it would send the form around it
      if (!this.isWanted) this.takeFound();
    } else if (event.key === "Escape" && !this.stays && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    }
  }

  /** Take the active one as soon as it is found; who does not wait for that goes on typing, or away, and loses nothing. */
  async takeFound() {
    const typed = this.input.value;
    this.isWanted = true;
    if (this.timer) this.search();
    const { request } = this;
    await this.pending;
    this.isWanted = false;
    if (request !== this.request) return; // left, or asked for something else
    this.take(this.active, typed);
    const isHere = document.activeElement === this.input;
    if (isHere && this.input.value && this.input.value !== typed) this.later();
    if (!isHere && !this.stays) this.close();
  }

  take(place, typed = this.input.value) {
    const entry = this.entries[place];
    if (!entry) return;
    this.input.value = this.input.value.startsWith(typed) ? this.input.value.slice(typed.length) : "";
    if (!this.stays) this.close();
    this.choose(entry);
  }
}

// Rows that move ---------------------------------------------------------------------------------------------------

/**
 * Lets a person order and remove the rows (li[data-id]) of `list`: by buttons, by Alt with the arrows, by dragging
 * the grip. `changed(what, row)` is told "moved" or "removed" once it is done.
 */
export class OrderedRows {
  constructor(list, changed) {
    Object.assign(this, { list, changed });
    for (const row of this.rows) this.name(row);
    list.addEventListener("click", (event) => this.click(event));
    list.addEventListener("keydown", (event) => this.key(event));
    list.addEventListener("pointerdown", (event) => this.drag(event));
  }

  get rows() {
    return [...this.list.children];
  }

  /** Say in the accessible name of each of the row's controls which row it is. */
  name(row) {
    for (const control of row.querySelectorAll("button, select")) {
      control.setAttribute("aria-label", `${control.title}: ${labelOf(row)}`);
    }
  }

  add(row) {
    this.name(row);
    this.list.append(row);
  }

  click(event) {
    const button = event.target.closest("button");
    const row = button?.closest("li");
    if (!row || event.detail > 1) return; // the second of a double click meets the row that came to this place
    if ("up" in button.dataset) this.move(row, -1, button);
    else if ("down" in button.dataset) this.move(row, 1, button);
    else if ("remove" in button.dataset) this.remove(row);
  }

  key(event) {
    const row = event.target.closest("li");
    if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    this.move(row, event.key === "ArrowUp" ? -1 : 1, event.target);
  }

  move(row, step, focused) {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(row);
    else other.after(row);
    focused.focus();
    this.changed("moved", row);
  }

  remove(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    next?.querySelector("[data-remove]").focus();
    this.changed("removed", row);
  }

  drag(event) {
    const row = event.target.closest("[data-grip]")?.closest("li");
    if (!row || event.button !== 0) return;
    event.preventDefault();
    const before = this.rows.indexOf(row);
    row.classList.add("is-dragged");
    const move = ({ clientY }) => {
      const above = this.rows.findLast((other) => other !== row && middleOf(other) < clientY);
      if (above ? above.nextElementSibling !== row : this.list.firstElementChild !== row) {
        if (above) above.after(row);
        else this.list.prepend(row);
      }
    };
    const drop = () => {
      document.removeEventListener("pointermove", move);
      row.classList.remove("is-dragged");
      if (this.rows.indexOf(row) !== before) this.changed("moved", row);
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", drop, { once: true });
    document.addEventListener("pointercancel", drop, { once: true });
  }
}

function middleOf(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}

function labelOf(row) {
  return row.querySelector("[data-label]").textContent;
}

// Authors and topics -----------------------------------------------------------------------------------------------

function orderedField(field) {
  const value = field.querySelector("input[type=hidden]");
  const input = field.querySelector("[role=combobox]");
  const status = field.querySelector("[role=status]");
  const list = field.querySelector("ol");

  const rows = new OrderedRows(list, (what, row) => {
    keep();
    tell(what, row);
    if (!list.children.length) input.focus();
  });
  const keep = () => {
    const chosen = rows.rows.map((row) => {
      const role = row.querySelector("select");
      return role ? { author: Number(row.dataset.id), role: role.value } : Number(row.dataset.id);
    });
    value.value = JSON.stringify(chosen);
    value.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const tell = (what, row) => {
    const place = rows.rows.indexOf(row) + 1;
    status.textContent = filled(status.dataset[what], { name: labelOf(row), place, count: rows.rows.length });
  };

  const choose = (entry) => {
    const present = rows.rows.find((row) => Number(row.dataset.id) === entry.id);
    if (present) return tell("present", present);
    const row = field.querySelector("template").content.firstElementChild.cloneNode(true);
    row.dataset.id = entry.id;
    row.querySelector("[data-label]").textContent = entry.label;
    row.querySelector("[data-note]").textContent = entry.note;
    rows.add(row);
    keep();
    tell("added", row);
  };

  list.addEventListener("change", keep); // a role
  field.addEventListener("choose", ({ detail }) => choose(detail)); // from what is suggested beside it
  new Combobox(input, field.querySelector("[role=listbox]"), {
    find: (words) => search(field.dataset.url, words),
    choose,
  });
}

// A picture --------------------------------------------------------------------------------------------------------

function imageField(field) {
  const value = field.querySelector("input");
  const picture = field.querySelector("img");
  const remove = field.querySelector("[data-remove]");
  const choose = field.querySelector("[data-choose]");

  const show = (image) => {
    value.value = image?.id ?? "";
    value.dispatchEvent(new Event("input", { bubbles: true }));
    picture.hidden = remove.hidden = !image;
    if (image) Object.assign(picture, { src: image.src, alt: image.alt, width: image.width, height: image.height });
    else picture.removeAttribute("src");
    choose.textContent = image ? choose.dataset.another : choose.dataset.first;
  };
  choose.addEventListener("click", async () => {
    const image = await openDialog("images");
    if (image) show(image);
  });
  remove.addEventListener("click", () => {
    show(null);
    choose.focus();
  });
}

// Dialogs ----------------------------------------------------------------------------------------------------------

let dialogs = null;

/** The dialogs, in an element that is not yet in the page; asked for once. Throws an Error whose message is a sentence for the person. */
async function loadDialogs() {
  const { html } = await ask(document.querySelector("[data-dialogs]").dataset.dialogs);
  const holder = document.createElement("div");
  holder.innerHTML = html;
  for (const dialog of holder.querySelectorAll("dialog")) PREPARE[dialog.dataset.dialog](dialog);
  return holder;
}

/**
 * Open a dialog and promise what was chosen; null when the person left it. By `name`, with the `values` it takes:
 * "images" (language of an upload's words) gives an entry, "articles" (an id to except, words to begin with) an entry,
 * "link" (href) gives {href} or {remove: true}, "embed" {url}, or {href} of what cannot be embedded, "shortcuts" nothing.
 */
export async function openDialog(name, values = {}) {
  let holder;
  try {
    holder = await (dialogs ??= loadDialogs());
  } catch (error) {
    dialogs = null; // the next click tries again
    window.alert(error.message);
    return null;
  }
  if (!holder.isConnected) document.body.append(holder);
  const dialog = holder.querySelector(`[data-dialog="${name}"]`);
  if (dialog.open) return null; // asked for twice before it was there
  return new Promise((resolve) => {
    const opening = { chosen: null };
    const told = () => {
      if (dialog.open && dialog.opening === opening) return; // the close of an earlier opening, which is told late
      dialog.removeEventListener("close", told);
      resolve(opening.chosen);
    };
    dialog.opening = opening;
    dialog.addEventListener("close", told);
    dialog.dispatchEvent(new CustomEvent("prepare", { detail: values }));
    dialog.showModal();
  });
}

/** Close `dialog` with what was `chosen`, unless it was left since it was opened for that. */
function close(dialog, chosen, opening = dialog.opening) {
  if (!dialog.open || dialog.opening !== opening) return;
  opening.chosen = chosen;
  dialog.close();
}

function prepareCommon(dialog) {
  dialog.querySelector("[data-cancel]").addEventListener("click", () => close(dialog, null));
  const error = dialog.querySelector("[role=alert]");
  dialog.addEventListener("prepare", () => {
    for (const form of dialog.querySelectorAll("form")) form.reset();
    error.textContent = "";
  });
  return error;
}

/** What each dialog does, by its name; called once with the dialog. */
const PREPARE = {
  images(dialog) {
    const error = prepareCommon(dialog);
    const grid = dialog.querySelector("ul");
    const words = dialog.querySelector("input[type=search]");
    const upload = dialog.querySelector("form");
    let timer;
    let request = 0;

    const find = async () => {
      const mine = ++request;
      try {
        const images = await search(grid.dataset.url, words.value.trim());
        if (mine === request) show(images);
      } catch (failure) {
        error.textContent = failure.message;
      }
    };
    const show = (images) => {
      grid.replaceChildren(...images.map(tile));
      dialog.querySelector("[data-none]").hidden = images.length > 0;
    };
    const tile = (image) => {
      const item = grid.parentElement.querySelector("template").content.firstElementChild.cloneNode(true);
      Object.assign(item.querySelector("img"), { src: image.thumbnail, alt: image.alt });
      item.querySelector("span").textContent = image.label;
      item.querySelector("small").textContent = image.note;
      item.querySelector("button").addEventListener("click", () => close(dialog, image));
      return item;
    };

    words.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(find, TYPING_PAUSE);
    });
    dialog.addEventListener("prepare", ({ detail }) => {
      words.value = "";
      upload.elements.language.value = detail.language ?? "";
      dialog.querySelector("details").open = false;
      find();
    });
    upload.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (upload.elements.file.files[0]?.size > upload.dataset.maxBytes) {
        error.textContent = error.dataset.tooHeavy; // before it goes up for minutes
        return;
      }
      const { opening } = dialog;
      const send = upload.querySelector("[type=submit]");
      send.disabled = true;
      error.textContent = "";
      try {
        const { results } = await ask(grid.dataset.url, new FormData(upload));
        close(dialog, results[0], opening);
      } catch (failure) {
        if (dialog.opening === opening) error.textContent = failure.message;
      }
      send.disabled = false;
    });
  },

  articles(dialog) {
    prepareCommon(dialog);
    const list = dialog.querySelector("[role=listbox]");
    const input = dialog.querySelector("[role=combobox]");
    let address;
    const box = new Combobox(input, list, {
      find: (words) => search(address, words),
      choose: (entry) => close(dialog, entry),
    });
    dialog.addEventListener("prepare", ({ detail }) => {
      address = `${list.dataset.url}?except=${detail.except ?? ""}`;
      input.value = detail.words ?? "";
      box.search();
    });
  },

  shortcuts(dialog) {
    prepareCommon(dialog);
  },

  link(dialog) {
    const error = prepareCommon(dialog);
    const form = dialog.querySelector("form");
    const remove = dialog.querySelector("[data-remove]");
    dialog.addEventListener("prepare", ({ detail }) => {
      form.elements.href.value = detail.href ?? "";
      remove.hidden = !detail.href;
    });
    remove.addEventListener("click", () => close(dialog, { remove: true }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const href = wholeAddress(form.elements.href.value.trim());
      if (href) close(dialog, { href });
      else error.textContent = error.dataset.wrong;
    });
  },

  embed(dialog) {
    const error = prepareCommon(dialog);
    const form = dialog.querySelector("form");
    const asLink = dialog.querySelector("[data-as-link]");
    const typed = () => form.elements.url.value.trim();
    dialog.addEventListener("prepare", () => (asLink.hidden = true));
    form.addEventListener("input", () => (asLink.hidden = true));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const { opening } = dialog;
      try {
        close(dialog, await ask(`${form.dataset.url}?url=${encodeURIComponent(typed())}`), opening);
      } catch (failure) {
        if (dialog.opening !== opening) return;
        error.textContent = failure.message;
        asLink.hidden = !wholeAddress(typed());
      }
    });
    asLink.addEventListener("click", () => close(dialog, { href: wholeAddress(typed()) }));
  },
};

/** What a person typed as an address, whole: a path of this site, mail, telephone or the web; null when it is none. */
function wholeAddress(typed) {
  if (/^\/(?![/\\])/.test(typed) || /^(mailto|tel):./i.test(typed)) return typed;
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(typed)) return `mailto:${typed}`;
  const address = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
  const { hostname } = URL.canParse(address) ? new URL(address) : { hostname: "" };
  return hostname.includes(".") && !/\s/.test(typed) ? address : null;
}

// They are here before their key is pressed: whoever writes on at once writes into the dialog and not into the text.
if (document.querySelector("[data-dialogs]")) {
  const load = () => (dialogs ??= loadDialogs()).catch(() => (dialogs = null));
  document.addEventListener("focusin", load, { once: true });
}

for (const field of document.querySelectorAll("[data-ordered]")) orderedField(field);
for (const field of document.querySelectorAll("[data-image-field]")) imageField(field);
