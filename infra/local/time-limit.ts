/**
 * Rejects when `work` has not ended after so many milliseconds, as Lambda stops a function. What hangs here goes on
 * hanging, but it holds nobody: its job comes again, and no intent of it can be taken twice.
 */
export const within = <T>(ms: number, work: Promise<T>): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`The function did not end within ${ms} ms`)), ms);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
};
