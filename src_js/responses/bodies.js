/** @import { Json } from '../types.d.ts' */
import { attempt } from '../native.js';

/** @typedef {(json: Json) => void} Change in place */

/**
 * What stands in for a body once it is changed: a page that reads it twice finds the same object.
 * @type {WeakMap<object, object>}
 */
const standIns = new WeakMap();

/**
 * @param {string} text
 * @param {Change} change
 * @returns {string} the very text that came in where it is not JSON, or nothing in it was changed
 */
export function changedText(text, change) {
  try {
    const json = JSON.parse(text);
    const before = JSON.stringify(json);
    change(json);
    const after = JSON.stringify(json);
    return after === before ? text : after;
  } catch {
    return text;
  }
}

/**
 * @param {Json} body what an XMLHttpRequest answers with, of any `responseType`
 * @param {Change} change
 * @returns {unknown} the same form; JSON is changed in place
 */
export function changedBody(body, change) {
  if (typeof body === 'string') return changedText(body, change);
  attempt(() => {
    if (!/Buffer|Blob/.test(body)) change(body);
    else if (!standIns.has(body)) standIns.set(body, changedBytes(body, change));
  });
  return standIns.get(body) ?? body;
}

/**
 * @param {ArrayBuffer | Blob} body
 * @param {Change} change
 * @returns {ArrayBuffer | Blob}
 */
function changedBytes(body, change) {
  const isBlob = body instanceof Blob;
  const text = isBlob ? textOf(body) : new TextDecoder().decode(body);
  const changed = changedText(text, change);
  if (changed === text) return body;
  return isBlob
    ? new Blob([changed], { type: body.type })
    : new TextEncoder().encode(changed).buffer;
}

/**
 * The text of a Blob at once, for the getter that has to return it: only XMLHttpRequest can.
 * @param {Blob} blob
 * @returns {string}
 */
function textOf(blob) {
  const xhr = new XMLHttpRequest();
  const url = URL.createObjectURL(blob);
  xhr.open('GET', url, false);
  xhr.send();
  URL.revokeObjectURL(url);
  return xhr.responseText;
}
