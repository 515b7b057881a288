/*
 * The icons of the board. State is told by form as well as by colour; no icon
 * looks like a digit of any language (a bare ring is an Arabic five, a dot a
 * zero).
 */

import { svg } from './dom.js';

const line = (d, width = 2) =>
  svg('path', {
    d,
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': width,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  });

const solid = (d) => svg('path', { d, fill: 'currentColor' });

/* Cut out of a filled form: whatever lies behind shows. */
const holed = (d) =>
  svg('path', { d, fill: 'currentColor', 'fill-rule': 'evenodd' });

const MARK =
  'M10.2 5.6h3.6l-.6 8.4h-2.4zM12 15.4a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4z';

const ICONS = {
  normal: () => [
    svg('circle', {
      cx: 12,
      cy: 12,
      r: 9.6,
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 1.9,
    }),
    line('M7.6 12.4l3.1 3.1 5.8-6.2', 2.1),
  ],
  warning: () => [
    holed(
      'M12 2.2c.6 0 1.1.3 1.4.8l9 15.9c.6 1.1-.2 2.4-1.4 2.4H3c-1.2 0-2-1.3-1.4-2.4L10.6 3c.3-.5.8-.8 1.4-.8z' +
        'M10.8 8.3l.4 6.6h1.6l.4-6.6zM12 16.2a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8z',
    ),
  ],
  critical: () => [
    holed(`M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9z${MARK}`),
  ],
  live: () => [
    solid('M8 6h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2z'),
  ],
  stale: () => [
    svg('circle', {
      cx: 12,
      cy: 12,
      r: 8.8,
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 1.9,
    }),
    line('M12 7.4v4.8l3 1.8', 1.9),
    line('M3 21L21 3', 2.1),
  ],
  no_data: () => [
    line('M6.5 2.5h11a4 4 0 0 1 4 4v11a4 4 0 0 1-4 4h-11a4 4 0 0 1-4-4v-11a4 4 0 0 1 4-4z', 1.9),
    line('M8 12h8', 2.1),
  ],
  offline: () => [
    line('M2.5 9.2a14 14 0 0 1 5-3M21.5 9.2a14 14 0 0 0-8.6-4', 2),
    line('M6 13a9 9 0 0 1 3.6-2.2M18 13a9 9 0 0 0-2.2-1.5', 2),
    solid('M12 17a1.9 1.9 0 1 1 0 3.8 1.9 1.9 0 0 1 0-3.8z'),
    line('M4 2.5l16.5 19', 2.2),
  ],
  available: () => [
    holed(
      'M5 2.5h14A2.5 2.5 0 0 1 21.5 5v14a2.5 2.5 0 0 1-2.5 2.5H5A2.5 2.5 0 0 1 2.5 19V5A2.5 2.5 0 0 1 5 2.5z' +
        'M6.3 12.2l-1.5 1.6 5 4.6 9.3-9.9-1.6-1.5-7.8 8.3z',
    ),
  ],
  talking: () => [
    holed(
      'M4.5 3.5h15A2.5 2.5 0 0 1 22 6v8.5a2.5 2.5 0 0 1-2.5 2.5H12l-5 4.5V17H4.5A2.5 2.5 0 0 1 2 14.5V6a2.5 2.5 0 0 1 2.5-2.5z' +
        'M6.6 9h2.3v2.3H6.6zM10.85 9h2.3v2.3h-2.3zM15.1 9h2.3v2.3h-2.3z',
    ),
  ],
  holding: () => [
    holed(
      'M4.5 3.5h15A2.5 2.5 0 0 1 22 6v8.5a2.5 2.5 0 0 1-2.5 2.5H12l-5 4.5V17H4.5A2.5 2.5 0 0 1 2 14.5V6a2.5 2.5 0 0 1 2.5-2.5z' +
        'M7 6.3v2l3.7 2L7 12.3v2h10v-2l-3.7-2 3.7-2v-2z',
    ),
  ],
  ringing: () => [
    line('M6 16.5V11a6 6 0 0 1 12 0v5.5l2 2H4z', 2),
    line('M10 21.3h4M12 2.6v1.8', 2),
  ],
  acw: () => [
    line('M5 2.8h14v18.4H5z', 2),
    line('M8.5 8h7M8.5 12h7M8.5 16h4', 1.9),
  ],
  not_ready: () => [
    solid('M3 9h13.5v6.5a5 5 0 0 1-5 5H8a5 5 0 0 1-5-5z'),
    line('M17 10.5h1.3a2.7 2.7 0 0 1 0 5.4H16.5', 1.9),
    line('M7 6.2V3.6M12 6.2V3.6', 1.9),
  ],
  info: () => [
    holed('M12 2.4a9.6 9.6 0 1 1 0 19.2 9.6 9.6 0 0 1 0-19.2z' +
      'M10.7 10.4h2.6v7h-2.6zM12 6.2a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2z'),
  ],
  /* an eye: somebody has seen it */
  acknowledged: () => [
    line('M2.2 12S5.8 5.6 12 5.6 21.8 12 21.8 12 18.2 18.4 12 18.4 2.2 12 2.2 12z', 2),
    solid('M12 8.8a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4z'),
  ],
  theme: () => [
    svg('circle', {
      cx: 12,
      cy: 12,
      r: 8.6,
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 2,
    }),
    solid('M12 3.4a8.6 8.6 0 0 1 0 17.2z'),
  ],
  language: () => [
    svg('circle', {
      cx: 12,
      cy: 12,
      r: 9,
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 1.8,
    }),
    line('M3.5 9h17M3.5 15h17M12 3c3.3 2.6 3.3 15.4 0 18M12 3c-3.3 2.6-3.3 15.4 0 18', 1.6),
  ],
};

/* An icon beside its word: hidden from screen readers. */
export function icon(name) {
  return svg(
    'svg',
    { class: `icon icon-${name}`, viewBox: '0 0 24 24', 'aria-hidden': 'true' },
    ...(ICONS[name] ?? ICONS.normal)(),
  );
}

/* Shows another icon in a slot, if it is another. */
export function setIcon(slot, name) {
  if (slot.dataset.icon !== name) {
    slot.dataset.icon = name;
    slot.replaceChildren(icon(name));
  }
}
