/** @import { Sink } from '../types.d.ts' */
import { replacing, wrap } from './native.js';

/**
 * `xhr.open(method, url)`. The count of arguments is kept: with two, the request is asynchronous.
 * @type {Sink}
 */
export const xhr = ({ XMLHttpRequest }, rewrite) =>
  wrap(XMLHttpRequest.prototype, 'open', 'value', replacing(1, rewrite, 'xhr'));
