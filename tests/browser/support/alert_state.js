/* Alerts in every state, as the API and the state document tell of them. */

const MIN = 60000;
const words = (en, fa, ar, ru) => ({ en, fa, ar, ru });

const share = (value, raise, clear, bad = true) => ({ signal: 'kpi',
  kpi: 'service_level', window: '30m', unit: 'percent', worse: 'below', raise,
  clear, bad, value, numerator: value, denominator: 100,
  explanation: `service_level, 30m: met / counted = ${value} / 100` });

function alert(now, rule, scope, title, severity, state, minutes, more) {
  const since = now - minutes * MIN;
  return { id: `${rule}/${scope}@${since}`, rule, severity, state, scope, title,
    since, fired: state === 'pending' ? null : since + 2 * MIN,
    changed: since + 2 * MIN, inhibited: false, flapping: false,
    shelved_until: null, escalated: false, author: null, note: null,
    ack_required: false, wall: true, routes: [], readings: [], ...more };
}

export function standingAlerts(now) {
  const billing = words('Billing', 'صورت‌حساب', 'الفواتير', 'Счета');
  const sales = words('Sales', 'فروش', 'المبيعات', 'Продажи');
  const support = words('Support', 'پشتیبانی', 'الدعم', 'Поддержка');
  return [
    alert(now, 'service-level', 'queue:billing', billing, 'critical', 'firing',
      12, { escalated: true, ack_required: true, routes: ['duty', 'managers'],
        readings: [share(58, 70, 75)] }),
    alert(now, 'due', 'queue:sales', sales, 'critical', 'firing', 3,
      { readings: [{ signal: 'due', unit: 'count', worse: 'above', raise: 3,
        clear: 1, ahead_ms: 20000, bad: true, value: 4, numerator: 4,
        denominator: 1, explanation: 'due of queue:sales: 4' }] }),
    alert(now, 'longest-wait', 'queue:sales', sales, 'warning', 'firing', 5,
      { flapping: true, readings: [{ signal: 'kpi', kpi: 'longest_wait',
        window: 'now', unit: 'ms', worse: 'above', raise: 40000, clear: 20000,
        bad: true, value: 108000, numerator: 108000, denominator: 1,
        explanation: 'longest_wait of queue:sales' }] }),
    alert(now, 'lost-day', 'queue:support', support, 'info', 'firing', 31,
      { rule_title: words('Today is lost', 'امروز از دست رفت',
        'ضاع اليوم', 'День потерян'),
      readings: [{ ...share(104, 100, 98), kpi: 'needed_rate', window: 'day',
        worse: 'above' }] }),
    alert(now, 'abandonment', 'queue:billing', billing, 'warning', 'over', 40,
      { ack_required: true, readings: [{ ...share(4, 5, 4, false),
        kpi: 'abandonment_rate', window: 'day', worse: 'above' }] }),
    alert(now, 'service-level', 'queue:vip', words('VIP', 'ویژه (VIP)',
      'كبار العملاء', 'VIP'), 'critical', 'acknowledged', 22,
    { author: 'Rostami', note: 'called the carrier',
      readings: [share(64, 70, 75)] }),
    alert(now, 'feed-silent', 'feed:crm', { en: 'crm' }, 'warning',
      'acknowledged', 9, { author: 'Karimi', readings: [{ signal:
        'feed_silent', unit: 'count', worse: 'above', raise: 1, clear: 0,
      bad: true, value: 1, explanation: 'feed crm is silent' }] }),
    alert(now, 'occupancy', 'agent:a101', { en: 'Rostami', fa: 'رستمی' },
      'warning', 'pending', 1, { wall: false, readings: [{ ...share(92, 85, 80),
        kpi: 'occupancy', worse: 'above' }] }),
    alert(now, 'nobody', 'queue:returns', words('Returns', 'مرجوعی',
      'المرتجعات', 'Возвраты'), 'critical', 'firing', 8, { inhibited: true,
      readings: [{ signal: 'kpi', kpi: 'waiting', window: 'now', unit: 'count',
        worse: 'above', raise: 1, clear: 0, bad: true, value: 2,
        explanation: 'waiting of queue:returns' }, { signal: 'kpi',
        kpi: 'agents_available', window: 'now', unit: 'count', worse: 'below',
        raise: 0, clear: 1, bad: true, value: 0,
        explanation: 'agents_available of queue:returns' }] }),
  ];
}

const UNITS = { longest_wait: 'since' };

