/*
 * What the state document means to a reader: which numbers are stale, what a
 * tile says about its level, how a value is written. Pure; the page only puts
 * the results into elements.
 */

import * as format from './format.js';
import { title } from './catalog.js';

const FEED_SILENT_MS = 4000;
const SILENT = new Set(['silent', 'never']);

/* The feeds that make every number stale, oldest silence first. */
export function silentFeeds(state) {
  return Object.entries(state?.feeds ?? {})
    .filter(([, feed]) => SILENT.has(feed.state))
    .map(([name, feed]) => ({ name, ...feed }))
    .sort((a, b) => (a.heard ?? 0) - (b.heard ?? 0));
}

export const hasFeeds = (state) => Object.keys(state?.feeds ?? {}).length > 0;

/*
 * How fresh the numbers are: { form: 'live' | 'stale' | 'offline', last },
 * where `last` is the server's instant of the newest number that can be
 * trusted, if one is known.
 */
export function freshness(state, link, lastMessage) {
  if (link.state === 'offline' || link.state === 'connecting') {
    return { form: 'offline', last: lastMessage };
  }
  if (link.state === 'stale') {
    return { form: 'stale', last: lastMessage };
  }
  const silent = silentFeeds(state);
  if (silent.length > 0) {
    return { form: 'stale', last: silent[0].heard ?? silent[0].event ?? null };
  }
  return { form: 'live', last: lastMessage };
}

/*
 * How many decimals a number is worth: one below ten unless it is whole, and
 * more where rounding would show 79.97 as a target of 80 that is met.
 */
export function places(value, target) {
  const hundredths = Math.round(Math.abs(value) * 100);
  let decimals = hundredths >= 1000 || hundredths % 100 === 0 ? 0 : 1;
  if (!isGiven(target) || value < 0 !== target < 0) {
    return decimals;
  }
  const against = (n) => Math.sign(Math.abs(n) - Math.abs(target));
  while (decimals < 2 &&
    against(format.rounded(value, decimals)) !== against(value)) {
    decimals++;
  }
  return decimals;
}

const isGiven = (value) => value !== undefined && value !== null;

/*
 * A value as text without its unit's sign. `now` is for unit `since`, whose
 * value is the instant since when.
 */
export function valueText(value, unit, catalog, now, target) {
  if (!isGiven(value)) {
    return format.NO_VALUE;
  }
  switch (unit) {
    case 'ms':
      return format.duration(value, catalog);
    case 'since':
      return format.duration(now - value, catalog);
    default:
      return format.number(value, catalog, places(value, target));
  }
}

/* The same with its sign, for use within a sentence. */
export function signedText(value, unit, catalog, now, target) {
  const text = valueText(value, unit, catalog, now, target);
  if (text === format.NO_VALUE) {
    return text;
  }
  if (unit === 'rate') {
    return catalog.fill('locale.rate', { n: text });
  }
  return unit === 'percent' ? format.percent(text, catalog) : text;
}

/* What stands beside the number of a tile: "%", "of 45", or nothing. */
export function unitSign({ unit, value, whole }, catalog) {
  if (!isGiven(value)) {
    return '';
  }
  if (isGiven(whole)) {
    return `${catalog.text('word.of')} ${format.number(whole, catalog)}`;
  }
  const signs = { percent: 'locale.percent_sign', rate: 'locale.rate_sign' };
  return signs[unit] ? catalog.text(signs[unit]) : '';
}

/* How long a breach has lasted, as far as that is known. */
export function lastingText(ms, longer, catalog) {
  const duration = format.age(ms, catalog);
  return longer ? catalog.fill('span.longer', { duration }) : duration;
}

/* Whose number: channels and tiers in the reader's words; '' = the centre's. */
export function scopeName(scope, texts, catalog) {
  const [kind, name] = String(scope ?? '').split(/:(.*)/);
  if (kind === 'total') {
    return '';
  }
  if (kind === 'channel' && catalog.has(`channel.${name}`)) {
    return catalog.text(`channel.${name}`);
  }
  if (kind === 'tier') {
    return catalog.fill('scope.tier', { n: format.digits(name, catalog) });
  }
  return title(texts, catalog.language);
}

/* The promise, or where only limits are set the one that is of interest. */
export function limitOf({ target, warning, critical, level }) {
  return target ?? (level === 'critical' ? critical : warning) ??
    warning ?? critical;
}

/* A limit of unit `since` is a duration. */
export function limitText(value, unit, catalog, signed = true) {
  const kind = unit === 'since' ? 'ms' : unit;
  const write = signed ? signedText : valueText;
  return isGiven(value) ? write(value, kind, catalog) : '';
}

/*
 * The catalogue key of what a tile says under its number, or null: how it
 * stands to its limit, or without one what time it is about.
 */
export function statusKey(tile, now) {
  const { level, value, worse } = tile;
  /* Nobody waits: no value, and yet as it should be. */
  if (!isGiven(value) && level !== 'normal') {
    return 'status.no_data';
  }
  const target = limitOf(tile);
  const limited = isGiven(target);
  if (level === 'warning' || level === 'critical') {
    if (!limited) {
      return `level.${level}`;
    }
    const measured = tile.unit === 'since' ? now - value : value;
    if (worse === 'above') {
      return measured > target ? 'status.over_limit' : 'status.near_limit';
    }
    return measured < target ? 'status.below_target' : 'status.near_target';
  }
  if (level === 'normal') {
    if (!limited) {
      return 'status.normal';
    }
    return worse === 'above' ? 'status.within_limit' : 'status.on_target';
  }
  return tile.window ? `window.${tile.window}` : null;
}

