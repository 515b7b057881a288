/*
 * A steady beat. Browsers slow the timers of a hidden tab down to one a minute,
 * but not those of a worker, and a tab that nobody looks at shall still know
 * within seconds that its numbers are old: its title says so.
 */

export function beat(ms, act) {
  const worker = new Worker(new URL('./beat_worker.js', import.meta.url));
  worker.onmessage = act;
  worker.onerror = () => {
    worker.onerror = null;
    setInterval(act, ms);
  };
  worker.postMessage(ms);
}
