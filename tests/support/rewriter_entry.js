export { neverOf } from '../../src_js/rewrite/exclusions.js';
export { pageOf } from '../../src_js/page.js';
export { createRewrite } from '../../src_js/rewrite/index.js';
