/**
 * The instance that runs. In Lambda it is composed while the module loads, so that a broken deployment shows at
 * once and the first call finds everything made; elsewhere on its first call, so that any entry file can be
 * imported anywhere.
 */
export const live = <Arguments extends unknown[], Result>(
  create: () => (...args: Arguments) => Promise<Result>,
): ((...args: Arguments) => Promise<Result>) => {
  if (process.env.AWS_LAMBDA_FUNCTION_NAME !== undefined) return create();
  let made: ((...args: Arguments) => Promise<Result>) | undefined;
  return (...args) => {
    made ??= create();
    return made(...args);
  };
};
