/** The chosen rows of a panel, and what changes them: search and add, add a link to another site, order, remove. */

import { ask, Combobox, OrderedRows, search } from "desk/pickers";

/**
 * Each change goes at once to the address that `panel` has for it (data-add, data-order, data-remove and others), one
 * after the other, in the order in which they were made. The server answers with a sentence, and with the panel's
 * lists as HTML, which `show` puts in their places. `changed` is called once a row was added or removed.
 */
export class Choosing {
  constructor(panel, { show, changed = () => {} }) {
    Object.assign(this, { panel, show, changed, sent: Promise.resolve() });
    this.input = panel.querySelector("[role=combobox]");
    this.status = panel.querySelector("[role=status]");
    this.alert = panel.querySelector("[role=alert]");
    const found = panel.querySelector("[role=listbox]");
    new Combobox(this.input, found, {
      find: (words) => search(found.dataset.url, words),
      choose: (entry) => this.send("add", { target: entry.id }).then(this.changed),
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.defaultPrevented || !event.target.matches("input")) return;
      event.preventDefault(); // it would send the form of the whole page
      event.target.blur();
    });
    this.order();
  }

  order() {
    const list = this.panel.querySelector("[data-chosen]");
    const rows = new OrderedRows(list, (what, row) => {
      if (what === "moved") this.send("order", { rows: rows.rows.map(({ dataset }) => dataset.id) });
      else this.send("remove", { row: row.dataset.id }).then(this.changed);
      if (!list.children.length) this.input.focus();
    });
  }

  /** Resolves to what the server answered; an error is said in the element `wrong`. */
  send(what, values, wrong = this.alert) {
    this.sent = this.sent.then(async () => {
      this.status.textContent = this.alert.textContent = "";
      let answer;
      try {
        answer = await ask(this.panel.dataset[what], new URLSearchParams(values));
      } catch (failure) {
        wrong.textContent = failure.message;
        answer = failure.answer ?? {};
      }
      if (answer.message) this.status.textContent = answer.message;
      if (answer.html) this.showing(answer.html);
      return answer;
    });
    return this.sent;
  }

  /** The lists as the server has them; who was on a row's button stays on it, or goes to the field that adds. */
  showing(html) {
    const { activeElement } = document;
    const isOnRow = this.panel.querySelector("[data-chosen]").contains(activeElement);
    const id = isOnRow ? activeElement.closest("li")?.dataset.id : null;
    const { title } = activeElement ?? {};
    this.show(html);
    this.order();
    if (id) (this.panel.querySelector(`[data-chosen] [data-id="${id}"] button[title="${title}"]`) ?? this.input).focus();
  }
}

/** Puts each part of `html`, [data-part], in the place of that part of `panel`; what was open stays open. */
export function showParts(panel, html) {
  const parts = document.createElement("template");
  parts.innerHTML = html;
  const open = [...panel.querySelectorAll("details[data-keep][open]")].map(({ dataset }) => dataset.keep);
  for (const part of parts.content.querySelectorAll("[data-part]")) {
    panel.querySelector(`[data-part=${part.dataset.part}]`).replaceChildren(...part.childNodes);
  }
  for (const name of open) panel.querySelector(`[data-keep=${name}]`)?.setAttribute("open", "");
}

/** The form of a link to another site: what is wrong stands beside it, and what was typed stays until it was added. */
export class OutsideForm {
  constructor(form, choosing) {
    Object.assign(this, { form, choosing });
    this.fields = [...form.querySelectorAll("[data-name]")];
    this.wrong = form.querySelector("[data-wrong]");
    form.querySelector("[data-send]").addEventListener("click", () => this.send());
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
      event.preventDefault();
      this.send();
    });
  }

  async send() {
    this.wrong.textContent = "";
    for (const field of this.fields) field.removeAttribute("aria-invalid");
    const typed = Object.fromEntries(this.fields.map((field) => [field.dataset.name, field.value]));
    const answer = await this.choosing.send("outside", typed, this.wrong);
    if (answer.message) {
      for (const field of this.fields) field.value = "";
      this.form.open = false;
      return;
    }
    const field = this.fields.find(({ dataset }) => dataset.name === answer.field);
    field?.setAttribute("aria-invalid", "true");
    field?.focus();
  }
}
