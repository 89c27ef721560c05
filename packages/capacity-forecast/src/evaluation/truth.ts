import { readSideCar } from '@applied-modeling/lakehouse';
import { MS_PER_HOUR } from '@applied-modeling/synthetic';
import type { TrainingSet } from '../domain.ts';
import { HOURS } from '../label.ts';
import { truthHourly, truthWeekly } from '../world/truth-tables.ts';

/** What only the simulation knows about some rows of a training set; row i belongs to `rows[i]`. */
export interface Truth {
  /** Demand of the 168 hours, row after row. */
  readonly demand: Float32Array;
  /** The level of least expected cost, given the hidden level of the series on the Thursday. */
  readonly oracleNodes: Float32Array;
  /** Expected share of the hours in which demand exceeds the level in force. */
  readonly shortShare: Float32Array;
}

/** Opens the truth side-car; null on a person's own data. Called after training, by 6-evaluate only. */
export async function readTruth(
  truthDir: string | null,
  set: TrainingSet,
  rows: Uint32Array,
  epoch: number,
): Promise<Truth | null> {
  const asked = {
    series_id: Array.from(rows, (row) => set.seriesIds[set.series[row]]),
    week: Int32Array.from(rows, (row) => set.week[row]),
    place: Int32Array.from(rows.keys()),
  };
  return readSideCar(truthDir, asked, async (lake) => {
    const hours = `(epoch_ms(hour) - ${epoch}) // ${MS_PER_HOUR}`;
    const hourly = await lake.query(
      `SELECT demand::FLOAT AS demand FROM ${lake.latest(truthHourly)} AS truth
       JOIN asked ON asked.series_id = truth.series_id AND asked.week = ${hours} // ${HOURS} ORDER BY place, hour`,
    );
    const weekly = await lake.query(
      `SELECT oracle_nodes::FLOAT AS oracle_nodes, short_share::FLOAT AS short_share FROM ${lake.latest(truthWeekly)} AS truth
       JOIN asked ON asked.series_id = truth.series_id AND asked.week = (epoch_ms(week_start) - ${epoch}) // ${MS_PER_HOUR * HOURS}
       ORDER BY place`,
    );
    if (hourly.rowCount !== rows.length * HOURS || weekly.rowCount !== rows.length)
      throw new Error(`truth: ${weekly.rowCount} weeks and ${hourly.rowCount} hours for ${rows.length} rows`);
    return {
      demand: hourly.floats('demand'),
      oracleNodes: weekly.floats('oracle_nodes'),
      shortShare: weekly.floats('short_share'),
    };
  });
}
