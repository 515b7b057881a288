/*
 * The few lines of DOM work that every part of the page shares. Texts only
 * ever become text nodes: nothing here can turn data into markup.
 */

const SVG = 'http://www.w3.org/2000/svg';

function apply(node, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.filter((c) => c !== undefined && c !== null));
  return node;
}

export const el = (tag, props = {}, ...children) =>
  apply(document.createElement(tag), props, children);

export const svg = (tag, props = {}, ...children) =>
  apply(document.createElementNS(SVG, tag), props, children);

/* Names and other foreign texts keep their direction to themselves. */
export const bdi = (text, props = {}) => el('bdi', props, text);

/* Writes only what differs, so that a screen reader hears no repetition. */
export function setText(node, text) {
  if (node.firstChild?.nodeType === Node.TEXT_NODE && !node.children.length) {
    if (node.firstChild.data !== text) {
      node.firstChild.data = text;
    }
  } else {
    node.textContent = text;
  }
}

export function setAttr(node, name, value) {
  if (value === undefined || value === null || value === false) {
    node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) {
    node.setAttribute(name, String(value));
  }
}

/*
 * The views of a list by their keys: `make()` makes a new one, `show(view,
 * key)` draws it, and those whose keys are gone are forgotten. Returns the
 * elements in the order of the keys.
 */
export function keyed(views, keys, make, show) {
  const kept = new Map();
  const elements = keys.map((key) => {
    const view = views.get(key) ?? make();
    kept.set(key, view);
    show(view, key);
    return view.element;
  });
  views.clear();
  for (const [key, view] of kept) {
    views.set(key, view);
  }
  return elements;
}

/* Puts `nodes` into `parent` in this order and moves none without need. */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) {
    if (!wanted.has(child)) {
      child.remove();
    }
  }
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) {
      at = at.nextSibling;
    } else {
      parent.insertBefore(node, at);
    }
  }
}

/* A catalogue entry as nodes, with nodes or texts in its places. */
export function sentence(catalog, key, values, n) {
  return catalog
    .parts(key, n)
    .map((part) => (typeof part === 'string' ? part : values[part.name] ?? ''));
}

/* Resolves when the style holds, or cannot be had. */
export function styled(href, media = 'all') {
  return new Promise((done) => {
    const link = el('link', { rel: 'stylesheet', href, media });
    link.onload = link.onerror = done;
    document.head.append(link);
  });
}
