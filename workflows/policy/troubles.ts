import type { ModuleKind, Trouble } from '../../contracts/module/module.js';
import type { ActivityRoute } from '../../contracts/search/search-plan.js';

/** An axis or a paradigm that another team serves, or workers of trials. */
export interface Module<Kind extends Trouble['kind'] = ModuleKind> {
  kind: Kind;
  name: string;
  team: string | null;
  contact: string | null;
  route: ActivityRoute;
}

/** The problems that stop a search: the last one of each module. */
export class Troubles {
  private readonly known = new Map<string, Trouble>();

  /** @param changed called when a problem is added, changed or removed */
  constructor(private readonly changed: () => void) {}

  get list(): Trouble[] {
    return [...this.known.values()];
  }

  /** Replaces the module's previous problem. */
  report(
    { kind, name, team, contact, route }: Module<Trouble['kind']>,
    trouble: Trouble['trouble'],
    message: string,
  ): void {
    this.known.set(`${kind} ${name}`, { kind, name, team, contact, queue: route.queue, trouble, message });
    this.changed();
  }

  /** Removes a problem: the module has answered, or is not waited for any more. */
  clear({ kind, name }: Module<Trouble['kind']>): void {
    if (this.known.delete(`${kind} ${name}`)) this.changed();
  }
}
