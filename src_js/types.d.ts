/** How a URL leaves the page. */
export type Via =
  // what the page itself asks
  | 'fetch'
  | 'xhr'
  | 'websocket'
  | 'eventsource'
  | 'beacon'
  // where a person goes, and what a person sees
  | 'open'
  | 'navigate'
  | 'link'
  | 'form'
  | 'frame'
  | 'media'
  | 'text';

/** What rewriting needs to know of the page; read at the moment of use. */
export interface Page {
  /** `https:` or `http:` */
  readonly protocol: string;
  /** Host name with port, as `location.host`. */
  readonly host: string;
  readonly hostname: string;
  /** Empty where the scheme's default, as `location.port`. */
  readonly port: string;
  readonly origin: string;
  /** What relative URLs are resolved against. */
  readonly base: string;
  /** 32 lower-case hex digits, or undefined outside a conversation. */
  readonly conversation: string | undefined;
}

/** Where a URL leads: its host's class, its port ('' where none is written) and, if its host says so, its conversation. */
export interface Place {
  readonly host: string;
  readonly port: string;
  readonly conversation?: string;
}

/** Returns the URL to use: the very string that came in where no rule takes it. */
export type Rewrite = (url: string, via: Via) => string;

/** A rule as frontend_patch/compile.py writes it. */
export interface Rule {
  readonly id: string;
  readonly via: readonly Via[];
  readonly hosts: readonly string[];
  /** Source of a regular expression over the path name. */
  readonly path?: string;
  readonly defaultPort?: number;
  /** The target's template. */
  readonly to: string;
}

/** The rule table as frontend_patch/compile.py writes it. */
export interface Table {
  readonly version: string;
  /** First 12 hex digits of the SHA-256 of the compiled table. */
  readonly hash: string;
  /** Host class -> pattern, not anchored, of a host name as the URL parser writes it. */
  readonly hosts: Readonly<Record<string, { pattern: string; unlessPageIsOne?: boolean }>>;
  /** Pattern, not anchored, of a `host`, with {page.host} and groups `port` and `conversation`. */
  readonly runtime: string;
  readonly inertOn: readonly string[];
  /** Ports as strings, and http(s) origins as the URL parser writes them. */
  readonly never: readonly string[];
  /** Beginnings of the paths that a rule may take on the page itself. */
  readonly ownPaths: readonly string[];
  readonly rules: readonly Rule[];
  /** Selectors of elements within which nothing, or no text, is rewritten. */
  readonly untouched: { readonly all: string; readonly text: string };
  /** Absent where the operator has switched it off. */
  readonly settings?: Settings;
  /** Key -> value of localStorage, for a new user. */
  readonly onboarding?: Readonly<Record<string, string>>;
}

/** What a user without settings is given. */
export interface Settings {
  readonly apis: readonly SettingsApi[];
  /** Sources of regular expressions over a model's name, the most preferred first. */
  readonly models: readonly string[];
}

/** One version of the settings API. */
export interface SettingsApi {
  /** Path to get settings from, and to create them at. */
  readonly settings: string;
  /** Path of the models that the server offers. */
  readonly models: string;
  /** What settings are created with; the string `{model}` in it is the place of a model's name. */
  readonly body: unknown;
}

/** A request of the page's own origin that something is done about. */
export interface Exchange {
  readonly method: string;
  /** Source of a regular expression that the whole path name matches. */
  readonly path: string;
  /**
   * Told an answer's status and body: where it is a failure that can be mended, a promise that is
   * settled when the request is worth sending once more.
   */
  readonly mend: (status: number, body: string) => Promise<unknown> | undefined;
}

/** Finds what is to be done about a request, by its URL and, where that is known, by its method. */
export type FindExchange = (url: string) => ((method: string) => Exchange | undefined) | undefined;

/** Told of each URL that a rule takes. */
export type Trace = (rule: Rule, via: Via, from: URL, to: string) => void;

/** Reports, once each, what an operator should mend. */
export type Warn = (message: string) => void;

/** What a browser's function is called on: it checks for itself. */
export type This = any;

/** A function of the browser's. */
export type Native = (...args: any[]) => unknown;

/** Installs a sink into a window. */
export type Sink = (
  window: Window & typeof globalThis,
  rewrite: Rewrite,
  untouched: Table['untouched'],
  findExchange: FindExchange,
) => void;

declare global {
  /** Put in place of this name by the bundler. */
  const __TABLE__: Table;
}
