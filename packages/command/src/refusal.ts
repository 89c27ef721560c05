/** Something a person can mend: bad input, a damaged table, an impossible request. Shown without a stack trace. */
export class Refusal extends Error {
  readonly problems: readonly string[];

  constructor(subject: string, problems: readonly string[], options?: ErrorOptions) {
    super([subject, ...problems.map((problem) => `  - ${problem}`)].join('\n'), options);
    this.name = 'Refusal';
    this.problems = problems;
  }
}

/** Refuses for all of the problems at once, with advice on all of them last; where there are none, nothing happens. */
export function refuseIfAny(subject: string, problems: readonly string[], ...advice: readonly string[]): void {
  if (problems.length > 0) throw new Refusal(subject, [...problems, ...advice]);
}
