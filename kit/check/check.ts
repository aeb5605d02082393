/** One thing that every module of its kind owes, whoever wrote it and in whatever language. */
export interface Check<Module> {
  /** What is owed, as the predicate of a sentence about the module. */
  name: string;
  /** @throws Error that says what was expected, what came, and what to do */
  run: (module: Module) => Promise<void>;
}

/** How a check ended. */
export interface CheckResult {
  name: string;
  /** What is wrong; null where the module does what it owes. */
  reason: string | null;
  /** What it took. */
  seconds: number;
}

/** What a module does otherwise than it owes. */
export class Unmet extends Error {
  override readonly name = 'Unmet';

  /**
   * @param expected what the contract asks for
   * @param came what the module did instead
   * @param todo what its team should do
   */
  constructor(
    readonly expected: string,
    readonly came: string,
    readonly todo: string,
  ) {
    super(`expected ${expected}; but ${came}. ${todo}`);
  }
}

/** What a module throws where it refuses a request for good: over a server, a failure that is not retried. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/**
 * Runs checks one after the other.
 *
 * @param onResult told of each one as it ends
 * @param isFatal whether an error says nothing of the module, so that no check can be made
 * @throws what is fatal
 */
export async function runChecks<Module>(
  checks: readonly Check<Module>[],
  module: Module,
  onResult: (result: CheckResult) => void = () => undefined,
  isFatal: (error: unknown) => boolean = () => false,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, run } of checks) {
    const start = performance.now();
    const reason = await run(module).then(
      () => null,
      (error: unknown) => {
        if (isFatal(error)) throw error;
        return error instanceof Error ? error.message : String(error);
      },
    );
    const result = { name, reason, seconds: (performance.now() - start) / 1000 };
    results.push(result);
    onResult(result);
  }
  return results;
}
