/** @import { Rewrite, Sink } from './types.d.ts' */
import { announce, debugTrace, warn } from './log.js';
import { claim } from './once.js';
import { pageOf } from './page.js';
import { createRewrite } from './rewrite.js';
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

const SINKS = [
  fetch,
  request,
  xhr,
  webSocket,
  eventSource,
  beacon,
  open,
  navigation,
  activation,
  loading,
  observer,
];

const table = __TABLE__;

if (claim(window, table)) {
  const rewrite = createRewrite(table, pageOf(window), { trace: debugTrace(), warn });
  if (rewrite) SINKS.forEach((install) => start(install, rewrite));
  announce(table, !!rewrite);
}

/**
 * @param {Sink} install
 * @param {Rewrite} rewrite
 */
function start(install, rewrite) {
  try {
    install(window, rewrite, table.untouched);
  } catch (error) {
    // The others are worth having.
    warn(`not installed: ${error}`);
  }
}
