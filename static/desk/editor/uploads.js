/**
 * Pictures that are dropped on the text or pasted into it. Each stands in its place while the person says what is seen,
 * goes up with its progress shown, and becomes a figure in one step to undo. Until then it is shown beside the text's
 * blocks and is none of them: the text is what it would be without it, whatever becomes of the upload.
 */

import { Extension, pm } from "django-prose-editor/editor";
import { withLineBehind } from "desk/editor/blocks";
import { csrfToken, filled } from "desk/pickers";

const { closeHistory } = pm.history;
const { Plugin, PluginKey, TextSelection } = pm.state;
const { Decoration, DecorationSet } = pm.view;

const key = new PluginKey("uploads");

/** The extension for one editor. `field` has the template and the sentences; `language` is that of what is said. */
export function uploads(field, language) {
  const template = field.querySelector("template[data-upload]");
  const { url, maxBytes } = template.dataset;
  const status = field.querySelector("[data-paste]");
  const say = (name, values) => (status.textContent = filled(template.dataset[name], values));

  /** The pictures among `files`; of the others it is said why they are none. */
  const taken = (files) => {
    status.textContent = "";
    return [...files].filter((file) => {
      if (!file.type.startsWith("image/")) say("noPicture", { name: file.name });
      else if (file.size > maxBytes) say("tooHeavy", { name: file.name });
      else return true;
      return false;
    });
  };

  return Extension.create({
    name: "uploads",

    addCommands: () => ({
      /** Begin with `files` at `place`, between two blocks; without one, behind the block of the caret. */
      addFiles:
        (files, place) =>
        ({ editor, state, dispatch }) => {
          if (!dispatch) return true;
          const { $to } = state.selection;
          const at = place ?? ($to.depth ? $to.after(1) : $to.pos);
          const begun = taken(files).map((file) => new Upload(file, { editor, template, url, language }));
          queueMicrotask(() => {
            if (!begun.length) return;
            editor.view.dispatch(editor.state.tr.setMeta(key, { add: begun, at }));
            begun[0].focus();
          });
          return true;
        },
    }),

    addProseMirrorPlugins() {
      const { editor } = this;
      return [
        new Plugin({
          key,
          state: { init: () => DecorationSet.empty, apply: applied },
          props: {
            decorations: (state) => key.getState(state),
            // Word puts a picture of the text beside the text itself.
            handlePaste: (_view, { clipboardData }) => {
              if (!clipboardData.files.length || clipboardData.types.includes("text/html")) return false;
              return editor.commands.addFiles(clipboardData.files);
            },
            handleDrop: (view, event, _slice, isMoved) => {
              if (isMoved || !event.dataTransfer?.files.length) return false;
              return editor.commands.addFiles(event.dataTransfer.files, placeOf(view, event));
            },
          },
        }),
      ];
    },

    onCreate() {
      const { editor } = this;
      // A file that misses the text would be opened in the place of the page.
      document.addEventListener("dragover", (event) => holdsFiles(event) && event.preventDefault());
      document.addEventListener("drop", (event) => {
        if (event.defaultPrevented || !holdsFiles(event)) return;
        event.preventDefault();
        say("missed");
      });
      window.addEventListener("beforeunload", (event) => {
        if (key.getState(editor.state).find().length) event.preventDefault();
      });
    },
  });
}

function holdsFiles({ dataTransfer, target }) {
  return Boolean(dataTransfer?.types.includes("Files")) && !target.closest?.("input[type=file]");
}

/** The place between two blocks that is nearest to where a file was dropped. */
function placeOf(view, { clientX, clientY }) {
  const found = view.posAtCoords({ left: clientX, top: clientY });
  if (!found) return view.state.doc.content.size;
  const $place = view.state.doc.resolve(found.pos);
  if (!$place.depth) return $place.pos;
  const { top, bottom } = view.nodeDOM($place.before(1)).getBoundingClientRect();
  return clientY < (top + bottom) / 2 ? $place.before(1) : $place.after(1);
}

