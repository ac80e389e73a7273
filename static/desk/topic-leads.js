/** The panel of what leads a topic's page. */

import { Choosing } from "desk/choosing";

for (const panel of document.querySelectorAll("[data-leads]")) {
  if (!panel.querySelector("[role=combobox]")) continue; // may look, not choose
  const show = (html) => {
    panel.querySelector("[data-rows]").innerHTML = html;
  };
  new Choosing(panel, { show });
}
