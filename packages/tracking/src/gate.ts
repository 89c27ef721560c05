/**
 * The promotion gate: named checks on measured values, pure data in and a verdict out.
 *
 * A check passes by evidence only. A value that is missing, null or NaN fails its check, and a gate without checks does not
 * pass: the classic broken gate reads a result that was never written, swallows the error and lets everything through.
 */

/** What is asked of a found value; `within` holds its ends. Estimates are bounded, never intervals: a wide one would pass. */
export type Requirement =
  | { readonly atLeast: number }
  | { readonly atMost: number }
  | { readonly above: number }
  | { readonly below: number }
  | { readonly within: readonly [low: number, high: number] }
  | { readonly equals: string | boolean };

export type GateCheck = {
  /** Short and stable, such as `beats-the-incumbent`: it becomes the tag `gate.<name>`. */
  readonly name: string;
  readonly found: number | string | boolean | null | undefined;
  readonly required: Requirement;
  /** Why the check exists, for the person who reads a refusal. */
  readonly because: string;
};

export type CheckVerdict = {
  readonly name: string;
  readonly passed: boolean;
  readonly found: GateCheck['found'];
  /** The requirement in words: `at least 0.3`. */
  readonly required: string;
  /** One sentence: what was found, what was required, why it matters. */
  readonly reason: string;
};

export type SkippedCheck = {
  readonly name: string;
  readonly why: string;
};

export type GateVerdict = {
  readonly passed: boolean;
  readonly checks: readonly CheckVerdict[];
  /** What could not be asked, and why. It has not passed: it is for a person to weigh. */
  readonly skipped: readonly SkippedCheck[];
};

/**
 * Judges what is asked; the gate passes when at least one check is asked and all of those pass. What the data cannot answer
 * is handed in as a name and a reason: a check that is left out in silence looks like one that passed.
 *
 * @throws when two checks share a name, since one verdict would hide the other
 */
export function evaluateGate(checks: readonly (GateCheck | SkippedCheck)[]): GateVerdict {
  const names = new Set(checks.map((check) => check.name));
  if (names.size < checks.length)
    throw new Error(`gate: found ${checks.length} checks under ${names.size} names; give each check its own name`);
  const verdicts = checks.flatMap((check) => ('why' in check ? [] : [judge(check)]));
  return {
    passed: verdicts.length > 0 && verdicts.every((verdict) => verdict.passed),
    checks: verdicts,
    skipped: checks.flatMap((check) => ('why' in check ? [check] : [])),
  };
}

/** The verdict as tags of a model version: `gate` for the whole and `gate.<check>` for each reason. */
export function gateTags({ passed, checks, skipped }: GateVerdict): Readonly<Record<string, string>> {
  return {
    gate: passed ? 'passed' : 'failed',
    ...Object.fromEntries(checks.map(({ name, reason }) => [`gate.${name}`, reason])),
    ...Object.fromEntries(skipped.map(({ name, why }) => [`gate.${name}`, `not asked: ${why}`])),
  };
}

function judge({ name, found, required, because }: GateCheck): CheckVerdict {
  const passed = isEvidence(found) && satisfies(found, required);
  const asked = inWords(required);
  const shown = isEvidence(found) ? `found ${show(found)}` : 'found no value, and a missing value never passes';
  return {
    name,
    passed,
    found: isEvidence(found) ? found : null,
    required: asked,
    reason: `${passed ? 'passed' : 'failed'}: ${shown}; required ${asked}, because ${because}`,
  };
}

type Evidence = number | string | boolean;

function isEvidence(found: GateCheck['found']): found is Evidence {
  if (found === null || found === undefined) return false;
  return typeof found !== 'number' || !Number.isNaN(found);
}

/** A value of the wrong kind (a text where a number is asked) satisfies nothing. */
function satisfies(found: Evidence, required: Requirement): boolean {
  if ('equals' in required) return found === required.equals;
  if (typeof found !== 'number') return false;
  if ('atLeast' in required) return found >= required.atLeast;
  if ('atMost' in required) return found <= required.atMost;
  if ('above' in required) return found > required.above;
  if ('below' in required) return found < required.below;
  return found >= required.within[0] && found <= required.within[1];
}

function inWords(required: Requirement): string {
  if ('equals' in required) return String(required.equals);
  if ('atLeast' in required) return `at least ${show(required.atLeast)}`;
  if ('atMost' in required) return `at most ${show(required.atMost)}`;
  if ('above' in required) return `above ${show(required.above)}`;
  if ('below' in required) return `below ${show(required.below)}`;
  return `within [${show(required.within[0])}, ${show(required.within[1])}]`;
}

function show(value: Evidence): string {
  if (typeof value !== 'number') return String(value);
  return String(Number(value.toPrecision(4))).replace(/^-/, '−');
}