/* What a KPI is called; `form` is 'short', 'inline' or ''. */
export function kpiTitle(catalog, kpi, form = '') {
  const key = `kpi.${kpi}`;
  const special = `${key}.${form}`;
  if (form && catalog.has(special)) {
    return catalog.text(special);
  }
  return catalog.has(key) ? catalog.text(key) : kpi.replaceAll('_', ' ');
}

export function tileTitle(tile, catalog) {
  return title(tile.title, catalog.language) || kpiTitle(catalog, tile.kpi);
}

/* Whose number it is, where neither its own title nor the page's says so. */
export function scopeTitle(tile, state, catalog) {
  const scope = scopeName(tile.scope, tile.scope_title, catalog);
  const page = title(state?.page?.title, catalog.language);
  return tile.scope === 'total' || tile.title || scope === page ? '' : scope;
}

/* What time a number is about, where the status line does not say it. */
export function windowText(tile, { catalog, now, fresh }) {
  const key = `window.${tile.window}`;
  const said = fresh.form === 'live' && statusKey(tile, now) === key;
  return tile.window === undefined || tile.window === 'now' || said
    ? '' : catalog.text(key);
}

/* A rate beside others below one another: all with one decimal. */
export function rateText(value, catalog) {
  return isGiven(value)
    ? format.percent(format.number(value, catalog, value < 100 ? 1 : 0), catalog)
    : format.NO_VALUE;
}

/*
 * What the banner says: { form, icon, key, ... } with a catalogue key and what
 * goes into it, or { form, icon, headline }.
 */
export function news(state, { link, fresh }) {
  if (link.state === 'offline' || link.state === 'connecting') {
    const key = fresh.last ? 'banner.offline' : 'banner.offline_never';
    return { form: 'offline', icon: 'offline', key, last: fresh.last };
  }
  if (link.state === 'stale') {
    return { form: 'stale', icon: 'stale', key: 'banner.stale',
      last: fresh.last };
  }
  if (!hasFeeds(state)) {
    return { form: 'calm', icon: 'stale', key: 'page.waiting_feed.title' };
  }
  const silent = silentFeeds(state);
  if (silent.length > 0) {
    return silentNews(silent);
  }
  if (state.headline) {
    const { level } = state.headline;
    return { form: level, icon: level, headline: state.headline };
  }
  return calmNews(state);
}

function silentNews(silent) {
  const one = { form: 'stale', icon: 'stale', feed: silent[0].name,
    last: silent[0].heard };
  if (silent.length > 1) {
    return { ...one, key: 'banner.feeds_silent', n: silent.length };
  }
  return silent[0].state === 'never'
    ? { ...one, key: 'banner.feed_never' }
    : { ...one, key: 'banner.feed_silent' };
}

/*
 * Of which time the headline's number is, where that is not today: a table
 * below may show the same number of the day.
 */
export function trailingText(headline, catalog) {
  const { window, value } = headline ?? {};
  return window === undefined || value === undefined || window === 'now' ||
    window === 'day' ? '' : catalog.text(`window.${window}`);
}

/* While nothing asks for somebody: no silence shall be taken for peace. */
export function calmNews({ watched, alerts = {} }) {
  const { critical = 0, warning = 0, info = 0 } = alerts;
  const seen = { form: 'calm', icon: 'acknowledged' };
  if (alerts.acknowledged > 0) {
    return { ...seen, key: 'banner.acknowledged', n: alerts.acknowledged };
  }
  if (critical + warning + info > 0) {
    return { ...seen, key: 'banner.over', n: critical + warning + info };
  }
  if (alerts.shelved > 0) {
    return { ...seen, key: 'banner.shelved', n: alerts.shelved };
  }
  return watched > 0
    ? { form: 'calm', icon: 'normal', key: 'banner.calm' }
    : { form: 'calm', icon: 'no_data', key: 'banner.no_data' };
}

/*
 * How long ago a feed was heard. While it is live it was heard within its
 * heartbeat, whatever the state document last had a reason to say.
 */
export function feedAge(feed, time, fresh) {
  if (feed.heard === undefined || feed.heard === null) {
    return null;
  }
  const age = Math.max(0, time - feed.heard);
  return feed.state === 'live' && fresh.form === 'live'
    ? Math.min(age, FEED_SILENT_MS)
    : age;
}

/*
 * The service level's promise: { kpi, threshold, most, window }, or null. The
 * queues' thresholds run from `threshold` to `most`.
 */
export function definition(state) {
  for (const tile of Object.values(state?.tiles ?? {})) {
    const threshold = tile.definition?.threshold_ms;
    if (threshold !== undefined && tile.kpi?.startsWith('service_level')) {
      return {
        kpi: tile.kpi,
        threshold,
        most: tile.definition.threshold_max_ms ?? threshold,
        window: tile.window ?? 'day',
      };
    }
  }
  return null;
}

/*
 * Roughly how many em a text takes, for choosing a size that fits: digits are
 * of one width, separators narrow.
 */
export function emWidth(text) {
  let em = 0;
  for (const c of text) {
    em += /[:.,\u066B\u066C]/.test(c) ? 0.32 : 0.65;
  }
  return em;
}

/* The same for words: Cyrillic letters are broad. */
export const textWidth = (text) =>
  [...text].length * (/[\u0400-\u04FF]/.test(text) ? 0.6 : 0.5);
