/**
 * Suggestions under the search field while a reader types (WAI-ARIA combobox). Without this script, or when the server
 * does not answer, the field searches as it did. Every word that a reader sees stands in the field's data attributes.
 */

const TYPING_PAUSE = 150; // milliseconds without a key before the server is asked

class Suggestions {
  constructor(input) {
    this.input = input;
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-suggestions`;
    this.list.className = "suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.dataset.suggestionsLabel);
    input.parentElement.append(this.list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    this.close();
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    input.form.addEventListener("submit", () => this.close());
    // The field keeps the focus, so that a click is not lost to the blur before it.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  get options() {
    return [...this.list.querySelectorAll("a")];
  }

  later() {
    this.forget();
    this.timer = setTimeout(() => this.ask(), TYPING_PAUSE);
  }

  /** Let go of what was asked or is about to be: the answer would be late. */
  forget() {
    clearTimeout(this.timer);
    this.request?.abort();
  }

  async ask() {
    const words = this.input.value.trim();
    if (!words) return this.close();
    this.request = new AbortController();
    const { signal } = this.request;
    try {
      const response = await fetch(`${this.input.dataset.suggestions}?q=${encodeURIComponent(words)}`, { signal });
      const { suggestions } = await response.json();
      if (!signal.aborted) this.show(suggestions);
    } catch {
      if (!signal.aborted) this.close();
    }
  }

  show(suggestions) {
    this.list.replaceChildren(...suggestions.map((suggestion, place) => this.row(suggestion, place)));
    this.list.hidden = !suggestions.length;
    this.input.setAttribute("aria-expanded", !this.list.hidden);
    this.activate(-1);
  }

  row({ kind, text, url, note }, place) {
    const row = document.createElement("li");
    row.className = `suggestion-${kind}`;
    row.setAttribute("role", "presentation");
    const link = document.createElement("a");
    link.id = `${this.list.id}-${place}`;
    link.href = url;
    link.setAttribute("role", "option");
    link.tabIndex = -1;
    link.append(text);
    const notes = [this.input.dataset[kind], note].filter(Boolean);
    if (notes.length) {
      const small = document.createElement("small");
      small.textContent = notes.join(" · ");
      link.append(" ", small);
    }
    row.append(link);
    return row;
  }

  activate(place) {
    this.active = place;
    this.options.forEach((option, other) => option.setAttribute("aria-selected", other === place));
    if (place < 0) this.input.removeAttribute("aria-activedescendant");
    else {
      this.input.setAttribute("aria-activedescendant", this.options[place].id);
      this.options[place].scrollIntoView({ block: "nearest" });
    }
  }

  close() {
    this.forget();
    this.show([]);
  }

  key(event) {
    if (event.isComposing || this.list.hidden) return;
    const count = this.options.length;
    if (event.key === "ArrowDown") this.activate(this.active + 1 < count ? this.active + 1 : -1);
    else if (event.key === "ArrowUp") this.activate(this.active < 0 ? count - 1 : this.active - 1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.active >= 0) this.options[this.active].click();
    else return;
    event.preventDefault();
  }
}

for (const input of document.querySelectorAll("input[data-suggestions]")) new Suggestions(input);
