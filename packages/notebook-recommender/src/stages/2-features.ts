import { Refusal, type Tick } from '@applied-modeling/command';
import { buildTrainingSet, compileFeatures, type Door } from '@applied-modeling/feature-store';
import { type Lake, readSql, type TableContract } from '@applied-modeling/lakehouse';
import type { Candidates } from '../candidates.ts';
import type { Ingested, SlateRows } from '../domain.ts';
import { leakingFeatures, outcomes, pageFeatures, slateFeatures, used } from '../features.ts';
import { assembleRows } from '../training-set/assemble-rows.ts';

/**
 * One row per blank page and notebook, with what had been logged by then: of the two together, of the team, of the tenant, of the user.
 * No label comes near this stage. Another `door` than `as-of` is for the planted leak alone.
 */
export async function features(
  { lake, relation }: Pick<Ingested, 'lake' | 'relation'>,
  found: Candidates,
  door: Door = 'as-of',
  tick?: Tick,
): Promise<SlateRows> {
  if (found.request.length === 0)
    throw new Refusal('no page to decide about', ['impressions: no slate on the days that are used has a candidate']);
  await layDown(lake, found);
  const definition = door === 'as-of' ? slateFeatures : leakingFeatures;
  const known = { relation: (source: TableContract) => (MADE.includes(source) ? source.name : relation(source)), door };
  const ofItems = compileFeatures(definition, { spine: { relation: 'slate_rows', keys: KEYS }, ...known });
  const ofPages = compileFeatures(pageFeatures, { spine: { relation: PAGES, keys: ['request', 'user_id'] }, ...known });
  const items = await buildTrainingSet(lake, ofItems, (done, total) => tick?.(done, total, 'tables'));
  const pages = await buildTrainingSet(lake, ofPages);
  const violations = (await lake.query(VIOLATIONS_SQL)).numbers('violations')[0];
  return {
    ...assembleRows({ items, pages, definition }, found),
    violations: found.directory.isOpenToAll ? 0 : violations,
  };
}

const MADE: readonly TableContract[] = [used, outcomes];
const KEYS = ['nth', 'slate_id', 'user_id', 'team_id', 'tenant_id', 'notebook_id'];

/** Pages alone, numbered as `requests` are. */
const PAGES = '(SELECT DISTINCT request, user_id, decided_at FROM slate_rows)';

/** `slate_rows`: what is asked about, a row per page and notebook. `used`: what people did, with their team. `outcomes`: for the leak. */
async function layDown(lake: Lake, { requests, request, item, source, directory }: Candidates): Promise<void> {
  const ofRequest = <T>(list: ArrayLike<T>) => Array.from(request, (of) => list[of]);
  await lake.unstage('asked_rows');
  await lake.stage('asked_rows', {
    nth: Int32Array.from(request.keys()),
    request,
    slate_id: ofRequest(requests.slateId),
    user_id: ofRequest(requests.userId),
    team_id: ofRequest(requests.teamId),
    tenant_id: ofRequest(requests.tenantId),
    notebook_id: Array.from(item, (one) => directory.items.ids[one]),
    is_candidate: Uint8Array.from(source, (one) => Number(one >= 0)),
    decided_ms: Float64Array.from(ofRequest(requests.decidedAt)),
  });
  await lake.run(`
    CREATE OR REPLACE TEMP TABLE slate_rows AS
    SELECT * EXCLUDE (decided_ms), make_timestamptz((1000 * decided_ms)::BIGINT) AS decided_at FROM asked_rows;
    CREATE OR REPLACE TEMP TABLE used AS ${USED_SQL};
    CREATE OR REPLACE TEMP VIEW outcomes AS ${OUTCOMES_SQL}`);
}

const USED_SQL = readSql(new URL('../used.sql', import.meta.url));
const OUTCOMES_SQL = readSql(new URL('../outcomes.sql', import.meta.url));
const VIOLATIONS_SQL = readSql(new URL('../retrieval/violations.sql', import.meta.url));
