/**
 * The panel of related links: suggestions for what is being typed, search and add, order, remove. Each change goes to
 * the server at once; what is typed here stays until the server has taken it.
 */

import { Choosing, OutsideForm, showParts } from "desk/choosing";
import { ask } from "desk/pickers";

const WRITING_PAUSE = 2500; // milliseconds without a key before suggestions are asked for anew

function start(panel) {
  if (!panel.querySelector("[role=combobox]")) return; // may look, not choose

  const choosing = new Choosing(panel, { show, changed: () => suggest() });

  function show(html) {
    const isOnFills = document.activeElement?.matches("[data-fills]");
    showParts(panel, html);
    if (isOnFills) panel.querySelector("[data-fills]").focus();
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
      if (mine === request && !suggested.children.length) choosing.alert.textContent = failure.message;
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
    if (what) choosing.send(what, { target: row.dataset.id }).then(suggest);
  });
  suggest();

  // A link to another site, the heading, and whether the site fills up.

  new OutsideForm(panel.querySelector("[data-outside-form]"), choosing);
  const heading = panel.querySelector("[data-heading]");
  heading.addEventListener("change", () => choosing.send("head", { heading: heading.value }));
  panel.addEventListener("click", ({ target }) => {
    if (target.closest("button[data-mutual]")) choosing.send("mutual", { row: target.closest("li").dataset.id });
  });
  panel.addEventListener("change", ({ target }) => {
    if (target.matches("[data-fills]")) choosing.send("fill", { fill: target.checked ? "1" : "" });
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
