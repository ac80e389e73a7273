/**
 * Pictures that are dropped on the text or pasted into it. Each goes up at once, with its progress shown, while the
 * person says in its place what is seen, and becomes a figure in one step to undo. Until then it is shown beside the
 * text's blocks and is none of them: the text is what it would be without it, whatever becomes of the upload.
 */

import { Extension, pm } from "django-prose-editor/editor";
import { csrfToken } from "desk/csrf";
import { withLineBehind } from "desk/editor/blocks";
import { ask, filled } from "desk/pickers";

const { closeHistory } = pm.history;
const { Plugin, PluginKey, TextSelection } = pm.state;
const { Decoration, DecorationSet } = pm.view;

const key = new PluginKey("uploads");
const WORDS = ["alt", "credit", "caption"];
const PREFIX = "newsroom-pictures";
const MONTH = 30 * 24 * 3600 * 1000;

/** The extension for one editor. `field` has the template and the sentences; `language` is that of what is said. */
export function uploads(field, language) {
  const template = field.querySelector("template[data-upload]");
  const { maxBytes } = template.dataset;
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
          const begun = taken(files).map((file) => new Upload({ file }, { editor, template, language }));
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
        if (key.getState(editor.state).find().some(({ spec }) => spec.upload.request)) event.preventDefault();
      });
      const form = field.closest("form");
      const name = () =>
        [PREFIX, form.elements.typed_by?.value, form.getAttribute("action") || location.pathname, language].join(":");
      window.addEventListener("pagehide", () => leaveHere(name(), editor.state));
      for (const { block, ...picture } of leftHere(name())) {
        const upload = new Upload(picture, { editor, template, language });
        const { state, view } = editor;
        view.dispatch(state.tr.setMeta(key, { add: [upload], at: placeBefore(block, state.doc) }));
      }
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

