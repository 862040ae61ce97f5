/** Types of `asyncio101.js` and of `asyncio101-reveal.js`. What each attribute means: `docs/embedding.md`. */

/** What there is to see in the player. */
export type PlayerState = "empty" | "recorded" | "loading" | "running" | "ended";

/** How a program ended. */
export interface Outcome {
  kind: "finished" | "raised" | "exited" | "interrupted" | string;
}

/** Where the player stands. */
export interface StepDetail {
  /** The number of the step. */
  step: number;
  /** How many steps there are. */
  of: number;
  /** What happened in it, in words. */
  sentence: string;
  /** Its place in `steps`, from 0. */
  index: number | null;
  /** How many `steps` there are. */
  count: number | null;
  /** Whether there is no stop before it. */
  isFirst: boolean;
  /** Whether there is no stop after it. */
  isLast: boolean;
  /** There, if the page asked for this step: missing, if the reader went there. */
  id?: number;
}

export interface AsyncioRunEvents {
  "asyncio101-ready": CustomEvent<{ version: string; protocol: number }>;
  "asyncio101-state": CustomEvent<{ state: PlayerState; canRun: boolean }>;
  "asyncio101-step": CustomEvent<StepDetail>;
  "asyncio101-done": CustomEvent<{ outcome: Outcome; output: string }>;
  "asyncio101-error": CustomEvent<{ message: string }>;
  "asyncio101-resize": CustomEvent<{ height: number }>;
}

/** `<asyncio101-run>`. */
export class AsyncioRun extends HTMLElement {
  /** The step that is looked at, `undefined` before the player has drawn. Setting it goes there. */
  get step(): number | undefined;
  set step(step: number | "start" | "end" | null | undefined);
  /** How many steps there are. */
  readonly of: number | undefined;
  /** The place in `steps`, from 0; `null` without them. */
  readonly index: number | null;
  /** How many `steps` there are. */
  readonly count: number | null;
  /** Loads the player now. */
  load(): void;
  /** Runs the program, as its button does. */
  run(): Promise<void>;
  /** Ends the run. */
  stop(): Promise<void>;
  /** Goes one stop on. Says whether there was one. */
  next(): Promise<boolean>;
  /** Goes one stop back. Says whether there was one. */
  previous(): Promise<boolean>;
  /** Goes to a step. Says whether the player stands there. */
  seek(step: number | "start" | "end"): Promise<boolean>;
  addEventListener<K extends keyof AsyncioRunEvents>(
    type: K, listener: (this: AsyncioRun, event: AsyncioRunEvents[K]) => unknown, options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** The plugin for reveal.js: the default export of `asyncio101-reveal.js`. */
export default function Asyncio101(): { id: "asyncio101"; init(deck: unknown): Promise<void>; destroy(): void };

declare global {
  interface HTMLElementTagNameMap {
    "asyncio101-run": AsyncioRun;
  }
  interface HTMLElementEventMap extends AsyncioRunEvents {}
}
