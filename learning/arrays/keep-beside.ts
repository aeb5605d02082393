/**
 * Caches what is computed from an object as long as the object lives. Neither may change.
 *
 * @param make its further arguments are part of the cache's key
 */
export function keepBeside<Of extends object, Options extends number[], Made>(
  make: (of: Of, ...options: Options) => Made,
): (of: Of, ...options: Options) => Made {
  const kept = new WeakMap<Of, Map<string, Made>>();
  return (of, ...options) => {
    const known = kept.get(of) ?? new Map<string, Made>();
    kept.set(of, known);
    const key = options.join();
    if (!known.has(key)) known.set(key, make(of, ...options));
    return known.get(key)!;
  };
}
