/** @import { Rewrite, Rewriter, RewriteOptions, Sink, SinkContext } from './types.d.ts' */
import { announce, logRewritten, warn, warnOfHost } from './log.js';
import { readAddress } from './address.js';
import { claim, removeScript } from './global.js';
import { lazy } from './lazy.js';
import { createFindHook } from './responses/request_hooks.js';
import { createRewriter } from './rewrite/index.js';
import { excluding } from './rewrite/exclusions.js';
import { isInertOn } from './rewrite/hosts.js';
import { pageOf } from './page.js';
import { responseHooks } from './responses/index.js';
import { ANY_MODEL, preferring } from './settings/models.js';
import { onboard } from './settings/onboarding.js';
import { settingsHooks } from './settings/request_hooks.js';
import { activation } from './sinks/activation.js';
import { beacon } from './sinks/beacon.js';
import { eventSource } from './sinks/eventsource.js';
import { fetch } from './sinks/fetch.js';
import { loading } from './sinks/loading.js';
import { navigation } from './sinks/navigation.js';
import { observer } from './sinks/observer.js';
import { open } from './sinks/open.js';
import { request } from './sinks/request.js';
import { webSocket } from './sinks/websocket.js';
import { xhr } from './sinks/xhr.js';

const table = __TABLE__;
// The script delays the page while it runs, so it makes the rewriter at the first request.
const page = lazy(() => pageOf(window, readAddress));
const isInert = isInertOn(table, location);
/** @type {Record<string, number>} */
const counts = Object.fromEntries(table.rules.map(({ id }) => [id, 0]));
/** @type {RewriteOptions} */
const options = {
  // esbuild removes the code for the parts that the table does not have.
  isExcluded: __TABLE__.never && excluding(__TABLE__.never),
  vscodePorts: {},
  trace(rule, ...rest) {
    counts[rule.id]++;
    logRewritten(rule, ...rest);
  },
  warn: warnOfHost,
};
const rewriter = lazy(() => createRewriter(table, page(), options));
/** @type {Rewrite} */
const rewrite = (url, via, given) => {
  try {
    return rewriter().rewrite(url, via, given);
  } catch {
    // The rewriter cannot be made here, so it cannot fail open.
    return url;
  }
};
/** @type {Rewriter['explain']} */
const explain = (url, via) => rewriter().explain(url, via);

if (claim({ version: table.version, hash: table.hash, counts, explain })) {
  // The native function: the requests of the settings have no hook.
  const nativeFetch = window.fetch;
  const findHook = lazy(() => {
    const choice = __TABLE__.models ? preferring(__TABLE__.models) : ANY_MODEL;
    const hooks = __TABLE__.settings ? settingsHooks(nativeFetch, __TABLE__.settings, choice) : [];
    if (__TABLE__.responses && !isInert) hooks.push(...responseHooks(rewrite, __TABLE__.responses));
    return createFindHook(page(), hooks);
  });
  /** @type {SinkContext} */
  const context = {
    rewrite,
    untouched: table.untouched,
    findHook: (url, readMethod) => findHook()(url, readMethod),
  };
  /** @param {Sink[]} sinks */
  const install = (sinks) => {
    for (const sink of sinks) start(() => sink(context));
  };

  if (__TABLE__.onboarding) start(() => onboard(__TABLE__.onboarding ?? {}));
  // The request hooks of the settings work on an inert page too.
  install([fetch, xhr]);
  if (!isInert) install([webSocket, eventSource]);
  // Not at once: the first access to an element takes half a millisecond. The timer usually fires before
  // an async module hydrates the document, which may happen before the document is parsed.
  setTimeout(removeScript);
  whenParsed(() => {
    removeScript();
    if (!isInert) install([request, beacon, open, navigation, activation, loading, observer]);
    whenIdle(() => announce(table, isInert));
  });
}

/**
 * Runs one step of the installation; the others do not depend on it.
 * @param {() => void} step
 */
function start(step) {
  try {
    step();
  } catch (error) {
    warn(`not installed: ${error}`);
  }
}

/**
 * Calls a function when the page is idle, or after a second.
 * @param {() => void} callback
 */
function whenIdle(callback) {
  // Safari 18 has no requestIdleCallback.
  if ('requestIdleCallback' in window) requestIdleCallback(callback, { timeout: 1000 });
  else setTimeout(callback);
}

/**
 * Calls a function at `interactive`: the document is parsed, and no deferred script has run.
 * @param {() => void} listener
 */
function whenParsed(listener) {
  if (document.readyState === 'loading')
    document.addEventListener('readystatechange', listener, { once: true });
  else listener();
}