function applied(transaction, shown) {
  const onRemove = ({ upload }) => upload.stop(); // what stood around it was deleted
  let decorations = shown.map(transaction.mapping, transaction.doc, { onRemove });
  const { add = [], at, remove } = transaction.getMeta(key) ?? {};
  const widgets = add.map((upload) =>
    Decoration.widget(at, upload.dom, { upload, side: 1, stopEvent: () => true, ignoreSelection: true }),
  );
  decorations = decorations.add(transaction.doc, widgets);
  return remove ? decorations.remove(decorations.find(null, null, ({ upload }) => upload === remove)) : decorations;
}

/** One picture on its way. */
class Upload {
  constructor(file, { editor, template, url, language }) {
    Object.assign(this, { file, editor, url, language, words: template.dataset, request: null });
    this.dom = template.content.firstElementChild.cloneNode(true);
    this.find = (name) => this.dom.querySelector(`[data-${name}]`);
    this.preview = URL.createObjectURL(file);
    this.find("preview").src = this.preview;
    this.find("name").textContent = file.name;
    this.find("send").addEventListener("click", () => this.send());
    this.find("cancel").addEventListener("click", () => this.cancel());
    this.dom.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.cancel();
      else if (event.key === "Enter" && event.target.matches("input")) this.send();
      else return;
      event.preventDefault(); // Enter would send the form around it
      event.stopPropagation();
    });
  }

  focus() {
    this.find("alt").focus();
    this.dom.scrollIntoView({ block: "nearest" });
  }

  say(sentence) {
    this.find("said").textContent = sentence;
  }

  send() {
    if (this.request) return;
    const data = new FormData();
    data.append("file", this.file);
    data.append("language", this.language);
    for (const name of ["alt", "caption", "credit"]) data.append(name, this.find(name).value);
    if (!this.find("alt").value.trim()) {
      this.say(this.words.noAlt);
      this.focus();
      return;
    }
    const request = (this.request = new XMLHttpRequest()); // fetch does not tell how far it has come
    request.open("POST", this.url);
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => this.showProgress(loaded / total));
    request.addEventListener("load", () => {
      if (request.status === 200 && request.response) this.done(request.response.results[0]);
      else this.failed(request.response?.error ?? this.words.offline);
    });
    request.addEventListener("error", () => this.failed(this.words.offline));
    request.send(data);
    this.setBusy(true);
    this.showProgress(0);
    this.find("cancel").focus();
  }

  setBusy(isBusy) {
    this.find("progress").hidden = !isBusy;
    this.find("send").hidden = isBusy;
    for (const input of this.dom.querySelectorAll("input")) input.readOnly = isBusy;
  }

  showProgress(part) {
    this.find("progress").value = part;
    this.say(part < 1 ? filled(this.words.sending, { part: Math.floor(part * 100) }) : this.words.arrived);
  }

  failed(sentence) {
    this.request = null;
    this.setBusy(false);
    this.find("send").textContent = this.words.again;
    this.say(sentence);
    if (this.dom.contains(document.activeElement)) this.find("send").focus();
  }

  /** The picture is in the library: put a figure where this stands. */
  done(image) {
    const { state, view } = this.editor;
    const [mine] = key.getState(state).find(null, null, ({ upload }) => upload === this);
    const wasHere = this.dom.contains(document.activeElement);
    const change = closeHistory(state.tr).setMeta(key, { remove: this });
    const before = state.doc.resolve(mine.from).nodeBefore;
    const isEmptyLine = before?.type.name === "paragraph" && !before.content.size;
    const from = isEmptyLine ? mine.from - before.nodeSize : mine.from;
    const figure = state.schema.nodes.figure.create({ image: image.id });
    change.replaceWith(from, mine.from, figure);
    const behind = withLineBehind(change, from + figure.nodeSize);
    if (wasHere) change.setSelection(TextSelection.create(change.doc, behind + 1));
    view.dispatch(change);
    view.dispatch(closeHistory(view.state.tr));
    this.stop();
    if (wasHere) this.goOn();
  }

  cancel() {
    this.stop();
    const { state, view } = this.editor;
    view.dispatch(state.tr.setMeta(key, { remove: this }));
    this.goOn();
  }

  /** On to the next picture that waits, or else back to the text. */
  goOn() {
    const next = key.getState(this.editor.state).find().find(({ spec }) => !spec.upload.request);
    if (next) next.spec.upload.focus();
    else this.editor.view.focus();
  }

  stop() {
    this.request?.abort();
    URL.revokeObjectURL(this.preview);
  }
}
