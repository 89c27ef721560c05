import { MS_PER_DAY, MS_PER_HOUR, poissonQuantile, randomStream } from '@applied-modeling/synthetic';
import { access as planted } from './planted.ts';
import type { Population } from './population.ts';

export const CHANGES = ['own', 'grant', 'revoke'] as const;

/** A change of who may open a notebook. Principals are numbers: first all users, then the teams, then the tenants. */
export interface AccessEvent extends Readonly<Record<'notebook' | 'principal' | 'ms', number>> {
  readonly change: (typeof CHANGES)[number];
}

export function principalsOf({ users, teams }: Population) {
  return {
    team: (team: number) => users.length + team,
    tenant: (tenant: number) => users.length + teams.length + tenant,
  };
}

/** All changes by time; no policy moves any. A notebook that is deleted is taken from everybody, its owner included, that instant. */
export function drawAccess(seed: number, population: Population): AccessEvent[] {
  const random = randomStream(seed, 'access');
  const { epoch, days } = population.options;
  const endMs = epoch + days * MS_PER_DAY;
  const waits = (meanDays: number, u: number) => -Math.log(u) * meanDays * MS_PER_DAY;
  return population.notebooks
    .flatMap(({ owner, createdMs, deletedMs }, notebook): AccessEvent[] => {
      const stopMs = Math.min(endMs, deletedMs);
      const ofGrant = ({ principal, days }: Grant, nth: number): AccessEvent[] => {
        const draw = (of: number) => random.uniform(notebook, 1 + nth, of);
        const earliest = Math.max(createdMs + MS_PER_HOUR, population.users[principal]?.joinedMs ?? createdMs);
        const grantedMs = Math.round(earliest + waits(days, draw(0)));
        const from = Math.max(grantedMs, epoch);
        const revokedMs = Math.round(from + MS_PER_HOUR + draw(1) * (endMs - from));
        const againMs = Math.round(revokedMs + MS_PER_HOUR + waits(planted.grantedAgain.days, draw(2)));
        const isRevoked = draw(3) < planted.revoked;
        const isAgain = isRevoked && draw(4) < planted.grantedAgain.share;
        const all: AccessEvent[] = [
          { notebook, principal, change: 'grant', ms: grantedMs },
          ...(isRevoked ? [{ notebook, principal, change: 'revoke' as const, ms: revokedMs }] : []),
          ...(isAgain ? [{ notebook, principal, change: 'grant' as const, ms: againMs }] : []),
        ];
        return all.filter(({ ms }) => ms < stopMs);
      };
      const grants = grantsOf(population, notebook, (of) => random.uniform(notebook, 0, of));
      const own: AccessEvent = { notebook, principal: owner, change: 'own', ms: createdMs };
      const events = [[own], ...grants.map(ofGrant)];
      const left = deletedMs < endMs ? events.filter((some) => (some.at(-1)?.change ?? 'revoke') !== 'revoke') : [];
      const taken = left.map(([{ principal }]) => ({ notebook, principal, change: 'revoke' as const, ms: deletedMs }));
      return [...events.flat(), ...taken];
    })
    .sort((a, b) => a.ms - b.ms);
}

type Grant = Readonly<Record<'principal' | 'days', number>>;

/** To the team, to all of the tenant, and to some teams and users beside. */
function grantsOf(population: Population, notebook: number, draw: (of: number) => number): Grant[] {
  const { tenant, team, owner } = population.notebooks[notebook];
  const { teams, users } = population.tenants[tenant];
  const to = principalsOf(population);
  const some = (mean: number, from: readonly number[], first: number) =>
    Array.from({ length: poissonQuantile(mean, draw(first)) }, (_, nth) => {
      return from[Math.floor(draw(first + 1 + nth) * from.length)];
    });
  const grant = (days: number) => (principal: number) => ({ principal, days });
  const all = [
    ...(draw(0) < planted.team.share ? [to.team(team)] : []).map(grant(planted.team.days)),
    ...(draw(1) < planted.tenant.share ? [to.tenant(tenant)] : []).map(grant(planted.tenant.days)),
    ...some(planted.otherTeams.mean, teams, 2).map(to.team).map(grant(planted.otherTeams.days)),
    ...some(planted.otherUsers.mean, users, 20).map(grant(planted.otherUsers.days)),
  ];
  const first = (one: number) => all.findIndex(({ principal }) => principal === one);
  return all.filter(({ principal }, at) => principal !== owner && first(principal) === at);
}

/** Who may open what, as it changes. */
export function createDoors(population: Population, events: readonly AccessEvent[]) {
  const { users, notebooks } = population;
  const of = principalsOf(population);
  const open = Array.from({ length: of.tenant(population.tenants.length) }, (): number[] => []);
  const principals = (user: number) => [user, of.team(users[user].team), of.tenant(users[user].tenant)];
  const seenBy = new Int32Array(notebooks.length).fill(-1);
  let [next, asked] = [0, 0];
  return {
    /** Applies what has changed until then, that instant included. */
    advance(ms: number): void {
      for (; next < events.length && events[next].ms <= ms; next++) {
        const { notebook, principal, change } = events[next];
        if (change === 'revoke') open[principal].splice(open[principal].indexOf(notebook), 1);
        else open[principal].push(notebook);
      }
    },
    mayOpen(user: number, notebook: number): boolean {
      return principals(user).some((one) => open[one].includes(notebook));
    },
    /** Writes what a user may open now into `into`, and returns how many they are. */
    openTo(user: number, into: Int32Array): number {
      asked += 1;
      let count = 0;
      for (const one of principals(user)) {
        for (const notebook of open[one]) {
          if (seenBy[notebook] === asked) continue;
          seenBy[notebook] = asked;
          into[count++] = notebook;
        }
      }
      return count;
    },
  };
}
