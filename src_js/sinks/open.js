/** @import { Sink } from '../types.d.ts' */
import { replacing, wrap } from '../native.js';

/**
 * `window.open(url)`.
 * @type {Sink}
 */
export const open = ({ rewrite }) => wrap(window, 'open', replacing(0, rewrite, 'open'));
