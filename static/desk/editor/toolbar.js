/** The toolbar over the text (WAI-ARIA toolbar): each button names the editor's command that it runs. */

/** Make the buttons of `bar` work on `editor` and show where its caret stands. */
export function toolbar(bar, editor) {
  const buttons = [...bar.querySelectorAll("button")];
  const tools = buttons.filter(({ dataset }) => dataset.command).map((button) => ({
    button,
    command: button.dataset.command,
    argument: button.dataset.level && { level: Number(button.dataset.level) },
    marks: button.dataset.active,
  }));

  for (const { button, command, argument } of tools) {
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays in the text
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") editor.chain().focus()[command](argument).run();
    });
  }

  const refresh = () => {
    const can = editor.can();
    for (const { button, command, argument, marks } of tools) {
      button.setAttribute("aria-disabled", !can[command](argument));
      if (marks) button.setAttribute("aria-pressed", editor.isActive(marks, argument));
    }
  };
  editor.on("transaction", refresh);
  refresh();

  // One stop of the Tab key for the whole bar; the arrows go through it, in the direction of writing.
  const stopAt = (button) => buttons.forEach((other) => (other.tabIndex = other === button ? 0 : -1));
  stopAt(buttons[0]);
  bar.addEventListener("focusin", (event) => event.target.matches("button") && stopAt(event.target));
  bar.addEventListener("keydown", (event) => {
    const isRightToLeft = getComputedStyle(bar).direction === "rtl";
    const place = buttons.indexOf(document.activeElement);
    const next = {
      [isRightToLeft ? "ArrowLeft" : "ArrowRight"]: (place + 1) % buttons.length,
      [isRightToLeft ? "ArrowRight" : "ArrowLeft"]: (place - 1 + buttons.length) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      buttons[next].focus();
    } else if (event.key === "Escape") {
      editor.view.focus();
    }
  });
  editor.view.dom.addEventListener("keydown", (event) => {
    if (event.key !== "F10" || !event.altKey) return;
    event.preventDefault();
    bar.querySelector("[tabindex='0']").focus();
  });
}
