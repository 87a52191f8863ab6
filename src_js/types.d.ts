/** The browser API through which a URL leaves the page. */
export type Via =
  // requests of the page
  | 'fetch'
  | 'xhr'
  | 'websocket'
  | 'eventsource'
  | 'beacon'
  // what a person opens or sees
  | 'open'
  | 'navigate'
  | 'link'
  | 'form'
  | 'frame'
  | 'media'
  | 'text'
  // what the page reads in a response
  | 'response';

/** The page as rewriting sees it. Its members are read at the moment of use. */
export interface Page {
  /** `https:` or `http:` */
  readonly protocol: string;
  /** Host name with port, as `location.host`. */
  readonly host: string;
  readonly hostname: string;
  /** Empty for the default port of the scheme, as `location.port`. */
  readonly port: string;
  readonly origin: string;
  /** The base of relative URLs. */
  readonly base: string;
  /** 32 lower-case hex digits, or undefined outside a conversation. */
  readonly conversation: string | undefined;
}

/** Where a URL leads. */
export interface Place {
  /** The host class. */
  readonly host: string;
  /** Empty if the URL has no port. */
  readonly port: string;
  /** Only if the host name contains it. */
  readonly conversation?: string;
}

/**
 * Returns the URL to use, which is the same string where no rule matches. A given conversation takes
 * precedence over the conversation of the page. Never throws.
 */
export type Rewrite = (url: string, via: Via, conversation?: string) => string;

/** Rewrites and explains the URLs of one page. */
export interface Rewriter {
  readonly rewrite: Rewrite;
  /** Has no side effects. */
  readonly explain: (url: string, via: Via) => Explanation;
}

/** The first and the last port of a range. */
export type PortRange = readonly [first: number, last: number];

/** A rule, as frontend_patch/rules/compile.py writes it. */
export interface Rule {
  readonly id: string;
  readonly via: readonly Via[];
  /** Host classes. */
  readonly hosts: readonly string[];
  /** Source of a regular expression for the path. */
  readonly path?: string;
  /** Ports of the sandbox. */
  readonly ports?: readonly PortRange[];
  /** VS Code's port for a URL without a port, until the port of the conversation is known. */
  readonly vscodePort?: string;
  /** The template of the target. */
  readonly to: string;
}

/** A class of hosts that a sandbox URL may have. */
export interface HostClass {
  readonly name: string;
  /** Not anchored; for a host name as the URL parser writes it. */
  readonly pattern: string;
  /** The class is empty on a page whose own host is in it. */
  readonly unlessPageIsOne?: boolean;
}

/** The rule table, as frontend_patch/rules/load.py writes it. */
export interface Table {
  readonly version: string;
  /** First 12 hex digits of the SHA-256 of the compiled table. */
  readonly hash: string;
  /** The first class that contains the host applies. */
  readonly hosts: readonly HostClass[];
  /** Pattern, not anchored, for the host names of pages on which nothing is rewritten. */
  readonly inertOn: string;
  /** Pattern, not anchored, for a `host`, with {host}, the group `port`, and perhaps `conversation`. */
  readonly runtime: string;
  /** Ports of the host class `page-other-port`. */
  readonly ports: readonly PortRange[];
  /** Ports as strings, and http(s) origins as the URL parser writes them. Absent if empty. */
  readonly never?: readonly string[];
  /** How the paths begin that a rule can match on the page's own host. */
  readonly ownPaths: readonly string[];
  readonly rules: readonly Rule[];
  /** Absent if empty. */
  readonly responses?: readonly ResponseRule[];
  /** Selectors of elements in which nothing (`all`), or no text (`text`), is rewritten. */
  readonly untouched: { readonly all: string; readonly text: string };
  /** Default settings for a user without settings. Absent if switched off. */
  readonly settings?: readonly SettingsApi[];
  /**
   * Sources of regular expressions for the names of preferred models, the most preferred first.
   * Absent if there are none.
   */
  readonly models?: readonly string[];
  /** Keys and values of localStorage for a new user. */
  readonly onboarding?: Readonly<Record<string, string>>;
}

/** How the model of new settings is chosen. */
export interface ModelChoice {
  /** The names in the server's list of models that match the source of a regular expression. */
  namesIn(list: Json, pattern?: string): string[];
  /** Puts the preferred one of the names into the body that creates settings. */
  fill(body: Json, names: readonly string[]): Json;
}

/**
 * One version of the settings API: the path of the settings; the paths of lists of models, each with
 * the source of a regular expression if only some of its models count, in the order in which they are
 * requested until a model is found; the path of conversations, whose creation fails without settings;
 * and the body that creates settings, in which the string `{model}` stands for a model's name.
 */
export type SettingsApi = readonly [
  settings: string,
  models: readonly (readonly [path: string, pattern?: string])[],
  conversations: string,
  body: Json,
];

