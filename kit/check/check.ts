/** One requirement for every module of a kind, in any language. */
export interface Check<Module> {
  /** The requirement, as the predicate of a sentence about the module. */
  name: string;
  /** @throws Error that says what was expected, what happened, and what to do */
  run: (module: Module) => Promise<void>;
}

/** How a check ended. */
export interface CheckResult {
  name: string;
  /** What is wrong; null if the module meets the requirement. */
  reason: string | null;
  /** Duration in s. */
  seconds: number;
}

/** A requirement that a module does not meet. */
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

/** Thrown by a module that refuses a request: over a server, a non-retryable failure. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/**
 * Runs checks one after the other.
 *
 * @param onResult called with each result
 * @param isFatal whether an error is not caused by the module, so that no check can be made
 * @throws fatal errors
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
