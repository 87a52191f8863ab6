// What the bundle rewrites with, for the rule explorer: bundled anew as src_js changes.
export { createFindExchange } from '../src_js/exchanges.js';
export { explainAll, isAddress, optionsOf, pageAt } from '../src_js/outside.js';
export { responseExchanges } from '../src_js/responses.js';
export { createRewrite } from '../src_js/rewrite.js';
