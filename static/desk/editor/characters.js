/**
 * The signs that a keyboard hides: quotation marks, dashes, the non-joiner, tashkeel. A press puts one where the caret
 * is, in the text or in the headline and standfirst over it.
 */

/** Make the panel ([data-characters]) of `field` write into `editor` or the other fields of its edition. */
export function characters(field, editor) {
  const panel = field.querySelector("[data-characters]");
  const opener = field.querySelector("[data-opens=characters]");
  const edition = field.closest(".edition") ?? field;
  const buttons = [...panel.querySelectorAll("[data-sign]")];
  let written = null; // the field that had the caret last; null for the text itself

  edition.addEventListener("focusin", ({ target }) => {
    if (panel.contains(target) || target.closest(".editor-bars")) return;
    written = target.matches("textarea, input[type=text]") ? target : null;
  });
  const back = () => (written?.isConnected ? written : editor.view).focus();

  const write = (sign) => {
    if (!written?.isConnected) {
      editor.view.dispatch(editor.state.tr.insertText(sign).scrollIntoView());
      return;
    }
    const { selectionStart, selectionEnd } = written;
    const other = document.activeElement;
    written.focus();
    written.setSelectionRange(selectionStart, selectionEnd);
    document.execCommand("insertText", false, sign); // the only way that the field's own undo knows of
    if (panel.contains(other)) other.focus();
  };

  const open = () => {
    if (panel.hidden) panel.dispatchEvent(new CustomEvent("opened", { bubbles: true }));
    panel.hidden = false;
    opener.setAttribute("aria-expanded", true);
  };
  const hide = () => {
    panel.hidden = true;
    opener.setAttribute("aria-expanded", false);
  };
  const close = () => {
    hide();
    back();
  };
  const enter = () => {
    open();
    buttons.find(({ tabIndex }) => tabIndex === 0).focus();
  };
  panel.parentElement.addEventListener("opened", ({ target }) => target !== panel && hide());

  for (const button of [...buttons, opener]) {
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the caret stays where it is
  }
  opener.addEventListener("click", ({ detail }) => {
    if (!panel.hidden) close();
    else if (detail === 0) enter(); // by keyboard
    else open();
  });
  panel.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-sign]");
    if (button) write(button.dataset.sign);
    else if (target.closest("[data-close]")) close();
  });

  const stopAt = (button) => buttons.forEach((other) => (other.tabIndex = other === button ? 0 : -1));
  stopAt(buttons[0]);
  panel.addEventListener("focusin", ({ target }) => target.matches("[data-sign]") && stopAt(target));
  panel.addEventListener("keydown", (event) => {
    const place = buttons.indexOf(document.activeElement);
    const count = buttons.length;
    const forth = getComputedStyle(panel).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = forth === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const next = { [forth]: place + 1, [back]: place - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape") close();
    else if (next !== undefined && place >= 0) buttons[(next + count) % count].focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || !event.altKey || event.code !== "Digit8" || !field.checkVisibility()) return;
    event.preventDefault();
    if (panel.contains(document.activeElement)) close();
    else enter();
  });
}
