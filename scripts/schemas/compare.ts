import type { ContractRoles, Direction, MessageRole } from './catalogue.js';
import { refusals } from './contain.js';
import { describePlace, pointerOf } from './describe-place.js';
import { contractFileId, stateAxis, stateVersion, type JsonSchema, type SchemaTree } from './json-schema.js';

/** A change that would keep someone from reading what someone else writes. */
export interface Break {
  /** Relative to contracts/schema. */
  path: string;
  /** JSON pointer into the file of now. */
  pointer: string;
  what: string;
  /** Who would fail, as a sentence. */
  readers: string;
  /** What to do about it, as a sentence. */
  remedy: string;
}

/**
 * What has changed incompatibly between two trees of schemas: of a contract within one version, of a state while its
 * version stays.
 *
 * @param before as some revision had it
 * @param contracts those of now, whose versions say what may differ
 */
export function findBreaks(before: SchemaTree, now: SchemaTree, contracts: readonly ContractRoles[]): Break[] {
  const ofContracts = contracts.flatMap((contract) => new ContractComparison(before, now, contract).breaks());
  return [...ofContracts, ...stateBreaks(before, now)];
}

class ContractComparison {
  private readonly earlier: { path: string; version: number; message: string }[];
  /** The version that the earlier tree spoke. */
  private readonly latest: number;

  constructor(
    private readonly before: SchemaTree,
    private readonly now: SchemaTree,
    private readonly contract: ContractRoles,
  ) {
    this.earlier = [...before.keys()].flatMap((path) => {
      const id = contractFileId(path);
      return id?.contract === contract.name ? [{ path, ...id }] : [];
    });
    this.latest = Math.max(0, ...this.earlier.map(({ version }) => version));
  }

  breaks(): Break[] {
    const { version, spoken, messages } = this.contract;
    if (this.latest > version) return [this.lowered()];
    const still = this.earlier.filter((file) => file.version >= spoken.from);
    const requests = messages.filter(({ direction }) => direction === 'request');
    const negotiating = messages.filter(({ negotiates }) => negotiates);
    return [
      ...still.flatMap((file) => this.changed(file.path, file.message, file.version)),
      ...(this.latest === version ? requests.flatMap((request) => this.added(request)) : []),
      ...(this.latest < version ? negotiating.flatMap((message) => this.unnegotiable(message)) : []),
    ];
  }

  private lowered(): Break {
    const { name, version, raise } = this.contract;
    return {
      path: `${name}-v${version}`,
      pointer: '',
      what: `the contract's version was ${this.latest} and is ${version}`,
      readers: `Modules that speak version ${this.latest} of the ${name} contract would speak none that the core does.`,
      remedy: `Raise ${raise} to ${this.latest}, or higher.`,
    };
  }

  private changed(path: string, message: string, version: number): Break[] {
    const role = this.contract.messages.find(({ name }) => name === message);
    return this.compare(this.before.get(path)!, path, role, version, this.remedyFor(version));
  }

  private remedyFor(version: number): string {
    const { raise, version: current } = this.contract;
    if (version === current)
      return `Raise ${raise} to ${current + 1}, or make the change one that old readers survive.`;
    return `Put it back as it was, or speak version ${version} no more: files of earlier versions stay as they are.`;
  }

  /** A module that was written before a request does not serve it. */
  private added({ name: message }: MessageRole): Break[] {
    const { name, version } = this.contract;
    const path = `${name}-v${version}/${message}.json`;
    if (this.before.has(path) || !this.now.has(path)) return [];
    const readers = `Modules that speak version ${version} of the ${name} contract know no such request.`;
    return [{ path, pointer: '', what: 'the request is new', readers, remedy: this.remedyFor(version) }];
  }

  /** What versions are agreed on by is read by those who speak another one. */
  private unnegotiable(role: MessageRole): Break[] {
    const { name, version } = this.contract;
    const old = this.before.get(`${name}-v${this.latest}/${role.name}.json`);
    const remedy = 'Make the change one that old readers survive: versions are agreed on by this message.';
    return old ? this.compare(old, `${name}-v${version}/${role.name}.json`, role, this.latest, remedy) : [];
  }

  private compare(
    before: JsonSchema,
    path: string,
    role: MessageRole | undefined,
    version: number,
    remedy: string,
  ): Break[] {
    const now = this.now.get(path);
    const speakers = `that speak version ${version} of the ${this.contract.name} contract`;
    if (!now) {
      return [{ path, pointer: '', what: 'the file is gone', readers: `Modules ${speakers} go by it.`, remedy }];
    }
    // Of a message that the present version has no more nobody knows who reads it.
    const directions: Direction[] = role ? [role.direction] : ['request', 'reply'];
    return directions.flatMap((direction) => {
      const readers =
        direction === 'request'
          ? `Modules ${speakers} would refuse what the core writes.`
          : `The core would refuse what modules write ${speakers}.`;
      return changes(before, now, direction).map((change) => ({ path, ...change, readers, remedy }));
    });
  }
}

function stateBreaks(before: SchemaTree, now: SchemaTree): Break[] {
  return [...before].flatMap(([path, old]) => {
    const axis = stateAxis(path);
    const state = now.get(path);
    // An axis that is gone has no state to read.
    if (axis === null || !state) return [];
    const [earlier, version] = [stateVersion(path, old), stateVersion(path, state)];
    if (version > earlier) return [];
    const readers = `The new build would refuse the state of searches that run, which go on with it at their next step.`;
    const remedy = `Raise \`version\` in activities/axes/${axis}/state.ts to ${earlier + 1} and read states of version ${earlier} there too, or make the change one that old states survive.`;
    const lowered = { pointer: '/properties/version', what: `the state's version was ${earlier} and is ${version}` };
    const found = version < earlier ? [lowered] : changes(old, state, 'state');
    return found.map((change) => ({ path, ...change, readers, remedy }));
  });
}

function changes(before: JsonSchema, now: JsonSchema, direction: Direction): Pick<Break, 'pointer' | 'what'>[] {
  const nowWrites = direction === 'request';
  const [writer, reader] = nowWrites ? [now, before] : [before, now];
  const found = new Map<string, string[]>();
  for (const place of refusals(writer, reader)) {
    const pointer = pointerOf(place, nowWrites);
    const what = describePlace(place, nowWrites);
    const known = found.get(pointer) ?? [];
    // What is referred to from many places is found at each.
    if (!known.includes(what)) found.set(pointer, [...known, what]);
  }
  return [...found].map(([pointer, whats]) => ({ pointer, what: whats.join('; ') }));
}