/** One picture on its way: `file` goes up while the person says what is seen, or `image` lies in the library already. */
class Upload {
  constructor({ file, image, said }, { editor, template, language }) {
    Object.assign(this, { file, editor, language, words: template.dataset });
    this.dom = template.content.firstElementChild.cloneNode(true);
    this.find = (name) => this.dom.querySelector(`[data-${name}]`);
    this.preview = file ? URL.createObjectURL(file) : image.src;
    this.find("preview").src = this.preview;
    this.find("name").textContent = file?.name ?? "";
    for (const name of WORDS) this.find(name).value = said?.[name] ?? "";
    this.find("send").addEventListener("click", () => this.use());
    this.find("cancel").addEventListener("click", () => this.cancel());
    this.dom.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.cancel();
      else if (event.key === "Enter" && event.target.matches("input")) this.use();
      else return;
      event.preventDefault(); // Enter would send the form around it
      event.stopPropagation();
    });
    if (file) this.send();
    else this.arrived({ ...image, described: false });
  }

  get said() {
    return Object.fromEntries(WORDS.map((name) => [name, this.find(name).value]));
  }

  focus() {
    this.find("alt").focus();
    this.dom.scrollIntoView({ block: "nearest" });
  }

  say(sentence, isWrong = false) {
    const said = this.find("said");
    said.textContent = sentence;
    said.classList.toggle("is-wrong", isWrong);
  }

  /** Send the file. */
  send() {
    const data = new FormData();
    data.append("file", this.file);
    data.append("language", this.language);
    const request = (this.request = new XMLHttpRequest()); // fetch does not tell how far it has come
    request.open("POST", this.words.url);
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => this.showProgress(loaded / total));
    request.addEventListener("load", () => {
      if (request.status === 200 && request.response) this.arrived(request.response.results[0]);
      else this.failed(request.response?.error ?? this.words.offline);
    });
    request.addEventListener("error", () => this.failed(this.words.offline));
    request.send(data);
    this.find("progress").hidden = false;
    this.find("send").textContent = this.words.use;
    this.showProgress(0);
  }

  showProgress(part) {
    this.find("progress").value = part;
    const percent = `\u2066${Math.floor(part * 100)}%\u2069`; // isolated: behind Arabic letters it would be turned round
    this.say(part < 1 ? filled(this.words.sending, { part: percent }) : this.words.preparing);
  }

  /** The picture is in the library; one that it had before is described there. */
  arrived(image) {
    this.request = null;
    this.image = image;
    this.find("progress").hidden = true;
    this.say(image.described ? this.words.known : this.isWanted ? "" : this.words.arrived);
    if (image.described) {
      for (const name of WORDS) Object.assign(this.find(name), { value: image[name], readOnly: true });
    }
    if (this.isWanted) this.describe();
  }

  failed(sentence) {
    this.request = null;
    this.isWanted = false;
    this.find("progress").hidden = true;
    if (!this.image) this.find("send").textContent = this.words.again;
    this.setBusy(false);
    this.say(sentence, true);
    // Whoever waited goes on to «again»; whoever still types the words is left there.
    if (document.activeElement === this.find("cancel")) this.find("send").focus();
  }

  /** The person is done with the words: into the text, as soon as it has come. */
  use() {
    if (this.isWanted) return;
    if (!this.image && !this.request) this.send(); // it failed before
    if (!this.find("alt").value.trim()) {
      this.say(this.words.noAlt, true);
      this.focus();
      return;
    }
    this.isWanted = true;
    this.setBusy(true);
    this.find("cancel").focus();
    if (this.image) this.describe();
  }

  setBusy(isBusy) {
    this.find("send").hidden = isBusy;
    for (const name of WORDS) this.find(name).readOnly = isBusy || Boolean(this.image?.described);
  }

  async describe() {
    const data = new FormData();
    for (const [name, words] of Object.entries({ ...this.said, image: this.image.id, language: this.language })) {
      data.append(name, words);
    }
    try {
      const { results } = await ask(this.words.describe, data);
      if (!this.isStopped) this.done(results[0]);
    } catch (error) {
      this.failed(error.message);
    }
  }

  /** The picture is described: put a figure where this stands. */
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

  /** Nothing of it goes into the text. What has arrived stays in the library, where it can be found again. */
  cancel() {
    this.stop();
    const { state, view } = this.editor;
    view.dispatch(state.tr.setMeta(key, { remove: this }));
    this.goOn();
  }

  /** On to the next picture that waits for words, or else back to the text. */
  goOn() {
    const next = key.getState(this.editor.state).find().find(({ spec }) => !spec.upload.isWanted);
    if (next) next.spec.upload.focus();
    else this.editor.view.focus();
  }

  stop() {
    this.isStopped = true;
    this.request?.abort();
    if (this.file) URL.revokeObjectURL(this.preview);
  }
}

// Over a reload ----------------------------------------------------------------------------------------------------

/**
 * Keep in this browser what has arrived and is not described yet: each with its words and the number of the block it
 * stands before. `leftHere` gives it back, once, to the page that is opened at this address by the same person.
 */
function leaveHere(name, state) {
  const left = key.getState(state).find().filter(({ spec }) => spec.upload.image);
  if (!left.length) return;
  const pictures = left.map(({ from, spec: { upload } }) => ({
    image: upload.image,
    said: upload.said,
    block: state.doc.resolve(from).index(0),
  }));
  localStorage.setItem(name, JSON.stringify({ at: Date.now(), pictures }));
}

function leftHere(name) {
  for (const other of Object.keys(localStorage).filter((other) => other.startsWith(`${PREFIX}:`))) {
    if (JSON.parse(localStorage.getItem(other)).at < Date.now() - MONTH) localStorage.removeItem(other);
  }
  const left = JSON.parse(localStorage.getItem(name));
  localStorage.removeItem(name);
  return left?.pictures ?? [];
}

function placeBefore(block, doc) {
  let place = 0;
  for (let number = 0; number < Math.min(block, doc.childCount); number++) place += doc.child(number).nodeSize;
  return place;
}
