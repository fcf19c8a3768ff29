/**
 * Milliseconds of processor time that this process used meanwhile. Unlike the clock's, they do not grow when the
 * machine has other work, so a bound on them tells one pass over an input from a pass for each part of it.
 */
export const cpuMs = async (work: () => unknown): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
