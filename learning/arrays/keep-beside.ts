/**
 * Keeps what is made of an object as long as the object lives, so that it is made once. Neither may change.
 *
 * @param make its further arguments tell what it makes of one object from another
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
