/** `Retry-After` in seconds, kept between 1 s and 1 h whatever the provider says; undefined without a sane one. */
export const retryAfter = (header: string | undefined): number | undefined => {
  const seconds = Number(header);
  if (header === undefined || !Number.isFinite(seconds) || seconds < 0) return undefined;
  return Math.min(Math.max(Math.ceil(seconds), 1), 3_600);
};
