/* A board state with every kind of tile and every level, as of an instant. */

const MIN = 60000;

const words = (en, fa, ar, ru) => ({ en, fa, ar, ru });

/* A repeatable trend from one value to another, with some unrest. */
function trend(now, from, to, unrest, seed, count = 60) {
  let x = seed;
  const points = Array.from({ length: count }, (_, i) => {
    x = (x * 16807) % 2147483647;
    const noise = (x / 2147483647 - 0.5) * unrest;
    const value = from + ((to - from) * i) / (count - 1) + noise;
    return Math.max(0, Math.round(value * 100) / 100);
  });
  points[count - 1] = to;
  return { step_ms: MIN, end: now, points };
}

function number(place, kpi, unit, more) {
  const [x, y, w, h] = place;
  return { kind: 'number', x, y, w, h, kpi, scope: 'total',
    scope_title: words('Total', 'کل', 'المجموع', 'Всего'), window: 'day',
    unit, ...more };
}

const QUEUES = [
  ['billing', words('Billing', 'صورت‌حساب', 'الفواتير', 'Счета'),
    'critical', 14, 272, 58, 9.1, 0, 6, [82, 58]],
  ['sales', words('Sales', 'فروش', 'المبيعات', 'Продажи'),
    'warning', 6, 108, 76, 4.4, 1, 9, [84, 76]],
  ['support', words('Support', 'پشتیبانی', 'الدعم', 'Поддержка'),
    'normal', 4, 52, 88, 2, 2, 14, [84, 88]],
  ['vip', words('VIP', 'ویژه (VIP)', 'كبار العملاء', 'VIP'),
    'normal', 0, null, 96, 0.4, 1, 4, [94, 96]],
  ['returns', words('Returns', 'مرجوعی', 'المرتجعات', 'Возвраты'),
    'normal', 2, 31, 84, 2.6, 1, 5, [83, 84]],
  ['callback', words('Call-back', 'بازتماس', 'معاودة الاتصال', 'Перезвон'),
    'normal', 1, 12, 91, 1.1, 0, 3, [88, 91]],
];

function queueRow(now, entry, i) {
  const [, title, level, waiting, wait, share, lost, free, of, span] = entry;
  return {
    title, level, threshold_ms: 20000, target: 80,
    waiting: { value: waiting, level: 'normal' },
    longest_wait: wait === null ? { level: 'none' }
      : { value: now - wait * 1000, level },
    service_level: { value: share, numerator: share, denominator: 100, level },
    abandonment_rate: { value: lost, level: 'normal' },
    agents: { available: free, signed_in: of },
    trend: trend(now, ...span, 2, 11 + i, 12),
  };
}

const AGENTS = [
  ['Rostami', 'رستمی', 'not_ready', 1862, 'warning', 'break'],
  ['Karimi', 'کریمی', 'talking', 1335, 'warning'],
  ['Ahmadi', 'احمدی', 'acw', 580, 'warning'],
  ['Petrova', 'پترووا', 'available', 151], ['Hosseini', 'حسینی', 'available', 72],
  ['Moradi', 'مرادی', 'available', 48], ['Ivanov', 'ایوانف', 'available', 22],
  ['Jafari', 'جعفری', 'available', 5], ['Sadeghi', 'صادقی', 'talking', 516],
  ['Nazari', 'نظری', 'talking', 422], ['Volkova', 'ولکووا', 'talking', 355],
  ['Akbari', 'اکبری', 'talking', 287], ['Rahimi', 'رحیمی', 'talking', 198],
  ['Orlov', 'اورلوف', 'talking', 129], ['Ebrahimi', 'ابراهیمی', 'holding', 80],
  ['Salehi', 'صالحی', 'talking', 44], ['Kazemi', 'کاظمی', 'acw', 65],
  ['Heydari', 'حیدری', 'acw', 31],
  ['Smith', 'اسمیت', 'not_ready', 764, 'normal', 'lunch'],
  ['Najafi', 'نجفی', 'not_ready', 370, 'normal', 'training'],
  ['Zamani', 'زمانی', 'ringing', 4],
];

function agentRow(now, [en, fa, state, seconds, level = 'normal', reason]) {
  return { title: { en, fa }, state, since: now - seconds * 1000, level,
    ...(reason ? { reason } : {}) };
}

function numberTiles(now) {
  return {
    t1: number([0, 0, 8, 10], 'service_level', 'percent', {
      level: 'warning', value: 76, numerator: 760, denominator: 1000,
      target: 80, worse: 'below',
      definition: { threshold_ms: 20000, variant: 'offered' },
      trend: trend(now, 88, 76, 2.5, 3) }),
    t2: number([8, 0, 6, 10], 'longest_wait', 'since', {
      level: 'critical', value: now - 272000, target: 120000, worse: 'above',
      window: 'now', trend: trend(now, 60000, 272000, 20000, 5) }),
    t3: number([14, 0, 5, 10], 'waiting', 'count', {
      level: 'normal', value: 27, target: 30, worse: 'above', window: 'now',
      trend: trend(now, 18, 27, 3, 7) }),
    t4: number([19, 0, 5, 5], 'abandonment_rate', 'percent', {
      level: 'normal', value: 3.8, numerator: 38, denominator: 1000,
      target: 5, worse: 'above' }),
    t5: number([19, 5, 5, 5], 'average_handle_time', 'ms', {
      level: 'none', value: 274000, numerator: 274000, denominator: 1 }),
  };
}

