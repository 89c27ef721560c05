/** The commands a person types to see a file store in MLflow. */

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export type OpenCommands = {
  /** Looks at the files as they are. MLflow 3.13 and later ask for the opt-in. */
  readonly view: string;
  /** Copies everything into a database, for good: `migrate` once, then `serve`. */
  readonly migrate: string;
  readonly serve: string;
};

export function howToOpen(dir: string): OpenCommands {
  const root = resolve(dir);
  const database = `sqlite:///${resolve(root, '..', 'mlflow.db')}`;
  return {
    view: `MLFLOW_ALLOW_FILE_STORE=true mlflow ui --backend-store-uri ${quote(pathToFileURL(root).href)}`,
    migrate: `MLFLOW_ALLOW_FILE_STORE=true mlflow migrate-filestore --source ${quote(root)} --target ${quote(database)}`,
    serve: `mlflow ui --backend-store-uri ${quote(database)}`,
  };
}

/** As one word of a POSIX shell. */
function quote(word: string): string {
  return /^[\w./:=%-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
