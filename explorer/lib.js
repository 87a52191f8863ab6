// The parts of src_js that the rule explorer uses, bundled again when src_js changes.
export { createFindHook } from '../src_js/responses/request_hooks.js';
export { explainAll, isAddress, pageAt, rewriterAt } from '../src_js/headless.js';
export { responseHooks } from '../src_js/responses/index.js';
