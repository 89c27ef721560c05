import { type AnswerFacts, answerFacts, answerFiles, type Figures, hashModules, writeAnswer } from './answer.ts';

/** What an answer asks of a run: where its tables came from, and whether its figures mean anything. */
export type AnsweredRun = {
  readonly ingested: {
    readonly source: { readonly kind: 'simulated'; readonly generator: string } | { readonly kind: 'files' };
  };
  readonly audit: { readonly passed: boolean };
};

export type AnswerDeclaration<Run, Metrics> = {
  /** The folder of its parts. */
  readonly parts: URL;
  /** The modules whose values it is written with, beside the world: by name. */
  readonly values: Readonly<Record<string, object>>;
  /** What a run found. */
  readonly figuresOf: (run: Run) => Figures;
  /** What is kept of many worlds. */
  readonly figuresOfWorlds: (facts: AnswerFacts<Metrics>) => Figures;
};

/** The answer of a question, from the figures of a run and those of many worlds. */
export function declareAnswer<Run extends AnsweredRun, Metrics extends Parameters<typeof answerFacts>[0]>({
  parts,
  values,
  figuresOf,
  figuresOfWorlds,
}: AnswerDeclaration<Run, Metrics>) {
  const codeValues = hashModules(values);
  const write = (facts: AnswerFacts<Metrics>, source = 'src') =>
    writeAnswer(parts, { ...facts.figures, ...figuresOfWorlds(facts) }, source);
  return {
    /** Hashes of what the code says today; the world has one of its own, which a run carries. */
    codeValues,
    /** Links lead to files under `source`. */
    writeAnswer: write,
    /** Name to content: nothing but where a run speaks of a known world and was not refused. */
    answerOf: (run: Run, metrics: Metrics, source: string | undefined): Readonly<Record<string, string>> => {
      const { source: tables } = run.ingested;
      if (tables.kind !== 'simulated' || !run.audit.passed) return {};
      const facts = answerFacts(metrics, { world: tables.generator, ...codeValues }, figuresOf(run));
      return answerFiles(facts, write(facts, source));
    },
  };
}
