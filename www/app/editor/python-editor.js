// <python-editor>: a CodeMirror 6 editor for one Python program, as a custom element.
//
// Until somebody wants to write, or the page has nothing else to do, the element shows what stands inside it (a <pre> with
// the program). As soon as this module has arrived the page talks to it by `text`, `open`, `replace`, `markLine`, `markTasks`
// and `goToLine`, and it answers with three events: `edit` after every change by the user, `run` when the user presses a key
// that runs the program, `visit` when the user asks what happened at a line (a click on its number, or Alt+Enter).
// Colours are the page's own (CSS custom properties), so light and dark need no word from anybody.

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration, EditorView, WidgetType, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

/** Marks the line with this start, or none. */
const setMark = StateEffect.define();

/** The marked line: where the last run's exception came from. An edit takes the mark away. */
const mark = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMark)) {
        return effect.value === null ? Decoration.none : Decoration.set([markedLine.range(effect.value)]);
      }
    }
    return transaction.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});
const markedLine = Decoration.line({ class: "cm-marked" });

/** Points at the line with this start. */
const setWanted = StateEffect.define();

/** The line somebody has just asked to be led to, until they go on from there. */
const wanted = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setWanted)) return effect.value === null ? Decoration.none : Decoration.set([wantedLine.range(effect.value)]);
    }
    return transaction.docChanged || transaction.selection ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});
const wantedLine = Decoration.line({ class: "cm-wanted" });

/** Says at which lines tasks are: an array of decorations' ranges. */
const setTasks = StateEffect.define();

/** The names of the tasks at the ends of their lines, and the line that runs. */
const tasks = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setTasks)) return Decoration.set(effect.value, true);
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});
const runningLine = Decoration.line({ class: "cm-running" });

/** What somebody does at a line: runs, is ready, waits. */
const SIGNS = ["▶", "▨", "◦", "❚❚"];
const RUNS = 0;
const IS_HELD = 3;

/** Who is at a line. */
class TaskLabel extends WidgetType {
  constructor(names, standing) {
    super();
    this.names = names;
    this.standing = standing;
  }

  eq(other) {
    return other.names === this.names && other.standing === this.standing;
  }

  /** A click on the label is a click on its line. */
  ignoreEvent() {
    return false;
  }

  toDOM() {
    const label = document.createElement("span");
    label.className = this.standing === RUNS || this.standing === IS_HELD ? "cm-task cm-task-running" : "cm-task";
    label.textContent = `${SIGNS[this.standing]} ${this.names}`;
    return label;
  }
}

/** Where a line of a program is wider than the screen, what matters is out of sight: there lines are wrapped. */
const NARROW = matchMedia("(width < 800px)");
const wraps = () => (NARROW.matches ? EditorView.lineWrapping : []);

/** Calls back when the page has nothing else to do, or in a second. */
const whenIdle = (act) => (globalThis.requestIdleCallback ? requestIdleCallback(act, { timeout: 1000 }) : setTimeout(act, 300));

class PythonEditor extends HTMLElement {
  static observedAttributes = ["label", "describedby"];

  /** @type {EditorView | undefined} */
  #built;
  /** What is to be marked once it is built: by each kind of mark the latest call. */
  #later = new Map();
  #attributes = new Compartment();
  #wrapping = new Compartment();
  #visited = 1;

