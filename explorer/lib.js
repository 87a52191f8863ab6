// What the bundle rewrites with, for the rule explorer: bundled anew as src_js changes.
export { createFindExchange } from '../src_js/responses/request_hooks.js';
export { explainAll, isAddress, optionsOf, pageAt } from '../src_js/headless.js';
export { responseExchanges } from '../src_js/responses/index.js';
export { createRewrite } from '../src_js/rewrite/index.js';
