/** Makes it on the first call and keeps it, undefined included. */
export const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** The same for each of several. */
export const onceEach = <K, T>(make: (key: K) => T): ((key: K) => T) => {
  const made = new Map<K, { value: T }>();
  return (key) => {
    const one = made.get(key) ?? { value: make(key) };
    made.set(key, one);
    return one.value;
  };
};
