import { announcedLaunches, type ReadLaunches } from '../forecast/outlook.ts';

/** The planted leak: launches joined by the day they take effect, as if each had been announced long ahead. */
export const carelessLaunches: ReadLaunches = async (ingested) =>
  (await announcedLaunches(ingested)).map((launch) => ({ ...launch, countsFrom: Number.NEGATIVE_INFINITY }));
