/** @import { Sink } from '../types.d.ts' */
import { replacing, wrapConstructor } from '../native.js';

/**
 * `new EventSource(url)`.
 * @type {Sink}
 */
export const eventSource = ({ rewrite }) =>
  wrapConstructor('EventSource', replacing(0, rewrite, 'eventsource'));
