export { pageOf } from '../src_js/page.js';
export { createRewrite } from '../src_js/rewrite.js';
