/** What a sender asked to happen to its own message. */
export type Magic = {
  lost?: true;
  hang?: true;
  html?: true;
  noid?: true;
  refuse?: true;
  silent?: true;
  shuffled?: true;
  duplicate?: true;
  /** Tries that are throttled before one is accepted. */
  throttled?: number;
  /** Tries that meet a server error; Infinity: all of them. */
  broken?: number;
  error?: { code: number; subcode?: number };
  /** Milliseconds before the answer. */
  slow?: number;
  /** Milliseconds before the first callback. */
  late?: number;
  /** The code of the failed callback; 0: the provider's usual one. */
  failed?: number;
};

/** For messages without text: a recipient that ends so. Documented in the README. */
const suffixes: Record<string, string> = {
  "9901": "sandbox:lost",
  "9902": "sandbox:hang",
  "9903": "sandbox:429",
  "9904": "sandbox:500",
  "9905": "sandbox:html",
  "9906": "sandbox:noid",
  "9907": "sandbox:refuse",
  "9908": "sandbox:failed",
  "9909": "sandbox:silent",
  "9910": "sandbox:slow=2000",
  "9911": "sandbox:late=2000",
  "9912": "sandbox:shuffled",
  "9913": "sandbox:duplicate",
};

const directive = /sandbox:([a-z0-9]+)(?:=(\d+)(?:\/(\d+))?)?/g;

/**
 * The directives in `text` and in the end of `to`; undefined when there is none, which is nearly always.
 * Several may stand together: `sandbox:lost sandbox:silent`.
 */
export function magicOf(text: string, to: string, numbers: boolean): Magic | undefined {
  const suffix = numbers ? suffixes[to.slice(-4)] : undefined;
  if (suffix === undefined && !text.includes("sandbox:")) return undefined;
  const magic: Magic = {};
  for (const [, name = "", first, second] of `${suffix ?? ""} ${text}`.matchAll(directive)) {
    apply(magic, name, first === undefined ? undefined : Number(first), second);
  }
  return magic;
}

function apply(magic: Magic, name: string, value: number | undefined, subcode: string | undefined): void {
  switch (name) {
    case "lost":
    case "hang":
    case "html":
    case "noid":
    case "refuse":
    case "silent":
    case "shuffled":
    case "duplicate":
      magic[name] = true;
      return;
    case "429":
      magic.throttled = value ?? 2;
      return;
    case "500":
      magic.broken = value ?? Number.POSITIVE_INFINITY;
      return;
    case "code":
      if (value === undefined) return;
      magic.error = subcode === undefined ? { code: value } : { code: value, subcode: Number(subcode) };
      return;
    case "slow":
      magic.slow = Math.min(value ?? 1000, 600_000);
      return;
    case "late":
      magic.late = Math.min(value ?? 1000, 600_000);
      return;
    case "failed":
      magic.failed = value ?? 0;
  }
}

/**
 * A template name has no room for a colon: `sandbox_slow_500` says `sandbox:slow=500`, and
 * `sandbox_code_131000_7` says `sandbox:code=131000/7`.
 */
export function directiveInName(name: string): string {
  const found = /^sandbox_([a-z0-9]+?)(?:_(\d+))?(?:_(\d+))?$/.exec(name);
  if (!found) return "";
  const [, what = "", value, subcode] = found;
  return `sandbox:${what}${value ? `=${value}` : ""}${value && subcode ? `/${subcode}` : ""}`;
}

const COUNTED = 10_000;

/** How often each body has been tried, for failures that pass after some tries. */
export class Tries {
  readonly #seen = new Map<string, number>();

  /** True while the same thing has failed fewer than `times` times. */
  stillFails(key: string, times: number): boolean {
    const before = this.#seen.get(key) ?? 0;
    if (before >= times) return false;
    this.#seen.set(key, before + 1);
    if (this.#seen.size > COUNTED) this.#seen.delete(this.#seen.keys().next().value ?? "");
    return true;
  }
}
