/*
 * RFC 7396 JSON merge patch. The target is not changed: what the patch does
 * not touch is shared with the result, so `before.tiles.t1 === after.tiles.t1`
 * tells a renderer that there is nothing to do.
 */

const isObject = (value) =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

export function mergePatch(target, patch) {
  if (!isObject(patch)) {
    return patch;
  }
  const result = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    /* Assigning this one would set the prototype instead of a member. */
    if (key === '__proto__') {
      continue;
    }
    if (value === null) {
      delete result[key];
    } else {
      result[key] = mergePatch(result[key], value);
    }
  }
  return result;
}
