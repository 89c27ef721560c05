import { userInfo } from 'node:os';
import { Refusal, type Session, text, toggle, verb, wholeNumber } from '@applied-modeling/command';
import { compareVersions, tellComparison } from './compare-versions.ts';
import { promote } from './promote.ts';
import { type Governed, standingNow } from './standing-now.ts';
import { historyOf, tellHistory } from './tell-history.ts';

/** A registered model, and what its people type. */
export interface GovernedModel {
  /** As it is registered. */
  readonly model: string;
  /** Of its command, as in `churn:train`. */
  readonly command: string;
  /** The pipeline, with the metric that versions are compared by: loaded when it is asked for. */
  readonly load: () => Promise<{ readonly figure: string }>;
}

/**
 * `promote`, `rollback`, `history` and `compare`, which every model has. A move of the champion is somebody's decision: who and why are
 * asked, and kept for good.
 */
export function governVerbs(governed: GovernedModel) {
  return {
    promote: promoteVerb(governed),
    rollback: rollbackVerb(governed),
    history: historyVerb(governed),
    compare: compareVerb(governed),
  };
}

const version = (about: string) => wholeNumber(about, { from: 1, to: 1_000_000, otherwise: undefined });
const because = text('why, in your words: it is kept', 'REASON');
const by = text('who decides; you, by the name of your account', 'NAME');
const json = toggle('print one JSON object on stdout instead of the screen');

function promoteVerb(governed: GovernedModel) {
  return verb({
    about: 'Makes a version the champion, if the gate passed it.',
    flags: {
      ...{ version: version('the version; the challenger, when left out'), because, by },
      override: toggle('although the gate refused it; the reason is kept with what the gate had said'),
    },
    run: async ({ version, override, ...typed }, session) => {
      const now = await standing(governed, session);
      const done = await promote(session.places.mlruns, now, {
        ...governance(typed, session),
        ...{ version, isOverride: override },
      });
      return tell(session, now, done);
    },
  });
}

function rollbackVerb(governed: GovernedModel) {
  return verb({
    about: 'Makes the champion of before the champion again; repeated, it goes further back.',
    flags: { because, by },
    run: async (typed, session) => {
      const now = await standing(governed, session);
      const { at, by, because } = governance(typed, session);
      const { from, to } = await now.registry.rollback(now.name, 'champion', { at, by, reason: because });
      const found = to === now.standing.rule ? `version ${to}, the rule,` : `version ${to}`;
      return tell(
        session,
        now,
        `${found} of ${now.name} is champion again, version ${from} was; the next scoring uses it`,
      );
    },
  });
}

function historyVerb(governed: GovernedModel) {
  return verb({
    about: 'Every version with its evidence, and who moved which alias when and why.',
    flags: { json },
    run: async ({ json }, session) => {
      const history = await historyOf(await standing(governed, session));
      session.print(json ? `${JSON.stringify(history)}\n` : tellHistory(history));
      return 0;
    },
  });
}

function compareVerb(governed: GovernedModel) {
  return verb({
    about: 'Two versions side by side: parameters, metrics and, where they share test rows, a paired interval.',
    flags: { left: version('the champion, when left out'), right: version('the challenger, when left out'), json },
    run: async ({ json, ...asked }, session) => {
      const now = await standing(governed, session);
      const [left, right] = [asked.left ?? now.standing.champion, asked.right ?? now.standing.challenger];
      if (left === null || right === null)
        throw new Refusal(`${now.name} has no ${left === null ? 'champion' : 'challenger'}`, [
          'name two: --left N --right M',
        ]);
      if (left === right) throw new Refusal(`version ${left} twice`, ['name two: --left N --right M']);
      const { figure } = await governed.load();
      const found = await compareVersions(session.places, now, { left, right, figure });
      session.print(json ? `${JSON.stringify(found)}\n` : tellComparison(found));
      return 0;
    },
  });
}

function standing({ model, command }: GovernedModel, { places }: Session): Promise<Governed> {
  return standingNow(places.mlruns, model, command);
}

interface WhoAndWhy {
  readonly by: string | undefined;
  readonly because: string | undefined;
}

function governance({ by, because }: WhoAndWhy, { clock }: Session) {
  if (because === undefined || because.trim() === '')
    throw new Refusal('nobody said why', ['a move of the champion is kept with its reason: --because "…"']);
  return { at: clock(), by: by ?? userInfo().username, because };
}

/** What was found to be moved elsewhere comes first: what is done goes on from it. */
function tell({ print }: Session, { outside }: Governed, done: string): number {
  print([...outside, done].map((sentence) => `${sentence}\n`).join(''));
  return 0;
}
