import { openLake } from '@applied-modeling/lakehouse';
import { publishBatch } from '../../src/score/publish-batch.ts';
import { origin, toyRun } from './toy-batch.ts';

/** For the test that kills it: says that it begins, publishes the batch of the fifth into the folder it is given, and ends. */
const lake = await openLake(process.argv[2], { threads: 1 });
process.stdout.write('begun\n');
await publishBatch(lake, toyRun(), { origin, committedAt: new Date(Date.UTC(2026, 0, 5, 7)) });
lake.close();
