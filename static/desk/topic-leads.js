/** The panel of what leads a topic's page: search and add, order, remove. Each change goes to the server at once. */

import { ask, Combobox, OrderedRows, search } from "desk/pickers";

function start(panel) {
  const holder = panel.querySelector("[data-rows]");
  const input = panel.querySelector("[role=combobox]");
  const found = panel.querySelector("[role=listbox]");
  const status = panel.querySelector("[role=status]");
  const alert = panel.querySelector("[role=alert]");
  if (!input) return; // may look, not choose

  let rows;
  const order = () => {
    const list = holder.querySelector("ol");
    rows = new OrderedRows(list, (what, row) => {
      if (what === "moved") send("order", { targets: rows.rows.map(({ dataset }) => dataset.id) });
      else send("remove", { target: row.dataset.id });
      if (!list.children.length) input.focus();
    });
  };
  order();
  new Combobox(input, found, {
    find: (words) => search(found.dataset.url, words),
    choose: (entry) => send("add", { target: entry.id }),
  });

  let sent = Promise.resolve();

  /** One change after the other, in the order in which they were made. */
  function send(what, values) {
    sent = sent.then(async () => {
      status.textContent = alert.textContent = "";
      let answer;
      try {
        answer = await ask(panel.dataset[what], new URLSearchParams(values));
      } catch (failure) {
        alert.textContent = failure.message;
        answer = failure.answer;
      }
      if (answer?.message) status.textContent = answer.message;
      if (answer?.html) show(answer.html);
    });
  }

  /** The rows as the server has them; who was on a row's button stays on it. */
  function show(html) {
    const { activeElement } = document;
    const id = holder.contains(activeElement) ? activeElement.closest("li")?.dataset.id : null;
    const { title } = activeElement ?? {};
    holder.innerHTML = html;
    order();
    if (id) (holder.querySelector(`[data-id="${id}"] button[title="${title}"]`) ?? input).focus();
  }
}

for (const panel of document.querySelectorAll("[data-leads]")) start(panel);
