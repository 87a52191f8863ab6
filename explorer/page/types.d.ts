import type { ExplanationInWords, Table, Via } from '../../src_js/types.d.ts';

/** explorer/lib.js as it is served. */
export type Lib = typeof import('../lib.js');

/** What the server sends after each build; all but the error is of the last build that went well. */
export interface State {
  /** What the command line says; the rest is absent where no build went well yet. */
  readonly error: string | null;
  readonly table: RuleTable;
  readonly compiled: Table;
  /** Single vias by the name of a group. */
  readonly groups: Readonly<Record<string, readonly Via[]>>;
  /** The table's file. */
  readonly path: string;
  /** The preset in force. */
  readonly preset: string;
  /** Bytes of the bundle. */
  readonly gzip: number;
  /** Where its lib.js is. */
  readonly lib: string;
  /** Tells one bundle of the stub UI from another. */
  readonly bundle: string;
  /** The stub UI's address. */
  readonly stub: string;
}

/** src_js/rules.json, where the explorer reads it. */
export interface RuleTable {
  readonly examplePage: string;
  readonly rules: readonly WrittenRule[];
  readonly responses: readonly WrittenResponse[];
}

/** A rule of the table. */
export interface WrittenRule {
  readonly id: string;
  readonly why: string;
  readonly via: readonly string[];
  readonly match: {
    readonly host: readonly string[];
    readonly path?: readonly string[];
    readonly port?: readonly (number | string)[];
  };
  readonly to: string;
  readonly examples: readonly Example[];
}

/** An example of a rule. */
export interface Example {
  readonly page?: string;
  readonly via: readonly string[];
  readonly url: string;
  readonly becomes: string;
}

/** A rule about responses. */
export interface WrittenResponse {
  readonly id: string;
  readonly why: string;
  readonly method: string;
  readonly path: string;
  readonly fields: readonly string[];
  readonly examples: readonly ResponseExample[];
}

/** An example of a rule about responses. */
export interface ResponseExample {
  readonly page?: string;
  readonly url: string;
  readonly body: unknown;
  readonly becomes: unknown;
}

/** An example that was run. */
export interface Outcome {
  readonly vias: readonly string[];
  readonly page: string;
  readonly url: string;
  /** What was answered, of a rule about responses. */
  readonly body?: string;
  readonly becomes: string;
  /** What else came of it, and by which vias; empty where all is as the example says. */
  readonly wrong: Readonly<Record<string, readonly string[]>>;
}

/** Vias with the same explanation. */
export interface Group {
  readonly vias: readonly Via[];
  readonly explanation: ExplanationInWords;
}

/** A rule as it is shown. */
export interface Shown {
  readonly id: string;
  readonly outcomes: readonly Outcome[];
  /** How many of them are as the table says. */
  readonly green: number;
  readonly section: HTMLElement;
}
