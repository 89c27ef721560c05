import { type DuckDBConnection, DuckDBInstance, listValue } from '@duckdb/node-api';
import type { KnownFunctions } from './bind-expressions.ts';

/** DuckDB's parser, alone in an instance without files, extensions or tables: it turns text into JSON and runs none of it. */
export interface Parser {
  /** Its own, and empty: a test looks whether it stays so. */
  readonly connection: DuckDBConnection;
  readonly functions: KnownFunctions;
  /** Of each text the answer of `json_serialize_sql`, an error among them where it is no SELECT. */
  parse(texts: readonly string[]): Promise<string[]>;
  close(): void;
}

export async function openParser(): Promise<Parser> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: '512MB',
    enable_external_access: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run(`SET max_expression_depth TO ${DEEPEST_EXPRESSION}`);
  await connection.run('SET lock_configuration TO true');
  const columns = (await connection.runAndReadAll(FUNCTIONS)).getColumns() as string[][];
  const aggregates = new Set(columns[0].filter((_, k) => columns[1][k] === 'aggregate'));
  const others = new Set([...columns[0].filter((_, k) => columns[1][k] !== 'aggregate'), ...DATABRICKS_FUNCTIONS]);
  for (const name of DATABRICKS_AGGREGATES) aggregates.add(name);
  return {
    connection,
    functions: { aggregates, others },
    async parse(texts) {
      const answers = await connection.runAndReadAll(SERIALIZE, { texts: listValue([...texts]) });
      return answers.getColumns()[0] as string[];
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** DuckDB's own limit is 1000; walking a tree takes stack. */
const DEEPEST_EXPRESSION = 250;

const FUNCTIONS = 'SELECT DISTINCT function_name, function_type FROM duckdb_functions()';

const SERIALIZE = `
  SELECT json_serialize_sql(text, skip_null := true, skip_empty := true, skip_default := true)::VARCHAR
  FROM (SELECT unnest($texts::VARCHAR[]) AS text)`;

/** Built into Databricks and not into DuckDB: no function of somebody's own. */
// biome-ignore format: read as a paragraph
const DATABRICKS_FUNCTIONS = [
  'add_months', 'array_contains', 'concat_ws', 'current_date', 'date_add', 'date_format', 'date_sub', 'dateadd', 'datediff', 'explode',
  'from_json', 'from_unixtime', 'get_json_object', 'if', 'ifnull', 'isnull', 'last_day', 'months_between', 'next_day', 'nvl', 'nvl2',
  'regexp_extract', 'regexp_replace', 'size', 'split', 'substring_index', 'timestampadd', 'timestampdiff', 'to_date', 'to_json',
  'to_timestamp', 'to_unix_timestamp', 'trunc', 'unix_timestamp', 'uuid', 'xxhash64',
];
const DATABRICKS_AGGREGATES = [
  'approx_percentile',
  'collect_list',
  'collect_set',
  'count_if',
  'percentile',
  'percentile_approx',
];
