/** @import { Change, Json } from '../types.d.ts' */
import { attempt } from '../native.js';

// A string of JSON. Unrolled: an alternation would need stack for each character.
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/g;

/**
 * The changed copy of each body: a page that reads a body twice gets the same object.
 * @type {WeakMap<object, object>}
 */
const standIns = new WeakMap();

/**
 * Changes strings in the text of a JSON document and keeps the rest byte for byte: long numbers,
 * white space, the order of keys, keys that repeat.
 * @param {string} text
 * @param {Change} change
 * @returns {string} the same text where it is not JSON
 */
export function changedText(text, change) {
  try {
    /** @type {string[]} */
    const strings = [];
    // What may be a URL gets the index of its string as a prefix, by which an edit finds it in the text.
    const marked = text.replace(STRING, (string) => {
      const index = strings.push(string) - 1;
      return /[:/]/.test(string) ? `"${index} ${string.slice(1)}` : string;
    });
    change(JSON.parse(marked), (string, edit) => {
      const url = string.replace(/^\d+ /, '');
      const to = edit(url);
      if (to !== url) strings[parseInt(string)] = JSON.stringify(to);
      return string;
    });
    let index = 0;
    return text.replace(STRING, () => strings[index++]);
  } catch {
    return text;
  }
}

/**
 * @param {Json} body the response of an XMLHttpRequest, of any `responseType`
 * @param {Change} change
 * @returns {unknown} the same form; what the browser has parsed as JSON is changed in place
 */
export function changedBody(body, change) {
  if (typeof body === 'string') return changedText(body, change);
  attempt(() => {
    if (!(body instanceof ArrayBuffer || body instanceof Blob)) change(body);
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
 * Reads the text of a Blob synchronously, for a getter. Only XMLHttpRequest can.
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
