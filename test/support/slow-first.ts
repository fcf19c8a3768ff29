import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The slowest first, so that none of them is begun when everything else is done. */
const SLOW = [
  "faults/histories.test",
  "faults/histories-aws",
  "faults/kills-aws",
  "providers/hostile-answers",
  "integration/crash/",
  "test/generated/",
];

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = SLOW.findIndex((name) => moduleId.includes(name));
  return place === -1 ? SLOW.length : place;
};

export default class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}