  connectedCallback() {
    if (this.#built) return;
    const hadFocus = this.contains(document.activeElement);
    this.addEventListener("focusin", () => this.#built ?? this.focus(), { once: true });
    if (hadFocus) this.focus();
    else whenIdle(() => this.isConnected && this.#view);
  }

  attributeChangedCallback() {
    this.#built?.dispatch({ effects: this.#attributes.reconfigure(this.#contentAttributes()) });
  }

  /** What the program is edited in, built when it is first wanted. */
  get #view() {
    if (this.#built) return this.#built;
    this.#built = new EditorView({ parent: this, state: this.#newState(this.textContent) });
    NARROW.addEventListener("change", () => this.#built.dispatch({ effects: this.#wrapping.reconfigure(wraps()) }));
    for (const mark of this.#later.values()) mark();
    this.#later.clear();
    return this.#built;
  }

  /** Whether the editor is there; a plain element says nothing. */
  get ready() {
    return true;
  }

  /** The program. */
  get text() {
    return this.#built?.state.doc.toString() ?? this.textContent;
  }

  /** Shows another program, with a history of its own. */
  open(text) {
    this.#view.setState(this.#newState(text));
    // CodeMirror's own scrollIntoView would bring the editor into sight as well, and who reads a page is elsewhere in it.
    this.#view.scrollDOM.scrollTo(0, 0);
  }

  /** Replaces the program; undo brings the old one back. */
  replace(text) {
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
  }

  /** Marks a line, counted from 1; no line takes the mark away. */
  markLine(line) {
    if (!this.#built) return void this.#later.set("line", () => this.markLine(line));
    this.#view.dispatch({ effects: [setMark.of(line === undefined ? null : this.#line(line).from), setWanted.of(null)] });
  }

  /**
   * Says who is at which lines, counted from 1, in order, and what they do there: a place in `SIGNS`. `reveal` scrolls
   * to who runs, or is held, as far as necessary, unless the user is in the editor.
   */
  markTasks(lines, names, standings, reveal) {
    if (!this.#built) return void this.#later.set("tasks", () => this.markTasks(lines, names, standings, reveal));
    const held = standings.indexOf(IS_HELD);
    const running = held >= 0 ? held : standings.indexOf(RUNS);
    const ranges = Array.from(lines).flatMap((number, index) => {
      const { from, to } = this.#line(number);
      const label = Decoration.widget({ widget: new TaskLabel(names[index], standings[index]), side: 1 }).range(to);
      return index === running ? [runningLine.range(from), label] : [label];
    });
    const effects = [setTasks.of(ranges)];
    if (reveal && running >= 0 && !this.#view.hasFocus) {
      effects.push(EditorView.scrollIntoView(this.#line(lines[running]).from, { y: "nearest", yMargin: 40 }));
    }
    this.#view.dispatch({ effects });
  }

  /** The line the latest `visit` was about, counted from 1. */
  get visited() {
    return this.#visited;
  }

  /** Puts the cursor and the focus on a line, counted from 1. */
  goToLine(line) {
    const { from } = this.#line(line);
    const effects = [EditorView.scrollIntoView(from, { y: "center" }), setWanted.of(from)];
    this.#view.dispatch({ selection: { anchor: from }, effects });
    this.#view.focus();
  }

  focus() {
    this.#view.focus();
  }

  /** A line of the document; beyond its end, the last one. */
  #line(line) {
    const { doc } = this.#view.state;
    return doc.line(Math.min(Math.max(line, 1), doc.lines));
  }

  /** Asks what happened at the line with this position. */
  #visit(position) {
    this.#visited = this.#view.state.doc.lineAt(position).number;
    this.dispatchEvent(new CustomEvent("visit"));
    return true;
  }

  #contentAttributes() {
    // The tabindex says to the browser's tools what contenteditable means already.
    const attributes = { "aria-label": this.getAttribute("label") ?? "", tabindex: "0" };
    const describedBy = this.getAttribute("describedby");
    return EditorView.contentAttributes.of(describedBy ? { ...attributes, "aria-describedby": describedBy } : attributes);
  }

  #newState(doc) {
    const run = () => this.dispatchEvent(new CustomEvent("run", { bubbles: true }));
    const runs = { run: () => (run(), true) };
    return EditorState.create({
      doc,
      extensions: [
        lineNumbers({ domEventHandlers: { mousedown: (_view, line) => this.#visit(line.from) } }),
        highlightActiveLineGutter(), highlightActiveLine(), drawSelection(), history(), indentOnInput(), bracketMatching(), closeBrackets(),
        python(), indentUnit.of("    "), EditorState.tabSize.of(4),
        syntaxHighlighting(classHighlighter), mark, wanted, tasks,
        this.#attributes.of(this.#contentAttributes()),
        this.#wrapping.of(wraps()),
        // CodeMirror lets Tab through for a moment after Escape, so indentWithTab is no trap.
        keymap.of([
          { key: "Mod-Enter", ...runs }, { key: "Shift-Enter", ...runs },
          { key: "Alt-Enter", run: (view) => this.#visit(view.state.selection.main.head) },
          ...closeBracketsKeymap, ...historyKeymap, indentWithTab, ...defaultKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) this.dispatchEvent(new CustomEvent("edit"));
        }),
      ],
    });
  }
}

customElements.define("python-editor", PythonEditor);
