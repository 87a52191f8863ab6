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
  | 'text'
  // what the page reads
  | 'response';

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

/**
 * Returns the URL to use: the very string that came in where no rule takes it. The conversation, where
 * it is given, comes before the page's.
 */
export type Rewrite = (url: string, via: Via, conversation?: string) => string;

/** A rule as frontend_patch/rules/compile.py writes it. */
export interface Rule {
  readonly id: string;
  readonly via: readonly Via[];
  readonly hosts: readonly string[];
  /** Source of a regular expression over the path name. */
  readonly path?: string;
  /** VS Code's, where the URL writes none and it is not learnt yet. */
  readonly vscodePort?: string;
  /** The target's template. */
  readonly to: string;
}

/** Hosts that a sandbox URL may have. */
export interface HostClass {
  readonly name: string;
  /** Not anchored, of a host name as the URL parser writes it. */
  readonly pattern: string;
  /** The class is empty on a page whose own host is in it. */
  readonly unlessPageIsOne?: boolean;
}

/** The rule table as frontend_patch/rules/compile.py writes it. */
export interface Table {
  readonly version: string;
  /** First 12 hex digits of the SHA-256 of the compiled table. */
  readonly hash: string;
  /** The host classes; the first that a URL's host is of is its. */
  readonly hosts: readonly HostClass[];
  /** Pattern, not anchored, of the names of hosts on whose pages nothing is rewritten. */
  readonly inertOn: string;
  /** Pattern, not anchored, of a `host`, with {host} and groups `port` and `conversation`. */
  readonly runtime: string;
  /** Ports as strings, and http(s) origins as the URL parser writes them. Absent where there are none. */
  readonly never?: readonly string[];
  /** Beginnings of the paths that a rule may take on the page itself. */
  readonly ownPaths: readonly string[];
  readonly rules: readonly Rule[];
  /** Absent where there are none. */
  readonly responses?: readonly ResponseRule[];
  /** Selectors of elements within which nothing, or no text, is rewritten. */
  readonly untouched: { readonly all: string; readonly text: string };
  /** What a user without settings is given. Absent where the operator has switched it off. */
  readonly settings?: readonly SettingsApi[];
  /**
   * Sources of regular expressions over a model's name, the most preferred first. Absent where none is
   * preferred: then the bodies have no place for one.
   */
  readonly models?: readonly string[];
  /** Key -> value of localStorage, for a new user. */
  readonly onboarding?: Readonly<Record<string, string>>;
}

/** Puts the preferred of the models that the server offers into what settings are created with. */
export type Fill = (body: Json, models: Json) => Json;

/**
 * One version of the settings API: the paths to get settings from and to create them at, of the models
 * that the server offers, and that conversations are begun at, where that fails without settings; and
 * what settings are created with, in which the string `{model}` is the place of a model's name.
 */
export type SettingsApi = readonly [
  settings: string,
  models: string,
  conversations: string,
  body: Json,
];

/** Where URLs stand in a JSON response. */
export interface ResponseRule {
  readonly method: string;
  /** Source of a regular expression over a path name; its group, if it has one, is the conversation. */
  readonly path: string;
  readonly fields: readonly (readonly Step[])[];
}

/**
 * To a member of an object by its name; to each element whose member of that name matches; or, as
 * `*~`, to the keys.
 */
export type Step = string | readonly [name: string, pattern: string];

/** A request of the page's own origin that something is done about. */
export interface Exchange {
  readonly method: string;
  /**
   * Source of a regular expression that its whole path name matches, with no alternatives at its top;
   * its group is the conversation.
   */
  readonly path: string;
  /** Settled, never rejected, when the request may go. */
  readonly before?: () => Promise<unknown>;
  /** Changes the JSON that the page is answered with, in place. */
  readonly change?: (conversation: string | undefined, json: Json) => void;
}

/** What is to be done about one request. */
export interface Found {
  readonly before?: Exchange['before'];
  readonly change?: (json: Json) => void;
  /** Sends it, once the page has said so. */
  send?: () => void;
}

/**
 * Finds what is to be done about a request: by its URL, and by the method that one of the others
 * names, which is read only where the URL may be that of an exchange: a getter can tell.
 */
export type FindExchange = (
  url: string,
  init?: { method?: string },
  input?: { method?: string },
) => Found | undefined;

/** Whether a URL is to be left alone, whatever the rules say. */
export type IsNever = (url: URL) => boolean;

/** What a URL is decided on by, but for the table and the page. */
export interface DecideOptions {
  readonly isNever?: IsNever;
  /** VS Code's port by conversation, kept as its URLs tell it. */
  readonly vscodePorts: Record<string, string>;
}

/** And what is told of it. */
export interface RewriteOptions extends DecideOptions {
  readonly trace?: Trace;
  readonly warn?: Warn;
}

/** What is to become of a URL, and what was found out on the way. */
export interface Decision {
  readonly parsed?: URL;
  readonly place?: Place;
  /** Absent where none takes it. */
  readonly rule?: Rule;
  /** What the rule's target was given. */
  readonly port?: string;
  readonly conversation?: string;
  /** Why it stays as it is; or that, and an operator should mend it. */
  readonly stays?: string;
  readonly warning?: string;
  /** What the rule makes of it; to be used where neither of these says otherwise. */
  readonly becomes?: string;
}

/** What of a rule a URL does not match. */
export type Miss = 'via' | 'host' | 'path';

/** A decision as a person or a program reads it. */
export interface Explanation {
  /** The URL itself where it stays as it is. */
  readonly becomes: string;
  /** A clause. */
  readonly because: string;
  /** Id of the rule that takes it, be it for nothing. */
  readonly rule?: string;
  /** The host's class. */
  readonly host?: string;
  /** By id, what each rule up to that one does not match; nothing where it takes the URL. */
  readonly tried: Readonly<Record<string, readonly Miss[]>>;
}

/** `__frontendPatch`, for a person at the console. */
export interface Patch {
  readonly version: string;
  readonly hash: string;
  /** By rule, how many URLs it has changed. */
  readonly counts: Readonly<Record<string, number>>;
  readonly explain: (url: string, via: Via) => Explanation;
}

/** Told of each URL that a rule takes. */
export type Trace = (rule: Rule, via: Via, from: URL, to: string) => void;

/** Reports, once each, what an operator should mend. */
export type Warn = (message: string) => void;

/** What JSON.parse returns, or a body of another form. */
export type Json = any;

/** What a browser's function is called on: it checks for itself. */
export type This = any;

/** A function of the browser's. */
export type Native = (...args: any[]) => unknown;

/** Installs a sink. */
export type Sink = (
  rewrite: Rewrite,
  untouched: Table['untouched'],
  findExchange: FindExchange,
) => void;

declare global {
  /** Put in place of this name by the bundler. */
  const __TABLE__: Table;
}