export function boardState(now) {
  const tiles = numberTiles(now);
  tiles.t6 = {
    kind: 'queues', x: 0, y: 10, w: 15, h: 13,
    columns: [{ kpi: 'waiting', unit: 'count' },
      { kpi: 'longest_wait', unit: 'since' },
      { kpi: 'service_level', unit: 'percent', window: 'day' },
      { kpi: 'abandonment_rate', unit: 'percent', window: 'day' },
      { kpi: 'agents' }, { kpi: 'trend' }],
    order: QUEUES.map(([name]) => name), more: 0,
    rows: Object.fromEntries(
      QUEUES.map((entry, i) => [entry[0], queueRow(now, entry, i)])),
  };
  tiles.t7 = {
    kind: 'agents', x: 15, y: 10, w: 9, h: 13,
    counts: { signed_in: 45, available: 5, ringing: 0, talking: 31,
      holding: 0, acw: 3, not_ready: 6 },
    over_limit: 3, reasons: { break: 4, lunch: 2 },
    order: AGENTS.map((_, i) => `a${101 + i}`), more: 0,
    rows: Object.fromEntries(
      AGENTS.map((entry, i) => [`a${101 + i}`, agentRow(now, entry)])),
  };
  const page = words('Overview', 'نمای کلی', 'نظرة عامة', 'Обзор');
  return {
    centre: { title: words('Customer Care', 'مرکز ارتباط با مشتریان',
      'خدمة العملاء', 'Служба поддержки'), language: 'en',
    time_zone: 'Asia/Tehran', utc_offset_ms: 12600000, clock: 'wall' },
    feeds: { 'asterisk-tehran':
      { state: 'live', heard: now - 1000, event: now - 1000 } },
    pages: [{ name: 'overview', title: page }],
    page: { name: 'overview', title: page, columns: 24, rows: 23,
      tiles: Object.keys(tiles) },
    watched: 9,
    headline: { level: 'critical', kpi: 'service_level',
      scope: 'queue:billing', title: QUEUES[0][1], unit: 'percent', value: 58,
      since: now - 12 * MIN, more: 2 },
    tiles,
  };
}

/* One tile of each kind that is not on the page above, by id. */
export function otherTiles(now) {
  const at = (x, y, w, h) => ({ x, y, w, h });
  const share = { kpi: 'service_level', scope: 'total', window: 'day',
    unit: 'percent', level: 'warning', value: 76, target: 80, warning: 80,
    critical: 65, worse: 'below' };
  return {
    o1: { kind: 'gauge', ...at(0, 0, 8, 6), ...share, scale_from: 0,
      scale_to: 100 },
    o2: { kind: 'trend', ...at(8, 0, 16, 6), kpi: 'offered', scope: 'total',
      window: 'day', span: 'day', unit: 'count', level: 'none', value: 105,
      trend: { step_ms: 900000, end: now - (now % 900000) + 900000,
        points: [12, 31, 40, 22], part: 'answered',
        part_points: [12, 29, 38, 20] } },
    o3: { kind: 'ranking', ...at(0, 6, 8, 8), of: 'agents', kpi: 'handled',
      window: 'day', unit: 'count', best: 'highest', more: 3,
      order: ['a', 'b', 'c'], rows: {
        a: { title: { en: 'Rostami' }, place: 1, value: 42 },
        b: { title: { en: 'Karimi' }, place: 2, value: 39 },
        c: { title: { en: '<b>Ahmadi</b>' }, place: 2, value: 39 } } },
    o4: { kind: 'alerts', ...at(8, 6, 8, 8),
      counts: { critical: 1, warning: 1 }, more: 0, order: ['x', 'y'], rows: {
        x: { ...share, state: 'standing', level: 'critical', value: 58,
          scope: 'queue:billing', title: { en: 'Billing' },
          since: now - 12 * 60000 - 5000 },
        y: { ...share, state: 'unheard_of', scope: 'channel:chat',
          title: { en: 'chat' }, since: now - 59 * 60000 - 5000,
          longer: true } } },
    o5: { kind: 'states', ...at(16, 6, 8, 6), counts: { signed_in: 9,
      available: 2, talking: 4, not_ready: 3 }, over_limit: 1,
      reasons: { lunch: 2, break: 1 } },
    o6: { kind: 'clock', ...at(16, 12, 8, 2), utc_offset_ms: 0, zones: [
      { time_zone: 'Asia/Tehran', utc_offset_ms: 12600000 },
      { time_zone: 'Europe/Moscow', utc_offset_ms: 10800000,
        title: { en: 'Head office' } }] },
    o7: { kind: 'text', ...at(0, 14, 24, 2), title: { en: 'Today' },
      text: { en: 'The new price list is valid.' } },
  };
}
