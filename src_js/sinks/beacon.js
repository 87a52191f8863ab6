/** @import { Sink } from '../types.d.ts' */
import { replacing, wrap } from '../native.js';

/**
 * `navigator.sendBeacon(url)`.
 * @type {Sink}
 */
export const beacon = ({ rewrite }) =>
  wrap(Navigator.prototype, 'sendBeacon', replacing(0, rewrite, 'beacon'));
