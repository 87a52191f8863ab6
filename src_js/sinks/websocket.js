/** @import { Sink } from '../types.d.ts' */
import { replacing, wrapConstructor } from '../native.js';

/**
 * `new WebSocket(url)`.
 * @type {Sink}
 */
export const webSocket = ({ rewrite }) =>
  wrapConstructor('WebSocket', replacing(0, rewrite, 'websocket'));
