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

/** What keeps a search from going on: of each module, what was reported last. */
export class Troubles {
  private readonly known = new Map<string, Trouble>();

  /** @param changed called when there is another trouble, or one less */
  constructor(private readonly changed: () => void) {}

  get list(): Trouble[] {
    return [...this.known.values()];
  }

  /** Replaces what was reported of the module before. */
  report(
    { kind, name, team, contact, route }: Module<Trouble['kind']>,
    trouble: Trouble['trouble'],
    message: string,
  ): void {
    this.known.set(`${kind} ${name}`, { kind, name, team, contact, queue: route.queue, trouble, message });
    this.changed();
  }

  /** The module has answered, or nobody waits for it any more. */
  clear({ kind, name }: Module<Trouble['kind']>): void {
    if (this.known.delete(`${kind} ${name}`)) this.changed();
  }
}
