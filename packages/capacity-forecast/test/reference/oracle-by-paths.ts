import { gammaFactor, poissonNormal, randomStream, within } from '@applied-modeling/synthetic';
import { decidedBefore, labelContract } from '../../src/label.ts';
import type { Demand } from '../../src/world/demand.ts';
import { addJobNodes, launchFactor, tenantNodes } from '../../src/world/events.ts';
import { job, launch, level, noise, tenant } from '../../src/world/planted.ts';
import { HOURS } from '../../src/world/week-shape.ts';

/**
 * The oracle's slow twin: whole futures of one series, day by day from the decision's Thursday, with every surprise drawn where
 * it would happen. Returns the demand of all hours of all futures, ascending.
 */
export function hoursOfFutures(demand: Demand, i: number, week: number, futures: number): Float64Array {
  const random = randomStream(1, 'futures');
  const hours = new Float64Array(futures * HOURS);
  const thursday = 7 * week - labelContract.leadDays;
  const knownMs = decidedBefore(demand.clock.startOf(week));
  const usual = new Float64Array(HOURS);
  const jobs = new Float64Array(HOURS);
  demand.fillUsual(usual, i, week);
  addJobNodes(jobs, demand.events.jobsOf[i], week);
  for (let future = 0; future < futures; future++) {
    const draw = (day: number, at: number) => random.uniform(future, day, at);
    let deviation = demand.hiddenLevel(i, thursday);
    const launched: { startDay: number; endDay: number; uplift: number; availableMs: number }[] = [];
    let arrived = 0;
    for (let day = thursday; day < 7 * week + 7; day++) {
      if (day > thursday) {
        deviation = level.persistence * deviation + level.dailySigma * random.normal(future, day, 0);
      }
      for (const [slot, weekly] of [launch.seriesWeekly, launch.regionWeekly].entries()) {
        if (draw(day, 10 + slot) >= (weekly * (1 - launch.announcedShare)) / 7) continue;
        const endDay = day + Math.round(7 * within(launch.weeks, draw(day, 20 + slot)));
        launched.push({ startDay: day, endDay, uplift: within(launch.uplift, draw(day, 30 + slot)), availableMs: 0 });
      }
      if (draw(day, 40) < (tenant.weekly * (1 - tenant.signedShare)) / 7) {
        arrived += demand.population.usualNodes[i] * within(tenant.sizeShare, draw(day, 41));
      }
      if (day < 7 * week) continue;
      const known = demand.events.launchesOf[i];
      const surprise = launched.map((event) => ({ ...event, region: 0, family: null }));
      const factor = Math.exp(deviation) * launchFactor(known, day, knownMs) * launchFactor(surprise, day);
      const tenants = tenantNodes(demand.events.tenantsOf[i], day, knownMs) + arrived;
      for (let hour = 24 * (day - 7 * week); hour < 24 * (day - 7 * week) + 24; hour++) {
        const step = 1000 + hour;
        const mean = (usual[hour] * factor + tenants) * gammaFactor(noise.k, random.normal(future, step, 0));
        const realised = jobs[hour] * within(job.realisedShare, random.uniform(future, step, 2));
        hours[future * HOURS + hour] = poissonNormal(mean, random.normal(future, step, 1)) + Math.round(realised);
      }
    }
  }
  return hours.sort();
}
