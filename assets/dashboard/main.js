/* Opens the board that the address asks for. */

import { beat } from './lib/beat.js';
import { Catalog } from './lib/catalog.js';
import { ownView, readRoute } from './lib/route.js';
import { Settings } from './lib/settings.js';
import { Stream } from './lib/stream.js';
import { App } from './ui/app.js';
import { hearQuestions } from './ui/ask.js';
import { Source } from './ui/source.js';
import { Tv } from './ui/tv.js';

const CHECK_MS = 500;

const settings = new Settings(location.search, localStorage);
const prefersLight = matchMedia('(prefers-color-scheme: light)');

async function loadWords(path) {
  const answer = await fetch(path);
  if (!answer.ok) {
    throw new Error(`${path}: status ${answer.status}`);
  }
  return answer.json();
}

/* What the wall says as well, and what only a browser needs to say. */
async function loadCatalog(language) {
  const [shared, own] = await Promise.all([
    loadWords(`/languages/${language}.json`),
    loadWords(`/words/${language}.json`),
  ]);
  return new Catalog(language, { ...shared, ...own });
}

function streamUrl(page) {
  const url = new URL('/v1/stream', location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  if (page !== null) {
    url.searchParams.set('view', page);
  }
  return url.href;
}

function applyLanguage(catalog) {
  document.documentElement.lang = catalog.language;
  document.documentElement.dir = catalog.direction;
}

const systemTheme = () => (prefersLight.matches ? 'light' : 'dark');

function applyTheme() {
  const theme = settings.theme(systemTheme());
  document.documentElement.dataset.theme = theme;
  return theme;
}

/* Ticks on the server's full seconds, by whose clock the durations count. */
function tickForEver(app) {
  app.tick();
  setTimeout(() => tickForEver(app),
    1005 - (app.stream.clock.now() % 1000));
}

async function open() {
  const openStream = (page) => new Stream(streamUrl(page));
  const first = ownView(readRoute(location.hash)) ?? settings.page;
  const stream = openStream(first);
  let language = settings.language(document.documentElement.lang);
  const catalog = await loadCatalog(language);
  applyLanguage(catalog);

  async function speak(wanted) {
    if (wanted !== language) {
      language = wanted;
      const loaded = await loadCatalog(wanted);
      if (wanted === language) {
        applyLanguage(loaded);
        app.setCatalog(loaded);
      }
    }
  }

  const actions = {
    onLanguage(code) {
      history.replaceState(null, '', settings.choose('language', code) +
        location.hash);
      speak(code);
    },
    onTheme() {
      const other = applyTheme() === 'dark' ? 'light' : 'dark';
      history.replaceState(null, '', settings.choose('theme', other) +
        location.hash);
      app.setTheme(applyTheme());
    },
    onPage(name) {
      location.href = location.pathname + settings.choose('page', name);
    },
    onTv() {
      const wanted = settings.tv ? '0' : '1';
      history.replaceState(null, '', settings.choose('tv', wanted) +
        location.hash);
      tv.show(settings.tv);
    },
    mayAlarm: () => !settings.tv || settings.alarms,
  };
  const app = new App(stream, { catalog, theme: applyTheme(), actions });
  const tv = new Tv(app, openStream, settings.page === null);
  const source = new Source(app, openStream, settings.page, first);
  stream.addEventListener('state', () =>
    speak(settings.language(stream.state.centre?.language)));
  prefersLight.addEventListener('change', () => app.setTheme(applyTheme()));

  const wake = () => {
    if (!document.hidden) {
      app.stream.wake();
      app.changed();
      app.tick();
    }
  };
  document.addEventListener('visibilitychange', wake);
  addEventListener('pageshow', wake);
  addEventListener('online', wake);

  addEventListener('hashchange', () => {
    const route = readRoute(location.hash);
    source.go(route);
    app.show(route, true);
  });
  hearQuestions(document.getElementById('board'), () => app.stream,
    (what) => app.explain(what));

  stream.start();
  app.draw();
  app.show(readRoute(location.hash));
  tv.show(settings.tv);
  beat(CHECK_MS, () => {
    app.stream.check();
    source.check();
    tv.check();
  });
  tickForEver(app);
}

applyTheme();
open();