/** Where a JSON response contains URLs. */
export interface ResponseRule {
  readonly method: string;
  /** Source of a regular expression for a path. Its group, if it has one, is the conversation. */
  readonly path: string;
  readonly fields: readonly (readonly Step[])[];
}

/**
 * A step into a JSON document: to the member of an object by its name; to each element whose member
 * of that name matches the pattern; or, as `*~`, to the keys.
 */
export type Step = string | readonly [name: string, pattern: string];

/** Applies a change to one string of a JSON document, and returns what replaces it there. */
export type Edit = (string: string, change: (string: string) => string) => string;

/** Changes a parsed JSON document in place, each string by means of `edit` if it is given. */
export type Change = (json: Json, edit?: Edit) => void;

/** Intercepts a request to the page's own origin. */
export interface RequestHook {
  readonly method: string;
  /**
   * Source of a regular expression that matches the whole path, without alternatives at the top level.
   * Its group, if it has one, is the conversation.
   */
  readonly path: string;
  /** Settles when the request may be sent. Never rejects. Receives its headers if `fetch` sends it. */
  readonly before?: (headers?: HeadersInit) => Promise<unknown>;
  /** Changes the JSON of the response in place. */
  readonly change?: (conversation: string | undefined, json: Json, edit?: Edit) => void;
}

/** The hook of one request. */
export interface FoundHook {
  readonly before?: RequestHook['before'];
  readonly change?: Change;
  /** Sends the request, after the page has called `send`. */
  send?: () => void;
}

/**
 * Finds the hook of a request. `readMethod` is called only if the URL may have a hook.
 */
export type FindHook = (url: string, readMethod: () => string) => FoundHook | undefined;

/** Whether `never` in the table excludes a URL. */
export type IsExcluded = (url: URL) => boolean;

/** What a decision depends on besides the table and the page. */
export interface DecideOptions {
  readonly isExcluded?: IsExcluded;
  /** VS Code's port by conversation, learnt from VS Code's URLs. */
  readonly vscodePorts: Record<string, string>;
}

/** Options of a rewriter. */
export interface RewriteOptions extends DecideOptions {
  readonly trace?: Trace;
  readonly warn?: Warn;
}

/** Why a URL is rewritten or not. rewrite/words.js has a sentence for each. */
export type Reason =
  | 'no-url'
  | 'invalid-port'
  | 'no-host-class'
  | 'inert'
  | 'excluded'
  | 'no-rule'
  | 'no-conversation'
  | 'same-url'
  | 'invalid-host'
  | 'rewritten';

/** The decision on a URL. */
export interface Decision {
  readonly reason: Reason;
  /** By rule id, up to the rule that matches: the conditions that the URL does not meet. */
  readonly tried: Readonly<Record<string, readonly Mismatch[]>>;
  readonly parsed?: URL;
  readonly place?: Place;
  /** Absent if no rule matches. */
  readonly rule?: Rule;
  /** The values for the variables of the rule's target. */
  readonly port?: string;
  readonly conversation?: string;
  /** Only if the reason is `rewritten`. */
  readonly becomes?: string;
}

/** A condition of a rule that a URL does not meet. */
export type Mismatch = 'via' | 'host' | 'path' | 'port';

/** A decision for a person or a program. */
export interface Explanation {
  /** The URL itself if it is not rewritten. */
  readonly becomes: string;
  readonly reason: Reason;
  /** Id of the rule that matches, even if the URL is not rewritten. */
  readonly rule?: string;
  /** The host class. */
  readonly host?: string;
  readonly tried: Decision['tried'];
}

/** An explanation for a person. */
export interface ExplanationInWords extends Explanation {
  /** The reason in words. */
  readonly because: string;
}

/** `__frontendPatch`, for a person at the console. */
export interface Patch {
  readonly version: string;
  readonly hash: string;
  /** How many URLs each rule has rewritten. */
  readonly counts: Readonly<Record<string, number>>;
  readonly explain: Rewriter['explain'];
}

/** Called for each URL that a rule rewrites. */
export type Trace = (rule: Rule, via: Via, from: string, to: string) => void;

/** Reports, at most once, that a target is not a valid URL with the host name of the page. */
export type Warn = (target: string, hostname: string) => void;

/** What JSON.parse returns, or a body of another form. */
export type Json = any;

/** The `this` of a native function, which checks it itself. */
export type This = any;

/** A function of the browser. */
export type Native = (...args: any[]) => unknown;

/** What a sink needs. */
export interface SinkContext {
  readonly rewrite: Rewrite;
  readonly untouched: Table['untouched'];
  readonly findHook: FindHook;
}

/** Installs a sink. */
export type Sink = (context: SinkContext) => void;

declare global {
  /** esbuild replaces this name with the compiled table. */
  const __TABLE__: Table;
}
