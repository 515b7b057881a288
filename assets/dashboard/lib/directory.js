/* What the scopes of a report are called (GET /api/v1/directory). Pure. */

import { title } from './catalog.js';

const GROUPS = { department: 'departments', team: 'teams', site: 'sites' };

const byName = (list, key) =>
  new Map((list ?? []).map((one) => [one[key], one]));

export class Directory {
  constructor(answer) {
    this.queues = byName(answer?.queues, 'queue');
    this.agents = byName(answer?.agents, 'agent');
    this.groups = Object.fromEntries(Object.entries(GROUPS)
      .map(([kind, list]) => [kind, byName(answer?.[list], 'name')]));
  }

  queue(name, catalog) {
    return title(this.queues.get(name)?.title, catalog.language) || name;
  }

  agent(name, catalog) {
    return title(this.agents.get(name)?.title, catalog.language) || name;
  }

  group(kind, name, catalog) {
    return title(this.groups[kind]?.get(name)?.title, catalog.language) || name;
  }

  /* Of "queue:sales", "total" ... */
  scope(scope, catalog) {
    const at = scope.indexOf(':');
    const kind = at < 0 ? scope : scope.slice(0, at);
    const name = scope.slice(at + 1);
    switch (kind) {
      case 'total':
        return catalog.text('scope.total');
      case 'queue':
        return this.queue(name, catalog);
      case 'agent':
        return this.agent(name, catalog);
      case 'channel':
        return catalog.has(`channel.${name}`)
          ? catalog.text(`channel.${name}`) : name;
      case 'tier':
        return catalog.fill('scope.tier', { n: name });
      default:
        return this.group(kind, name, catalog);
    }
  }
}
