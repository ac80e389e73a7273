/** The panels beside a topic's form: what leads its page, and what it pins under its articles. */

import { Choosing, OutsideForm, showParts } from "desk/choosing";

for (const panel of document.querySelectorAll("[data-leads], [data-pins]")) {
  if (!panel.querySelector("[role=combobox]")) continue; // may look, not choose
  const choosing = new Choosing(panel, { show: (html) => showParts(panel, html) });
  const outside = panel.querySelector("[data-outside-form]");
  if (outside) new OutsideForm(outside, choosing);
  const until = panel.querySelector("input[data-until]");
  until?.addEventListener("change", () => until.value && choosing.send("until", { until: until.value }));
}
