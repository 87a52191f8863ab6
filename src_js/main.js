/** @import { Json, RewriteOptions } from './types.d.ts' */
import { createFindExchange } from './responses/request_hooks.js';
import { explain } from './rewrite/explain.js';
import { announce, debugTrace, warn } from './log.js';
import { claim } from './global.js';
import { neverOf } from './rewrite/exclusions.js';
import { pageOf } from './page.js';
import { responseExchanges } from './responses/index.js';
import { createRewrite } from './rewrite/index.js';
import { settingsExchanges } from './settings/request_hooks.js';
import { preferring } from './settings/models.js';
import { onboard } from './settings/onboarding.js';
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
const page = pageOf(window);
/** @type {Record<string, number>} */
const counts = Object.fromEntries(table.rules.map(({ id }) => [id, 0]));
const log = debugTrace();
/** @type {RewriteOptions} */
const options = {
  // What the table does not have does not come into the bundle.
  isNever: __TABLE__.never && neverOf(__TABLE__.never),
  vscodePorts: {},
  trace(rule, ...rest) {
    counts[rule.id]++;
    log?.(rule, ...rest);
  },
  warn,
};

if (
  claim({
    version: table.version,
    hash: table.hash,
    counts,
    explain: explain.bind(undefined, table, page, options),
  })
) {
  const rewrite = createRewrite(table, page, options);
  const fill = __TABLE__.models ? preferring(__TABLE__.models) : (/** @type {Json} */ body) => body;
  const exchanges = __TABLE__.settings ? settingsExchanges(__TABLE__.settings, fill) : [];
  if (__TABLE__.responses && rewrite)
    exchanges.push(...responseExchanges(rewrite, __TABLE__.responses));
  const findExchange = createFindExchange(page, exchanges);

  if (__TABLE__.onboarding) start(() => onboard(__TABLE__.onboarding ?? {}));
  // By the first two the page asks its server: also where nothing is to be rewritten.
  const sinks = [fetch, xhr];
  if (rewrite)
    sinks.push(
      request,
      webSocket,
      eventSource,
      beacon,
      open,
      navigation,
      activation,
      loading,
      observer,
    );
  for (const sink of sinks)
    start(() => sink(rewrite ?? ((url) => url), table.untouched, findExchange));
  announce(table, !!rewrite);
}

/** @param {() => void} install */
function start(install) {
  try {
    install();
  } catch (error) {
    // The others are worth having.
    warn(`not installed: ${error}`);
  }
}