/* An alert as a row of the state document. */
export function rowOf(now, { readings: [reading], ...one }) {
  const { signal, kpi, window, worse, raise, clear, value } = reading;
  const unit = UNITS[kpi] ?? reading.unit;
  return {
    state: one.state, level: one.severity, rule: one.rule,
    ...(one.rule_title ? { rule_title: one.rule_title } : {}),
    ...(signal === 'kpi' ? { kpi } : { signal }),
    scope: one.scope, title: one.title, window, unit,
    ...(signal === 'feed_silent' ? {} : { value: unit === 'since'
      ? now - value : value, raise, clear, worse }),
    since: one.since, fired: one.fired,
    ...(one.author ? { author: one.author } : {}),
    ...(one.escalated ? { escalated: true } : {}),
    ...(one.flapping ? { flapping: true } : {}),
  };
}

/* The object `alerts` of every view. */
export function alertsOf(now, list) {
  const told = list.filter(({ wall, inhibited, state, shelved_until: shelved }) =>
    wall && !inhibited && !shelved && state !== 'pending');
  const calm = told.filter(({ state }) => state === 'acknowledged');
  const open = told.filter(({ state }) => state !== 'acknowledged');
  const count = (level) => open.filter(({ severity }) =>
    severity === level).length;
  return { critical: count('critical'), warning: count('warning'),
    info: count('info'), acknowledged: calm.length, shelved: 0, more: 0,
    order: [...open, ...calm].map(({ id }) => id),
    rows: Object.fromEntries(told.map((one) => [one.id, rowOf(now, one)])) };
}

/* Puts a list of alerts into a state: what stands, the tile, the headline. */
export function withAlerts(state, now, list) {
  const alerts = alertsOf(now, list);
  const rows = Object.fromEntries(Object.entries(alerts.rows)
    .map(([id, row]) => [id, { ...row, alert: true }]));
  const { critical, warning, info, acknowledged, order } = alerts;
  const worst = order.find((id) => rows[id].state === 'firing');
  const { state: _, alert: __, level, ...said } = rows[worst] ?? {};
  return {
    ...state, alerts,
    headline: worst ? { ...said, level, alert: worst,
      more: order.length - 1 } : undefined,
    page: { ...state.page, tiles: [...state.page.tiles.slice(0, -1), 'alerts'] },
    tiles: { ...state.tiles, alerts: { kind: 'alerts', x: 15, y: 10, w: 9,
      h: 13, counts: { critical, warning, info, acknowledged }, order, rows,
      more: 0 } },
  };
}

export function rulesInForce(now) {
  return { now, delivers: true, rules: [
    { name: 'service-level', built_in: true, severity: 'critical', match: 'all',
      conditions: [{ signal: 'kpi', kpi: 'service_level', window: '30m',
        unit: 'percent', worse: 'below',
        raise: { of: 'target', plus: -10 }, clear: { of: 'target', plus: 0 },
        min_sample: 20 }], scopes: ['queue:*'], for_ms: 120000, schedule: null,
      routes: ['duty'], ack_required: true, escalate_after_ms: 600000,
      escalate_to: ['managers'], renotify_every_ms: null, group_by: 'rule',
      group_wait_ms: 2000, group_interval_ms: 60000, inhibit_if: [],
      flap: null, wall: true, front: true },
    { name: 'occupancy', title: { en: 'Too busy for too long', fa: 'فشار زیاد' },
      built_in: false, severity: 'warning', match: 'any', conditions: [
        { signal: 'kpi', kpi: 'occupancy', window: '30m', unit: 'percent',
          worse: 'above', raise: 85, clear: 80, min_sample: 0 },
        { signal: 'due', unit: 'count', worse: 'above', raise: 3, clear: 1,
          ahead_ms: 20000, min_sample: 0 }],
      scopes: ['team:red/agent:*'], for_ms: 600000, schedule: null, routes: [],
      ack_required: false, escalate_after_ms: null, escalate_to: [],
      renotify_every_ms: null, group_by: 'none', group_wait_ms: 0,
      group_interval_ms: 60000, inhibit_if: [], flap: null, wall: false,
      front: false }],
  routes: [
    { name: 'duty', kind: 'webhook', format: 'own', language: 'fa',
      least: 'warning', waiting: 0, held: 0, delivered: 12, failed: 1,
      given_up: 0, dropped: 0, withheld: 3, last_delivered: now - 40 * MIN,
      failing_since: null, error: null },
    { name: 'managers', kind: 'email', format: null, language: 'ru',
      least: 'info', waiting: 4, held: 0, delivered: 0, failed: 7, given_up: 0,
      dropped: 0, withheld: 0, last_delivered: null,
      failing_since: now - 12 * MIN, error: 'connection refused' }] };
}

/* What happened to the alerts that stand, newest first. */
export function stepsOf(list) {
  return list.filter(({ fired }) => fired !== null).map((one, i) => ({
    ...one, number: 100 - i, at: one.fired, step: one.state === 'acknowledged'
      ? 'acknowledged' : 'raised' }));
}
