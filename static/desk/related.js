/**
 * The panel of related links: suggestions for what is being typed, search and add, order, remove. Each change goes to
 * the server at once; what is typed here stays until the server has taken it.
 */

import { ask, Combobox, OrderedRows, search } from "desk/pickers";

const WRITING_PAUSE = 2500; // milliseconds without a key before suggestions are asked for anew

function start(panel) {
  const part = (name) => panel.querySelector(`[data-part=${name}]`);
  const input = panel.querySelector("[role=combobox]");
  const status = panel.querySelector("[role=status]");
  const alert = panel.querySelector("[role=alert]");
  if (!input) return; // may look, not choose

  let rows;
  const order = () => {
    const list = panel.querySelector("[data-chosen]");
    rows = new OrderedRows(list, (what, row) => {
      if (what === "moved") send("order", { links: rows.rows.map(({ dataset }) => dataset.id) });
      else send("remove", { link: row.dataset.id }).then(suggest);
      if (!list.children.length) input.focus();
    });
  };
  order();

  new Combobox(input, panel.querySelector("[role=listbox]"), {
    find: (words) => search(panel.querySelector("[role=listbox]").dataset.url, words),
    choose: (entry) => send("add", { target: entry.id }).then(suggest),
  });

  let sent = Promise.resolve();

  /** One change after the other, in the order in which they were made. Resolves to what the server answered, or null. */
  function send(what, values) {
    sent = sent.then(async () => {
      status.textContent = alert.textContent = "";
      let answer = null;
      try {
        answer = await ask(panel.dataset[what], new URLSearchParams(values));
      } catch (failure) {
        answer = { error: failure.message, ...failure.answer };
        if (what !== "outside") alert.textContent = answer.error;
      }
      if (answer.message) status.textContent = answer.message;
      if (answer.html) show(answer.html);
      return answer;
    });
    return sent;
  }

  /** The lists as the server has them; who was on a row's button stays on it, and what was open stays open. */
  function show(html) {
    const parts = document.createElement("template");
    parts.innerHTML = html;
    const { activeElement } = document;
    const id = part("chosen").contains(activeElement) ? activeElement.closest("li")?.dataset.id : null;
    const { title } = activeElement ?? {};
    const fills = activeElement?.matches("[data-fills]");
    const open = [...panel.querySelectorAll("details[data-keep][open]")].map(({ dataset }) => dataset.keep);
    for (const name of ["chosen", "beside"]) {
      part(name).replaceChildren(...parts.content.querySelector(`[data-part=${name}]`).childNodes);
    }
    for (const name of open) part("beside").querySelector(`[data-keep=${name}]`)?.setAttribute("open", "");
    order();
    if (fills) panel.querySelector("[data-fills]").focus();
    panel.querySelector(`[data-chosen] [data-id="${id}"] button[title="${title}"]`)?.focus();
  }

  // Suggestions for what stands in the form now, saved or not.

  const form = panel.closest("form");
  const suggested = panel.querySelector("[data-suggestions]");
  let timer;
  let request = 0;
  let asked = null;

  async function suggest() {
    clearTimeout(timer);
    const mine = ++request;
    const data = new FormData(form);
    for (const name of [...data.keys()]) if (/^(csrf|action)/.test(name)) data.delete(name);
    try {
      const { html } = await ask(panel.dataset.suggest, data);
      if (mine !== request) return;
      const { activeElement } = document;
      const place = [...suggested.querySelectorAll("li")].indexOf(activeElement?.closest("li"));
      const { title } = activeElement ?? {};
      suggested.innerHTML = html;
      for (const button of suggested.querySelectorAll("button")) {
        button.setAttribute("aria-label", `${button.title}: ${button.closest("li").querySelector("[data-label]").textContent}`);
      }
      if (place >= 0) suggested.querySelectorAll("li")[place]?.querySelector(`button[title="${title}"]`)?.focus();
    } catch (failure) {
      if (mine === request && !suggested.children.length) alert.textContent = failure.message;
    }
  }

  form.addEventListener("input", (event) => {
    if (panel.contains(event.target)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const typed = JSON.stringify([...new FormData(form).entries()].filter(([name]) => name !== "csrfmiddlewaretoken"));
      if (typed !== asked) suggest();
      asked = typed;
    }, WRITING_PAUSE);
  });
  suggested.addEventListener("click", ({ target }) => {
    const row = target.closest("li");
    const what = target.closest("button[data-take]") ? "add" : target.closest("button[data-refuse]") ? "refuse" : null;
    if (what) send(what, { target: row.dataset.id }).then(suggest);
  });
  suggest();

  // A link to another site, the heading, and whether the site fills up.

  const outside = panel.querySelector("[data-outside-form]");
  const fields = [...outside.querySelectorAll("[data-name]")];
  const wrong = outside.querySelector("[data-wrong]");
  async function sendOutside() {
    wrong.textContent = "";
    for (const field of fields) field.removeAttribute("aria-invalid");
    const answer = await send("outside", Object.fromEntries(fields.map((field) => [field.dataset.name, field.value])));
    if (answer.message) {
      for (const field of fields) field.value = "";
      outside.open = false;
      return;
    }
    wrong.textContent = answer.error;
    const field = fields.find(({ dataset }) => dataset.name === answer.field);
    field?.setAttribute("aria-invalid", "true");
    field?.focus();
  }
  outside.querySelector("[data-send]").addEventListener("click", sendOutside);
  const heading = panel.querySelector("[data-heading]");
  heading.addEventListener("change", () => send("head", { heading: heading.value }));
  panel.addEventListener("click", ({ target }) => {
    if (target.closest("button[data-mutual]")) send("mutual", { link: target.closest("li").dataset.id });
  });
  panel.addEventListener("change", ({ target }) => {
    if (target.matches("[data-fills]")) send("fill", { fill: target.checked ? "1" : "" });
  });

  // Enter in one of the panel's fields does what the field is for; it would send the whole form.
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input:not([role=combobox])")) return;
    event.preventDefault();
    if (outside.contains(event.target)) sendOutside();
    else event.target.blur();
  });
}

/** The panel of an article that has no row yet: it comes once the first words are kept. */
function waitForArticle(panel) {
  const keeping = document.querySelector("[data-keeping]");
  const observer = new MutationObserver(async () => {
    observer.disconnect();
    try {
      const { html } = await ask(panel.dataset.panel.replace("/0/", `/${keeping.dataset.article}/`));
      const whole = document.createElement("template");
      whole.innerHTML = html;
      const made = whole.content.querySelector("[data-related]");
      panel.replaceWith(made);
      start(made);
    } catch (failure) {
      panel.querySelector("[role=alert]").textContent = failure.message;
    }
  });
  observer.observe(keeping, { attributeFilter: ["data-article"] });
}

for (const panel of document.querySelectorAll("[data-related]")) {
  if (panel.dataset.article) start(panel);
  else waitForArticle(panel);
}
